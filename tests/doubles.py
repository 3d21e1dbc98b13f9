"""Doubles that pass the same contract suites as the real thing."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray


class HashEmbedder:
    """Bags of character trigrams, hashed into 64 dimensions: texts that share words are near.

    Counts its calls and the texts it was given.
    """

    fingerprint = "0123456789abcdef"
    description = "hashed character trigrams (64 dimensions)"
    dimension = 64

    def __init__(self) -> None:
        self.query_calls = 0
        self.passage_calls = 0
        self.texts_embedded = 0

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.query_calls += 1
        return self._embed(texts)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.passage_calls += 1
        vectors = self._embed(texts)
        if progress is not None and texts:
            progress(len(texts))
        return vectors

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts_embedded += len(texts)
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dimension, np.float32)
        vector[0] = 1e-3  # never the zero vector, even if all trigrams cancel out
        padded = f"  {' '.join(text.casefold().split())}  "
        for start in range(len(padded) - 2):
            number = zlib.crc32(padded[start : start + 3].encode("utf-8", "replace"))
            vector[number % self.dimension] += 1 if number & (1 << 31) else -1
        return vector / np.float32(np.linalg.norm(vector))
