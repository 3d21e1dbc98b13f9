"""Two profiles side by side: one number a feature, so that a judge can weigh them and a reader be told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.likeness.profile import Profile
from retrieval.likeness.values import Feature

_MOST_NAMES = 3
_LONGEST_GAP = 6  # years
_MOST_CONTINUATIONS = 3
_MOST_HINTS = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """Vectors of a profile, of length 1: its gist as embedded, and moved to where equal needs lie together."""

    gist: NDArray[np.float32]
    need: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the judge sees of a pair; 0 where nothing is known, or nothing is alike. All are symmetric.

    `need` and `solution` are cosines less the cosine of strangers.
    """

    need: float = 0.0
    solution: float = 0.0
    words: float = 0.0
    figures: float = 0.0
    names: float = 0.0
    domains: float = 0.0
    technologies: float = 0.0
    services: float = 0.0
    audience: float = 0.0
    same_place: float = 0.0
    other_place: float = 0.0
    same_owner: float = 0.0
    shared_partner: float = 0.0
    other_owner: float = 0.0
    same_year: float = 0.0
    gap: float = 0.0
    continues: float = 0.0
    hints: float = 0.0

    def without(self, feature: Feature) -> Comparison:
        """The same pair as if nothing were known of one feature."""
        return replace(self, **dict.fromkeys(PARTS[feature], 0.0))

    def values(self) -> NDArray[np.float64]:
        """All features, in the order of `NAMES`."""
        return np.array([getattr(self, name) for name in NAMES])


NAMES: tuple[str, ...] = tuple(one.name for one in fields(Comparison))
PARTS: Mapping[Feature, tuple[str, ...]] = {
    "need": ("need", "domains"),
    "solution": ("solution", "words", "figures", "names"),
    "technology": ("technologies",),
    "services": ("services",),
    "audience": ("audience",),
    "organisation": ("same_owner", "shared_partner", "other_owner"),
    "territory": ("same_place", "other_place"),
    "period": ("same_year", "gap"),
    "phase": ("continues", "hints"),
}


def compare(one: Profile, its: Meaning, other: Profile, others: Meaning) -> Comparison:
    """How two projects compare; the order of the two makes no difference."""
    same_place = _same_place(one, other)
    same_owner = bool(one.owners & other.owners)
    shared = bool(one.organisations & other.organisations)
    years = _years(one) & _years(other)
    gap = abs(one.starts - other.starts) if one.starts and other.starts else 0
    return Comparison(
        need=float(its.need @ others.need),
        solution=float(its.gist @ others.gist),
        words=_overlap(one.stems, other.stems) if one.language == other.language else 0.0,
        figures=min(_MOST_NAMES, len(one.figures & other.figures)),
        names=min(_MOST_NAMES, len(one.names & other.names)),
        domains=_overlap(one.domains, other.domains),
        technologies=_overlap(one.technologies, other.technologies),
        services=_overlap(one.services, other.services),
        audience=_overlap(one.audience, other.audience),
        same_place=float(same_place),
        other_place=float(not same_place and _lie_apart(one, other)),
        same_owner=float(same_owner),
        shared_partner=float(shared and not same_owner),
        other_owner=float(bool(one.owners and other.owners and not shared)),
        same_year=float(bool(years)),
        gap=min(_LONGEST_GAP, gap),
        continues=min(_MOST_CONTINUATIONS, _continues(one, other)),
        hints=min(_MOST_HINTS, later_hints(one, other)),
    )


def _same_place(one: Profile, other: Profile) -> bool:
    """A place of one is a place of the other, or at least named by it."""
    return bool(one.places & (other.places | other.named_places) or other.places & one.named_places)


def _lie_apart(one: Profile, other: Profile) -> bool:
    """Both say where they are, and it is not the same: other towns, or another province, region or country."""
    if one.places and other.places:
        return True
    mine, theirs = (_by_level(profile.areas) for profile in (one, other))
    return any(level in theirs and mine[level].isdisjoint(theirs[level]) for level in mine)


def _by_level(areas: Set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for area in areas:
        found.setdefault(area.partition("/")[0], set()).add(area)
    return found


def _years(profile: Profile) -> frozenset[int]:
    return profile.years | ({profile.starts} if profile.starts else set())


def _continues(one: Profile, other: Profile) -> int:
    """The later of the two is the one that may go on with the other."""
    if one.starts and other.starts and one.starts != other.starts:
        return (one if one.starts > other.starts else other).continues
    return max(one.continues, other.continues)


def later_hints(one: Profile, other: Profile) -> int:
    """In how many words the later of two speaks of a before; without different years nothing is known of it."""
    if not one.starts or not other.starts or one.starts == other.starts:
        return 0
    return (one if one.starts > other.starts else other).hints


def _overlap(one: Set[str], other: Set[str]) -> float:
    """Cosine of two sets; 0 where one is empty."""
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0
