"""A rough copy of the vectors, thirty times smaller, that says which of them are worth an exact look.

An exact search reads every vector: 40 MB for 26,000 of them, for each question, and the forward pass of the model
before it has left none of that in the processor's caches. Four bits for every two numbers fit in them, and their
products are looked up in registers: a fifth of the time, the exact cosines of the best included.

Learning the code takes longer than all else that a publication does. The next one goes on with it, and with the
codes of the rows that are still the same, until a quarter of the rows is new or gone: a code that was learnt from
half of the corpus, whichever half, loses no more of the nearest than one that was learnt from all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable

_BITS = 4
_PAIR = 2  # numbers that share a code
_ROUNDS = 10  # of k-means; twenty-five, the default, find no more and make every ingest a second longer
_MOST_CHANGED = 0.25  # of the rows that a code was learnt from, new or gone since

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Code:
    """A product quantiser of vectors of even width, and what has changed since it was learnt."""

    codebook: Vectors  # shape (width / 2, 16, 2)
    centre: Vectors  # what is taken away from each vector, shape (width,)
    learnt_from: int  # rows
    added: int = 0  # rows encoded since, of which some may be gone again

    @classmethod
    def learn(cls, vectors: Vectors) -> Self:
        """From the rows of a matrix; the same rows give the same code."""
        # All vectors of an encoder share a direction, which would waste the few values that there are. Without it
        # every product with a question is less by the same number: the order stays.
        centre = vectors.mean(axis=0)
        index = _empty(vectors.shape[1])
        index.pq.cp.niter = _ROUNDS
        _use_one_thread()
        index.train(np.ascontiguousarray(vectors - centre))
        codebook = faiss.vector_to_array(index.pq.centroids).reshape(-1, 1 << _BITS, _PAIR)
        return cls(codebook, centre, len(vectors))

    def encoded(self, vectors: Vectors) -> NDArray[np.uint8]:
        """The codes of some rows, shape (rows, width / 4 or one more)."""
        if not len(vectors):
            return np.zeros((0, _bytes_a_row(len(self.centre))), np.uint8)
        _use_one_thread()
        codes: NDArray[np.uint8] = self._index().sa_encode(np.ascontiguousarray(vectors - self.centre))
        return codes

    def search_index(self, codes: NDArray[np.uint8]) -> faiss.IndexPQFastScan:
        """The codes laid out for registers."""
        index = self._index()
        faiss.copy_array_to_vector(np.ascontiguousarray(codes).ravel(), index.codes)
        index.ntotal = len(codes)
        return faiss.IndexPQFastScan(index)  # type: ignore[arg-type]  # its other constructor

    def serves(self, *, rows: int, added: int) -> bool:
        """Whether it is still good enough for so many rows, of which so many are added now."""
        added = self.added + added
        gone = self.learnt_from + added - rows
        return max(added, gone) <= _MOST_CHANGED * self.learnt_from

    def _index(self) -> faiss.IndexPQ:
        index = _empty(len(self.centre))
        faiss.copy_array_to_vector(self.codebook.ravel(), index.pq.centroids)
        index.is_trained = True
        return index


class CoarseIndex:
    """Rows by rough inner product."""

    def __init__(self, code: Code, codes: NDArray[np.uint8], keys: NDArray[np.uint64]) -> None:
        self.code = code
        self._codes = codes
        self._keys = keys  # of the contents of each row: what is still the same has its code already
        self._index = code.search_index(codes)

    @classmethod
    def from_vectors(cls, vectors: Vectors, *, former: CoarseIndex | None = None) -> CoarseIndex:
        """Hold the rows of a matrix of even width; `former` is one of much the same rows, whose work is kept."""
        keys = _keys_of(vectors)
        if former is not None and len(former.code.centre) == vectors.shape[1]:
            places, known = former._places_of(keys)
            fresh = np.flatnonzero(~known)
            if former.code.serves(rows=len(keys), added=len(fresh)):
                codes = former._codes[places]
                codes[fresh] = former.code.encoded(vectors[fresh])
                return cls(_with_more(former.code, len(fresh)), codes, keys)
        code = Code.learn(vectors)
        return cls(code, code.encoded(vectors), keys)

    @classmethod
    def open(cls, path: Path, *, count: int | None = None) -> CoarseIndex:
        """Read the file of an index, of so many rows where that is known; raises IndexUnusable when it is not one."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                learnt_from, added = stored["history"].tolist()
                code = Code(stored["codebook"], stored["centre"], learnt_from, added)
                codes, keys = stored["codes"], stored["keys"]
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
            raise IndexUnusable(f"{path.name} cannot be read: {error}") from error
        shapes = (code.codebook.shape, codes.shape, keys.shape)
        width, rows = len(code.centre), len(codes)
        whole = shapes == ((width // _PAIR, 1 << _BITS, _PAIR), (rows, _bytes_a_row(width)), (rows,))
        if not whole or count not in (None, rows):
            raise IndexUnusable(f"{path.name} is an index of other vectors")
        return cls(code, codes, keys)

    def write(self, path: Path) -> None:
        """Write the index to one file, whose name ends in `.npz`."""
        np.savez(
            path,
            codebook=self.code.codebook,
            centre=self.code.centre,
            history=np.array([self.code.learnt_from, self.code.added]),
            codes=self._codes,
            keys=self._keys,
        )

    def nearest(self, vector: Vectors, k: int) -> NDArray[np.int64]:
        """Rows among which the nearest are, in ascending order: so they are read from memory in theirs."""
        _, rows = self._index.search(vector.reshape(1, -1), k)
        found: NDArray[np.int64] = np.sort(rows[0][rows[0] >= 0])
        return found

    def _places_of(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For each key a row that has it, and whether one has."""
        order = np.argsort(self._keys)
        places = order[np.searchsorted(self._keys, keys, sorter=order).clip(max=len(order) - 1)]
        return places, self._keys[places] == keys


def _empty(width: int) -> faiss.IndexPQ:
    return faiss.IndexPQ(width, width // _PAIR, _BITS, faiss.METRIC_INNER_PRODUCT)


def _bytes_a_row(width: int) -> int:
    return (width // _PAIR * _BITS + 7) // 8


def _with_more(code: Code, added: int) -> Code:
    return Code(code.codebook, code.centre, code.learnt_from, code.added + added)


def _keys_of(vectors: Vectors) -> NDArray[np.uint64]:
    """A number for the contents of each row; that two rows share one by chance costs the second a rough look."""
    factors = np.random.default_rng(0).integers(0, 1 << 62, vectors.shape[1], dtype=np.uint64) * 2 + 1
    keys: NDArray[np.uint64] = np.ascontiguousarray(vectors).view(np.uint32).astype(np.uint64) @ factors
    return keys


def _use_one_thread() -> None:
    faiss.omp_set_num_threads(1)  # hundreds of small tasks: waiting for one another takes longer than they do
