"""Whether a question is of the field at all: a town hall is asked about dogs, pensions and passports too.

A linear model over the question's vector, fitted once (`benchmarks/fit_answers.py`) on the questions that the corpus
answers and on questions that belong elsewhere. It belongs to one embedder; with any other it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embedder import Embedder

_FILE = "belonging.npz"


@dataclass(frozen=True)
class Belonging:
    """Log-odds of a question: `vector @ weights + bias`; `weights` has shape (dimension,)."""

    fingerprint: str  # of the embedder whose questions it weighs
    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def shipped(cls) -> Belonging:
        """The model that comes with the bundled embedder."""
        return cls.read(Path(str(resources.files("retrieval.answering") / _FILE)))

    @classmethod
    def read(cls, path: Path) -> Belonging:
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
        """Whether it was fitted for this embedder's questions."""
        return self.fingerprint == embedder.fingerprint

    def of(self, question: str, embedder: Embedder) -> float:
        """The log-odds that a question is of the field; 0 where the embedder is another one."""
        if not self.fits(embedder):
            return 0.0
        return float(embedder.embed_queries([question])[0] @ self.weights + self.bias)
