"""Groups in which every two are joined: no initiative stands in a group because of a third one.

Each join is found in some group: groups are grown from the surest join that no group holds yet, by the candidate whose
weakest join is the surest. What joins a group joins all of its pairs. A group is never a part of another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from retrieval.portfolio.pooling.ties import Tie


@dataclass(frozen=True)
class Join:
    """Two initiatives with the same need, how likely that is, and what joins their municipalities."""

    a: str
    b: str
    score: float
    ties: frozenset[Tie]


@dataclass(frozen=True)
class Clique:
    """Initiatives of which every two are joined, the ties that all pairs share, and the score of the weakest pair."""

    members: tuple[str, ...]
    ties: frozenset[Tie]
    score: float


Key = frozenset[str]


def cliques(joins: Iterable[Join]) -> list[Clique]:
    """The groups, the surest first; a join without a tie joins nothing."""
    by_key = {frozenset((join.a, join.b)): join for join in joins if join.ties and join.a != join.b}
    beside: dict[str, set[str]] = defaultdict(set)
    for join in by_key.values():
        beside[join.a].add(join.b)
        beside[join.b].add(join.a)
    covered: set[Key] = set()
    found = []
    for key in sorted(by_key, key=lambda one: (-by_key[one].score, sorted(one))):
        if key not in covered:
            grown = _grown(by_key[key], by_key, beside)
            covered |= {frozenset(pair) for pair in combinations(grown.members, 2)}
            found.append(grown)
    return sorted(found, key=lambda one: (-one.score, -len(one.members), one.members))


def _grown(first: Join, by_key: Mapping[Key, Join], beside: Mapping[str, set[str]]) -> Clique:
    members, ties, score = [first.a, first.b], first.ties, first.score
    while True:
        around = set.intersection(*(beside[one] for one in members))
        best = max(
            (
                (weakest, one, shared)
                for one in sorted(around)
                if (shared := ties & _shared(one, members, by_key))
                for weakest in (min(by_key[frozenset((one, other))].score for other in members),)
            ),
            key=lambda found: found[0],
            default=None,
        )
        if best is None:
            return Clique(tuple(sorted(members)), ties, score)
        score, ties = min(score, best[0]), best[2]
        members.append(best[1])


def _shared(one: str, members: Collection[str], by_key: Mapping[Key, Join]) -> frozenset[Tie]:
    return frozenset.intersection(*(by_key[frozenset((one, other))].ties for other in members))
