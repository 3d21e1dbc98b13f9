"""A linear reader: from the vector of a sentence, and the signs of a description, to how much each law sheet is its matter.

`benchmarks/fit_expected.py` fits it. Texts of one language lie nearer to each other than to those of the same meaning in
another, so the mean of each language is taken off first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language

Vectors = NDArray[np.float32]
Scores = NDArray[np.float64]

SIGN = 0.3  # how much a sign counts beside a vector of length 1
_FILE = "reader.npz"


@dataclass(frozen=True)
class Chances:
    """A logistic regression over standardised scores; a sheet of at least `least` probability is expected, and asserted from
    `sure` on."""

    weights: Scores
    means: Scores
    spreads: Scores
    intercept: float
    least: float
    sure: float

    def of(self, scores: Scores) -> Scores:
        """The probability of each row of scores."""
        odds = (scores - self.means) / self.spreads @ self.weights + self.intercept
        chances: Scores = 1 / (1 + np.exp(-odds))
        return chances


@dataclass(frozen=True)
class Reader:
    """What was learned; `matrix` has shape (dimension + signs + 1, sheets), its last row is a constant."""

    space: str  # where the vectors lie; see QuestionVectors.space
    sheets: tuple[str, ...]
    signs: tuple[str, ...]
    means: Mapping[Language, Vectors]
    matrix: Vectors
    often: Scores  # part of the judged descriptions that need each sheet
    chances: Chances

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> Reader:
        """The one that comes with the bundled embedder; read once a process."""
        return cls.read(Path(str(resources.files("retrieval.checklist") / _FILE)))

    @classmethod
    def read(cls, path: Path) -> Reader:
        """From a file that `write` made."""
        with np.load(path, allow_pickle=False) as stored:
            weights, means, spreads = stored["chances"]
            intercept, least, sure = (float(value) for value in stored["limits"])
            return cls(
                space=str(stored["space"]),
                sheets=tuple(str(name) for name in stored["sheets"]),
                signs=tuple(str(name) for name in stored["signs"]),
                means=dict(zip(LANGUAGES, stored["means"].astype(np.float32), strict=True)),
                matrix=stored["matrix"].astype(np.float32),
                often=stored["often"],
                chances=Chances(weights, means, spreads, intercept, least, sure),
            )

    def write(self, path: Path) -> None:
        """Keep it, the matrix in half precision."""
        chances = self.chances
        np.savez_compressed(
            path,
            space=np.array(self.space),
            sheets=np.array(self.sheets),
            signs=np.array(self.signs),
            means=np.stack([self.means[language] for language in LANGUAGES]),
            matrix=self.matrix.astype(np.float16),
            often=self.often,
            chances=np.stack([chances.weights, chances.means, chances.spreads]),
            limits=np.array([chances.intercept, chances.least, chances.sure]),
        )

    def placed(self, vectors: Vectors, language: Language) -> Vectors:
        """Vectors of texts in a language, as they are read."""
        return unit(vectors - self.means[language])

    def told(self, vectors: Vectors, found: Collection[str]) -> Scores:
        """How much each sheet is the matter of a description, the first row, and of its sentences; shape (rows, sheets)."""
        rows = inputs(vectors, np.zeros((len(vectors), len(self.signs)), np.float32))
        rows[0, vectors.shape[1] : -1] = marked(self.signs, found)
        told: Scores = (rows @ self.matrix).astype(np.float64)
        return told


def inputs(vectors: Vectors, signs: Vectors) -> Vectors:
    """What the matrix takes: a vector, the signs, and a constant."""
    return np.hstack([vectors, signs, np.ones((len(vectors), 1), np.float32)])


def marked(signs: Collection[str], found: Collection[str]) -> Vectors:
    """The signs found among those that the reader knows."""
    return np.array([SIGN if sign in found else 0.0 for sign in signs], np.float32)


def unit(vectors: Vectors) -> Vectors:
    """Scaled to length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled
