"""Which fiches may be like a given one: those whose need lies nearest, and those that share owner or name with it.

Never all pairs: each fiche meets a fixed number of others, so the work grows with the fiches, not with their square.
Up to some thousands of fiches the nearest are found exactly, beyond by a graph (Malkov and Yashunin, 2016).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        self._place = {identifier: place for place, identifier in enumerate(self.ids)}
        self._needs = np.ascontiguousarray(needs, dtype=np.float32)
        self._index = _index(self._needs) if len(self.ids) > _EXACT else None

    def of(self, need: NDArray[np.float32], most: int = NEAREST) -> list[str]:
        """The ids of the nearest, nearest first."""
        return [self.ids[place] for place in self._search(need[None], most)[0]]

    def of_members(self, ids: Sequence[str], most: int = NEAREST) -> Iterator[tuple[str, list[str]]]:
        """For each of these fiches the nearest others."""
        for start in range(0, len(ids), _A_BLOCK):
            some = [identifier for identifier in ids[start : start + _A_BLOCK] if identifier in self._place]
            if not some:
                continue
            rows = self._search(self._needs[[self._place[one] for one in some]], most + 1)
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
