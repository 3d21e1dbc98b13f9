"""Same needs and open duplicates as a judge of pairs sees them, and as people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.access import Caller
from retrieval.portfolio.open_work import PairRow
from retrieval.portfolio.pooling.needs import NeedLink

SAME_NEED = "linked"  # another initiative that meets the same need
ONE_INITIATIVE = frozenset({"duplicate", "later_phase"})


class Decided(Protocol):
    """What a person said of a pair."""

    @property
    def verdict(self) -> str:
        """duplicate, later_phase, linked, distinct or undecided."""
        ...


class JudgedPair(Protocol):
    """Two fiches as a judge sees them; a person's decision goes before."""

    @property
    def pair_id(self) -> str:
        """The name of the pair."""
        ...

    @property
    def a(self) -> str:
        """A document id."""
        ...

    @property
    def b(self) -> str:
        """The other one."""
        ...

    @property
    def verdict(self) -> str:
        """The judge's word."""
        ...

    @property
    def score(self) -> float:
        """How sure the judge is of it, 0 to 1."""
        ...

    @property
    def decision(self) -> Decided | None:
        """A person's word, where there is one."""
        ...


@dataclass(frozen=True)
class JudgedPairs:
    """`read` gives the pairs of which a caller may read both fiches."""

    read: Callable[[Caller], Iterable[JudgedPair]]

    def pairs(self, caller: Caller) -> Iterator[NeedLink]:
        """The pairs that meet the same need; one that a person linked is sure."""
        for pair in self.read(caller):
            if pair.decision is None and pair.verdict == SAME_NEED:
                yield NeedLink(pair.a, pair.b, pair.score)
            elif pair.decision is not None and pair.decision.verdict == SAME_NEED:
                yield NeedLink(pair.a, pair.b, 1.0)

    def open_duplicates(self, caller: Caller) -> Sequence[PairRow]:
        """Likely one initiative, and nobody has said so yet."""
        return [
            PairRow(pair_id=pair.pair_id, a=pair.a, b=pair.b, score=pair.score)
            for pair in self.read(caller)
            if pair.decision is None and pair.verdict in ONE_INITIATIVE
        ]
