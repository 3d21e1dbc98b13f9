"""What vectors alone tell: linear probes (Alain and Bengio, 2016), fitted once.

*belongs* reads a question: is it of the field at all? A town hall is asked about dogs, pensions and passports too. *told*
reads a question with the sentence nearest to it: does the sentence tell what is asked, or is it a detail that the sheet
leaves open (who supplied it, how many complained)? Both were fitted on the questions that the corpus answers, the one
against questions that belong elsewhere, the other against what may be asked of the same sheets in vain
(`benchmarks/fit_answers.py`). They belong to one embedder; with any other they say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embedder import Embedder

Name = Literal["belongs", "told"]


@dataclass(frozen=True)
class Probe:
    """Log-odds of a vector: `vector @ weights + bias`; `weights` is as long as what it reads."""

    fingerprint: str  # of the embedder whose vectors it weighs
    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def shipped(cls, name: Name) -> Probe:
        """One of those that come with the bundled embedder."""
        return cls.read(Path(str(resources.files("retrieval.answering") / file_name(name))))

    @classmethod
    def read(cls, path: Path) -> Probe:
        """From a file that `write` made."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(str(stored["fingerprint"]), stored["weights"], float(stored["bias"]))

    def write(self, path: Path) -> None:
        """Keep it."""
        np.savez(
            path,
            fingerprint=np.array(self.fingerprint),
            weights=self.weights.astype(np.float32),
            bias=np.array(self.bias),
        )

    def fits(self, embedder: Embedder) -> bool:
        """Whether it was fitted for this embedder's vectors."""
        return self.fingerprint == embedder.fingerprint

    def log_odds(self, vector: NDArray[np.float32]) -> float:
        """Of what it reads."""
        return float(vector @ self.weights + self.bias)

    def of(self, question: str, embedder: Embedder) -> float:
        """The log-odds of a question; 0 where the embedder is another one."""
        if not self.fits(embedder):
            return 0.0
        return self.log_odds(embedder.embed_queries([question])[0])


@dataclass(frozen=True)
class Probes:
    """The two together."""

    belongs: Probe
    told: Probe

    @classmethod
    def shipped(cls) -> Probes:
        """Those that come with the bundled embedder."""
        return cls(Probe.shipped("belongs"), Probe.shipped("told"))

    def fit(self, embedder: Embedder) -> bool:
        """Whether they were fitted for this embedder's questions."""
        return self.belongs.fits(embedder) and self.told.fits(embedder)


def file_name(name: Name) -> str:
    """Where a probe is kept, beside this module."""
    return f"probe_{name}.npz"
