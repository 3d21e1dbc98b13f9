"""Same needs and open duplicates as a judge of pairs sees them, and as people decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.access import Caller
from retrieval.portfolio.open_work import PairRow
from retrieval.portfolio.pooling.needs import NeedLink

SAME_NEED = "linked"  # another initiative that meets the same need
ONE_INITIATIVE = frozenset({"duplicate", "later_phase"})
Key = tuple[str, str]


class JudgedPair(Protocol):
    """Two fiches, the judge's verdict, and how sure it is of it (0 to 1)."""

    @property
    def a(self) -> str: ...  # noqa: D102
    @property
    def b(self) -> str: ...  # noqa: D102
    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102


class Judgements(Protocol):
    """Where judged pairs are kept."""

    def readable(self, caller: Caller) -> Sequence[JudgedPair]:
        """The pairs of which the caller may read both fiches."""
        ...


class Decision(Protocol):
    """A person's word."""

    @property
    def verdict(self) -> str: ...  # noqa: D102


class Kept(Protocol):
    """A decision as it is kept."""

    @property
    def decision(self) -> Decision: ...  # noqa: D102


class DecisionBook(Protocol):
    """Where decisions are kept."""

    def current(self) -> Mapping[Key, Kept]:
        """The decisions that hold, by pair, whoever may read it."""
        ...


@dataclass(frozen=True)
class JudgedPairs:
    """A person's decision goes before the judge's verdict."""

    judged: Judgements
    decided: DecisionBook

    def pairs(self, caller: Caller) -> Iterator[NeedLink]:
        """The pairs that meet the same need; those that a person linked are sure."""
        decided = self.decided.current()
        for pair in self.judged.readable(caller):
            if (pair.a, pair.b) not in decided and pair.verdict == SAME_NEED:
                yield NeedLink(pair.a, pair.b, pair.score)
        # Also those that the judge calls distinct; who reads the links decides what this caller may read.
        for (a, b), kept in decided.items():
            if kept.decision.verdict == SAME_NEED:
                yield NeedLink(a, b, 1.0)

    def open_duplicates(self, caller: Caller) -> Sequence[PairRow]:
        """Likely one initiative, and nobody has said so yet."""
        decided = self.decided.current()
        return [
            PairRow(pair_id=f"{pair.a}~{pair.b}", a=pair.a, b=pair.b, score=pair.score)
            for pair in self.judged.readable(caller)
            if (pair.a, pair.b) not in decided and pair.verdict in ONE_INITIATIVE
        ]
