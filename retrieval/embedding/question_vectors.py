"""Vectors of questions that are compared with one another, and the name of the space in which they lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.cached import CachedQueries
from retrieval.embedding.query_map import QueryMap


class QuestionVectors:
    """The questions of one embedder, moved by the map of questions where that was fitted for it."""

    def __init__(self, embedder: CachedQueries, query_map: QueryMap) -> None:
        self._embedder = embedder
        self._map = query_map

    @property
    def is_mapped(self) -> bool:
        """Whether the map moves these questions."""
        return self._map.fingerprint == self._embedder.fingerprint

    @property
    def space(self) -> str:
        """Vectors of one space may be compared; another embedder, or another map, makes another space."""
        fingerprint = self._embedder.fingerprint
        return f"{fingerprint}:{self._map.digest}" if self.is_mapped else fingerprint

    def remembered(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a question that was just searched for; None rather than embedding it again."""
        return self._embedder.remembered(text)

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, shape (n, dimension), embedded together. Raises EmbeddingError."""
        return self._embedder.embed_queries(texts)
