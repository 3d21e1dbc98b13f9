"""The two seams: an index over vectors and one over words.

Rows are positions in the generation's list of entries, documents positions in its list of ids;
`allowed` is a mask over documents, so that filters and rights hold before the best are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.models import Language

DocumentMask = NDArray[np.bool_]


@dataclass(frozen=True)
class NearestRows:
    """Rows of the vector index with their cosines, nearest first; both of shape (found,)."""

    rows: NDArray[np.int64]
    cosines: NDArray[np.float32]


@dataclass(frozen=True)
class WordScore:
    """A document found by its words; `score` is BM25 (document, plus its best passage)."""

    document: int
    score: float


class VectorIndex(Protocol):
    """Nearest vectors by inner product."""

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        ...

    def search(
        self, vector: NDArray[np.float32], k: int, allowed_rows: NDArray[np.bool_] | None = None
    ) -> NearestRows:
        """The `k` nearest rows (fewer only if fewer are allowed)."""
        ...

    def cosines(self, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of each of some rows with a vector, shape (len(rows),)."""
        ...

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The stored vectors of some rows, shape (len(rows), dimension)."""
        ...


class KeywordIndex(Protocol):
    """Documents by the words they hold."""

    def search(
        self, text: str, languages: Sequence[Language], k: int, allowed: DocumentMask | None = None
    ) -> list[WordScore]:
        """The `k` best documents for the words of `text`, best first.

        `languages` are those whose stop words and endings apply to the question, likeliest first.
        """
        ...

    def coverage(
        self, text: str, languages: Sequence[Language], documents: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """The share of the words of `text`, by their rarity, that each of some readable documents holds."""
        ...
