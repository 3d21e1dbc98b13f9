"""What is said of two initiatives: how they relate, how surely, in what they are alike and in what not."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from corpus.models import Frozen

Feature = Literal[
    "need", "solution", "technology", "audience", "services", "organisation", "territory", "period", "phase"
]


class Verdict(StrEnum):
    """How two fiches relate."""

    DUPLICATE = "duplicate"  # the same initiative (owner, need, period), whoever wrote it
    LATER_PHASE = "later_phase"  # its continuation or extension
    LINKED = "linked"  # another one that meets the same need by a comparable solution
    DISTINCT = "distinct"
    UNDECIDED = "undecided"  # only a person says so


JUDGED = (Verdict.DUPLICATE, Verdict.LATER_PHASE, Verdict.LINKED, Verdict.DISTINCT)


class Reason(Frozen):
    """One feature of the judge in words for the reader; `weight` is what it adds to the log-odds of the verdict."""

    field: Feature
    text: str
    weight: float


class Decision(Frozen):
    """What a person said of a pair."""

    decision_id: int
    verdict: Verdict
    reason: str
    author: str
    decided_at: datetime  # UTC
    kept: str | None = None  # of a duplicate: the fiche that stays
    undone_at: datetime | None = None


class Pair(Frozen):
    """Two fiches, `a` before `b` by id, as the judge sees them and as people decided."""

    pair_id: str
    a: str
    b: str
    verdict: Verdict
    score: float  # probability of the verdict, 0 to 1
    reasons: tuple[Reason, ...] = ()
    differences: tuple[Reason, ...] = ()
    decision: Decision | None = None
    lapsed: tuple[str, ...] = ()  # fields whose change made a former "distinct" lapse

    @property
    def status(self) -> Literal["open", "decided"]:
        """Whether it still waits for a person."""
        return "decided" if self.decision is not None else "open"


def pair_id(one: str, other: str) -> str:
    """The name of a pair, whichever comes first."""
    return "~".join(sorted((one, other)))
