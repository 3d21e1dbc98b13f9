"""Which fiches may be like a given one: those whose need lies nearest.

Never all pairs: each fiche meets a fixed number of others, so the work grows with the fiches, not with their square.
They are looked for within each audience, so that a fiche that somebody may not read never pushes out one that they may.
Up to some thousands of fiches the nearest are found exactly, beyond by a graph (Malkov and Yashunin, 2016).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import faiss
import numpy as np
from numpy.typing import NDArray

NEAREST = 24  # of each fiche: half of the labelled pairs lie among the first two, nearly all among twenty
_EXACT = 8_000  # fiches
_NEIGHBOURS = 16  # of a node of the graph
_EFFORT = 64
_A_BLOCK = 1_024  # rows searched at once


class Neighbours:
    """Nearest needs among fiches; `needs` has shape (fiches, dimension), rows of length 1."""

    def __init__(self, ids: Sequence[str], needs: NDArray[np.float32]) -> None:
        self.ids = list(ids)
        self._needs = np.ascontiguousarray(needs, dtype=np.float32)
        self._index = _index(self._needs) if len(self.ids) > _EXACT else None

    def near(
        self, needs: Mapping[str, NDArray[np.float32]], most: int = NEAREST
    ) -> Iterator[tuple[str, list[str]]]:
        """For each of some fiches, given with their needs, the nearest others, nearest first."""
        ids = list(needs)
        for start in range(0, len(ids), _A_BLOCK):
            some = ids[start : start + _A_BLOCK]
            rows = self._search(np.stack([needs[identifier] for identifier in some]), most + 1)
            for identifier, places in zip(some, rows, strict=True):
                near = [self.ids[place] for place in places]
                yield identifier, [other for other in near if other != identifier][:most]

    def _search(self, needs: NDArray[np.float32], most: int) -> list[list[int]]:
        most = min(most, len(self.ids))
        if not most:
            return [[] for _ in needs]
        if self._index is not None:
            _, places = self._index.search(needs, most)
            return [[place for place in row if place >= 0] for row in places.tolist()]
        cosines = needs @ self._needs.T
        nearest = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
        order = np.take_along_axis(-cosines, nearest, axis=1).argsort(axis=1, kind="stable")
        return cast(list[list[int]], np.take_along_axis(nearest, order, axis=1).tolist())


def _index(needs: NDArray[np.float32]) -> faiss.IndexHNSWFlat:
    index = faiss.IndexHNSWFlat(needs.shape[1], _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = _EFFORT
    index.hnsw.efSearch = _EFFORT
    index.add(needs)
    return index
