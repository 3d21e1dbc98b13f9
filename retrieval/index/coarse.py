"""A rough copy of the vectors, thirty times smaller, that says which of them are worth an exact look.

An exact search reads every vector: 40 MB for 26,000 of them, for each question, and the forward pass of the model
before it has left none of that in the processor's caches. Four bits for every two numbers fit in them, and their
products are looked up in registers: a fifth of the time, the exact cosines of the best included.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable

_BITS = 4
_ROUNDS = 10  # of k-means; twenty-five, the default, find no more and make every ingest a second longer


class CoarseIndex:
    """Rows by rough inner product."""

    def __init__(self, index: faiss.IndexPQFastScan) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32]) -> CoarseIndex:
        """Learn from the rows of a matrix of even width, and hold them; the same rows give the same index."""
        # All vectors of an encoder share a direction, which would waste the few values that there are. Without it
        # every product with a question is less by the same number: the order stays.
        centred = np.ascontiguousarray(vectors - vectors.mean(axis=0))
        width = vectors.shape[1]
        index = faiss.IndexPQFastScan(width, width // 2, _BITS, faiss.METRIC_INNER_PRODUCT)
        index.pq.cp.niter = _ROUNDS
        faiss.omp_set_num_threads(
            1
        )  # hundreds of small trainings: waiting for one another takes longer than they do
        index.train(centred)
        index.add(centred)
        return cls(index)

    @classmethod
    def open(cls, path: Path, *, count: int) -> CoarseIndex:
        """Read the file of an index of so many rows; raises IndexUnusable when it is not one."""
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexUnusable(f"{path.name} cannot be read: {error}") from error
        if not isinstance(index, faiss.IndexPQFastScan) or index.ntotal != count:
            raise IndexUnusable(f"{path.name} is an index of other vectors")
        return cls(index)

    def write(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    def nearest(self, vector: NDArray[np.float32], k: int) -> NDArray[np.int64]:
        """Rows among which the nearest are, in ascending order: so they are read from memory in theirs."""
        _, rows = self._index.search(vector.reshape(1, -1), k)
        found: NDArray[np.int64] = np.sort(rows[0][rows[0] >= 0])
        return found
