"""Vectors in FAISS: exact inner product, with the allowed rows as a bitmap selector.

Exact search over 100,000 vectors of 384 numbers takes a few milliseconds on one core, which is
less than embedding the question; a trained index would only lose results at that size.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable
from retrieval.index.base import NearestRows


class FaissIndex:
    """A flat inner-product index; rows are positions."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index
        # A view, not a copy: rescoring a few hundred rows must not double the memory.
        self._matrix: NDArray[np.float32] = (
            faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
            if index.ntotal
            else np.zeros((0, index.d), dtype=np.float32)
        )

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32]) -> FaissIndex:
        """Index the rows of a matrix of shape (n, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> FaissIndex:
        """Read an index file; raises IndexUnusable when it is not one."""
        try:
            index = faiss.read_index(str(path))
            if not isinstance(index, faiss.IndexFlatIP):
                raise IndexUnusable(f"{path.name} is an index of another kind")
            return cls(index)
        except RuntimeError as error:
            raise IndexUnusable(f"{path.name} cannot be read: {error}") from error

    def write(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed_rows: NDArray[np.bool_] | None = None
    ) -> NearestRows:
        """The `k` nearest allowed rows."""
        wanted = min(k, self.count if allowed_rows is None else int(allowed_rows.sum()))
        if wanted == 0:
            return NearestRows(np.zeros(0, np.int64), np.zeros(0, np.float32))
        _use_one_thread()
        parameters = None
        if allowed_rows is not None:
            bitmap = np.packbits(allowed_rows, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(allowed_rows), faiss.swig_ptr(bitmap))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, rows = self._index.search(vector.reshape(1, -1), wanted, params=parameters)
        found = rows[0] >= 0
        return NearestRows(rows[0][found], scores[0][found])

    def cosines(self, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosines of some rows with a vector, read where they lie: gathering them first takes five times as long."""
        asked = np.ascontiguousarray(rows, dtype=np.int64)
        given = np.ascontiguousarray(vector, dtype=np.float32)
        _use_one_thread()
        found = np.empty(len(asked), np.float32)
        if not len(asked):
            return found
        if not 0 <= asked.min() <= asked.max() < self.count:  # faiss would read elsewhere
            raise IndexError(f"rows {asked.min()} to {asked.max()} of {self.count}")
        self._index.compute_distance_subset(  # type: ignore[attr-defined]
            1, faiss.swig_ptr(given), len(asked), faiss.swig_ptr(found), faiss.swig_ptr(asked)
        )
        return found

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The stored vectors of some rows."""
        return self._matrix[rows]


def _use_one_thread() -> None:
    """Starting, joining and spinning of others cost ten times what they save on one question.

    OpenMP keeps the number for each thread that asks, so that saying it once would hold for the main one only.
    """
    faiss.omp_set_num_threads(1)
