"""Which fiches may be like a given one: those whose need lies nearest, anywhere and among those of one place or owner.

Never all pairs: each fiche meets a fixed number of others, so the work grows with the fiches, not with their square.
Where many towns meet one need alike, a second fiche on the same project may not be among the nearest of all; it is among
the nearest of its town or of its owner. They are looked for within each audience, so that a fiche that somebody may not
read never pushes out one that they may. Up to some thousands of fiches, or for a few of them, the nearest are found
exactly, otherwise by a graph (Malkov and Yashunin, 2016).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import faiss
import numpy as np
from numpy.typing import NDArray

NEAREST = 24  # of each fiche: half of the labelled pairs lie among the first two, nearly all among twenty
NEAREST_HERE = 12  # of those that share a place or an owner
_EXACT = 8_000  # fiches: looking at all of them takes no longer than walking through a graph
_FEW = 5_000  # fiches asked for: looking at all is done before a graph is built
_NEIGHBOURS = 16  # of a node of the graph
_EFFORT = 64
_A_BLOCK = 8_000_000  # cosines held at once


class Neighbours:
    """Nearest needs among fiches; `needs` has shape (fiches, dimension), rows of length 1.

    `asked` says of how many fiches the neighbours will be wanted; without it, of all.
    """

    def __init__(self, ids: Sequence[str], needs: NDArray[np.float32], *, asked: int | None = None) -> None:
        self.ids = list(ids)
        self._needs = np.ascontiguousarray(needs, dtype=np.float32)
        self._index = (
            _index(self._needs) if len(self.ids) > _EXACT and (asked is None or asked > _FEW) else None
        )

    def near(
        self, needs: Mapping[str, NDArray[np.float32]], most: int = NEAREST
    ) -> Iterator[tuple[str, list[str]]]:
        """For each of some fiches, given with their needs, the nearest others, nearest first."""
        ids = list(needs)
        block = max(1, _A_BLOCK // max(1, len(self.ids)))
        for start in range(0, len(ids), block):
            some = ids[start : start + block]
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


class Candidates:
    """Whom fiches are compared with, among all that share an audience.

    `needs` has shape (fiches, dimension), rows of length 1; `marks` are the places and owners of each fiche.
    """

    def __init__(
        self,
        ids: Sequence[str],
        needs: NDArray[np.float32],
        marks: Sequence[Sequence[str]],
        *,
        asked: int,
    ) -> None:
        self._ids = ids
        self._needs = needs
        self._everywhere = Neighbours(ids, needs, asked=asked)
        self._here: dict[str, list[int]] = defaultdict(list)
        for place, named in enumerate(marks):
            for mark in named:
                self._here[mark].append(place)

    def of(
        self, needs: Mapping[str, NDArray[np.float32]], marks: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[str, str]]:
        """The candidates of some fiches as pairs, each fiche with another; a pair may come more than once."""
        near = [*self._everywhere.near(needs)]
        asked: dict[str, list[str]] = defaultdict(list)
        for identifier, named in marks.items():
            for mark in named:
                asked[mark].append(identifier)
        for mark, ids in asked.items():
            near += self._sharing(mark, {one: needs[one] for one in ids})
        for identifier, others in near:
            for other in others:
                yield identifier, other

    def _sharing(
        self, mark: str, needs: Mapping[str, NDArray[np.float32]]
    ) -> Iterator[tuple[str, list[str]]]:
        """The nearest among those of one place or owner, which are few enough to look at all."""
        here = self._here.get(mark, [])
        group = Neighbours([self._ids[place] for place in here], self._needs[here], asked=0)
        return group.near(needs, NEAREST_HERE)


def _index(needs: NDArray[np.float32]) -> faiss.IndexHNSWFlat:
    index = faiss.IndexHNSWFlat(needs.shape[1], _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = _EFFORT
    index.hnsw.efSearch = _EFFORT
    index.add(needs)
    return index
