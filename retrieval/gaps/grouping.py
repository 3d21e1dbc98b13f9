"""Wordings of one question, put together across languages.

The oldest wording leads a group; another one joins the leader that it is nearest to, if it is near enough. Nothing is
near by way of a third one, so groups cannot grow into chains; and a group keeps its leader while others come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.places import Gazetteer
from retrieval.state.gaps import Gap


@dataclass(frozen=True)
class Nearness:
    """Least cosines of two wordings of one question, in one language and in two.

    Two questions about one sheet are as near in one language as one question in two: the first must be nearer.
    """

    same_language: float
    across: float


# Fitted by `benchmarks/fit_gaps.py` for questions that the map of questions moved.
MAPPED = Nearness(0.75, 0.48)
# Of any other embedder, whose cosines were not looked at: wordings that hardly differ.
PLAIN = Nearness(0.95, 0.95)


def grouped(gaps: Sequence[Gap], nearness: Nearness) -> list[list[Gap]]:
    """Groups in the order of their leaders, who come first; a gap without a vector is alone."""
    groups: list[list[Gap]] = []
    leaders = _Leaders(sum(gap.vector is not None for gap in gaps))
    for gap in gaps:
        joined = leaders.nearest(gap, nearness)
        if joined is not None:
            groups[joined].append(gap)
            continue
        leaders.add(gap, len(groups))
        groups.append([gap])
    return groups


class _Leaders:
    """The leaders so far, their vectors in one array."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._gaps: list[Gap] = []
        self._groups: list[int] = []
        self._languages: NDArray[np.str_] = np.zeros(most, "<U2")
        self._vectors: NDArray[np.float32] | None = None

    def add(self, gap: Gap, group: int) -> None:
        if gap.vector is None:
            return
        if self._vectors is None:
            self._vectors = np.zeros((self._most, len(gap.vector)), np.float32)
        count = len(self._gaps)
        self._vectors[count], self._languages[count] = gap.vector, gap.language
        self._gaps.append(gap)
        self._groups.append(group)

    def nearest(self, gap: Gap, nearness: Nearness) -> int | None:
        """The group of the nearest leader that is near enough and speaks of the same towns."""
        count = len(self._gaps)
        if gap.vector is None or self._vectors is None:
            return None
        needed = np.where(self._languages[:count] == gap.language, nearness.same_language, nearness.across)
        margins = self._vectors[:count] @ gap.vector - needed
        near = np.flatnonzero(margins >= 0)
        places: list[int] = near[np.argsort(-margins[near], kind="stable")].tolist()
        for place in places:
            if not _of_other_towns(gap.text, self._gaps[place].text):
                return self._groups[place]
        return None


def _of_other_towns(one: str, other: str) -> bool:
    """Whether both name towns, and none is the same: what is asked of Arlon is not asked of Virton."""
    here, there = _towns(one), _towns(other)
    return bool(here and there) and here.isdisjoint(there)


@lru_cache(maxsize=8192)
def _towns(text: str) -> frozenset[str]:
    return frozenset(
        place.current
        for match in Gazetteer.load().find(text)
        if match.certain
        for place in match.readings
        if place.level == "municipality"
    )
