"""Questions moved towards the texts that answer them, by a linear map that was fitted once.

A small encoder puts a question in everyday words beside other questions, not beside the sober sentence that answers
it, least of all in another language. The vectors of texts stay as they are, so an index needs no map and no new
embedding. It belongs to one embedder; with any other, questions pass unchanged. `benchmarks/fit_query_map.py` makes
it from the questions that the corpus answers (`Document.asked`).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embedder import AroundEmbedder, Embedder, unit_length

_FILE = "query_map.npz"


@dataclass(frozen=True)
class QueryMap:
    """`vector + vector @ turn + shift`, scaled to length 1; `turn` has shape (dimension, dimension)."""

    fingerprint: str  # of the embedder whose questions it moves
    turn: NDArray[np.float32]
    shift: NDArray[np.float32]

    @classmethod
    def shipped(cls) -> QueryMap:
        """The map that comes with the bundled embedder."""
        return cls.read(Path(str(resources.files("retrieval.embedding") / _FILE)))

    @classmethod
    def read(cls, path: Path) -> QueryMap:
        """From a file that `write` made."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                str(stored["fingerprint"]),
                stored["turn"].astype(np.float32),
                stored["shift"].astype(np.float32),
            )

    def write(self, path: Path) -> None:
        """Keep it in half precision, which moves no cosine by more than 0.001."""
        np.savez_compressed(
            path,
            fingerprint=np.array(self.fingerprint),
            turn=self.turn.astype(np.float16),
            shift=self.shift.astype(np.float16),
        )

    @cached_property
    def digest(self) -> str:
        """Eight hexadecimal digits, equal for equal maps: vectors that different maps moved cannot be compared."""
        return f"{zlib.crc32(self.turn.tobytes() + self.shift.tobytes()):08x}"

    def moved(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vectors of questions, shape (n, dimension), moved."""
        return unit_length(vectors + vectors @ self.turn + self.shift)


class MappedQueries(AroundEmbedder):
    """An embedder whose questions are moved by a map, if the map was fitted for it.

    The fingerprint stays: the map changes no vector that is stored.
    """

    def __init__(self, embedder: Embedder, query_map: QueryMap) -> None:
        super().__init__(embedder)
        self._map = query_map

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`."""
        vectors = self._embedder.embed_queries(texts)
        return self._map.moved(vectors) if self._fits and len(vectors) else vectors

    @cached_property
    def _fits(self) -> bool:
        return self._map.fingerprint == self._embedder.fingerprint
