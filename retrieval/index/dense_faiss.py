"""Vectors in FAISS: exact inner products, with the allowed rows as a bitmap selector.

Where there are many rows, a rough copy (`retrieval.index.coarse`) says which of them may be among the nearest, and
only those are compared exactly. Few rows, or few that are allowed, are compared one and all.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable
from retrieval.index.base import NearestRows
from retrieval.index.coarse import CoarseIndex

_COARSE_FROM = 8_000  # rows; fewer are compared in well under a millisecond
# The best 2,000 by the rough copy of 26,000 held all of the 300 nearest for 384 of 390 questions, and 299 for six.
_COARSE_LEAST, _COARSE_TIMES = 500, 5
_SHARE_ALLOWED = 0.5  # of all rows; when fewer are, the selector saves more than the rough copy


class FaissIndex:
    """A flat inner-product index; rows are positions."""

    def __init__(self, index: faiss.IndexFlatIP, coarse: CoarseIndex | None = None) -> None:
        self._index = index
        self._coarse = coarse
        # A view, not a copy: rescoring a few hundred rows must not double the memory.
        self._matrix: NDArray[np.float32] = (
            faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
            if index.ntotal
            else np.zeros((0, index.d), dtype=np.float32)
        )

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32], *, former: CoarseIndex | None = None) -> FaissIndex:
        """Index the rows of a matrix of shape (n, dimension); `former` saves work where it holds many of them."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(np.ascontiguousarray(vectors))
        return cls(index, CoarseIndex.from_vectors(vectors, former=former) if _has_coarse(index) else None)

    @classmethod
    def open(cls, path: Path) -> FaissIndex:
        """Read an index file, and the one of its rough copy; raises IndexUnusable when it is not one."""
        try:
            index = faiss.read_index(str(path))
            if not isinstance(index, faiss.IndexFlatIP):
                raise IndexUnusable(f"{path.name} is an index of another kind")
        except RuntimeError as error:
            raise IndexUnusable(f"{path.name} cannot be read: {error}") from error
        coarse = CoarseIndex.open(coarse_path(path), count=index.ntotal) if _has_coarse(index) else None
        return cls(index, coarse)

    def write(self, path: Path) -> None:
        """Write the index to one file, and its rough copy, if it has one, beside it."""
        faiss.write_index(self._index, str(path))
        if self._coarse is not None:
            self._coarse.write(coarse_path(path))

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed_rows: NDArray[np.bool_] | None = None
    ) -> NearestRows:
        """The `k` nearest allowed rows."""
        allowed = self.count if allowed_rows is None else int(np.count_nonzero(allowed_rows))
        wanted = min(k, allowed)
        if wanted == 0:
            return NearestRows(np.zeros(0, np.int64), np.zeros(0, np.float32))
        _use_one_thread()
        rough = self._rough(vector, wanted, allowed, allowed_rows)
        if len(rough) >= wanted:
            return self._nearest_of(rough, vector, wanted)
        return self._exact(vector, wanted, allowed_rows)

    def _rough(
        self,
        vector: NDArray[np.float32],
        wanted: int,
        allowed: int,
        allowed_rows: NDArray[np.bool_] | None,
    ) -> NDArray[np.int64]:
        """Allowed rows among which the nearest are; none where an exact search is as quick."""
        looked_at = (_COARSE_LEAST + _COARSE_TIMES * wanted) * self.count // allowed
        if self._coarse is None or allowed < _SHARE_ALLOWED * self.count or 2 * looked_at > self.count:
            return np.zeros(0, np.int64)
        rows = self._coarse.nearest(vector, looked_at)
        return rows if allowed_rows is None else rows[allowed_rows[rows]]

    def _nearest_of(self, rows: NDArray[np.int64], vector: NDArray[np.float32], wanted: int) -> NearestRows:
        cosines = self.cosines(rows, vector)
        best = np.argpartition(-cosines, wanted - 1)[:wanted]
        best = best[np.lexsort((best, -cosines[best]))]
        return NearestRows(rows[best], cosines[best])

    def _exact(
        self, vector: NDArray[np.float32], wanted: int, allowed_rows: NDArray[np.bool_] | None
    ) -> NearestRows:
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


def _has_coarse(index: faiss.IndexFlatIP) -> bool:
    return index.ntotal >= _COARSE_FROM and index.d % 2 == 0


def coarse_path(path: Path) -> Path:
    """Where the rough copy of an index file lies."""
    return path.with_name(f"coarse-{path.stem}.npz")


def _use_one_thread() -> None:
    """Starting, joining and spinning of others cost ten times what they save on one question.

    OpenMP keeps the number for each thread that asks, so that saying it once would hold for the main one only.
    """
    faiss.omp_set_num_threads(1)
