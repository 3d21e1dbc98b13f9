"""What a judge and people say of pairs, as pooling and the portfolio read it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.access import ANONYMOUS
from retrieval.portfolio.pooling.judged import JudgedPairs


@dataclass(frozen=True)
class Decision:
    verdict: str


@dataclass(frozen=True)
class Pair:
    a: str
    b: str
    verdict: str
    score: float = 0.8
    decision: Decision | None = None

    @property
    def pair_id(self) -> str:
        return f"{self.a}~{self.b}"


PAIRS = (
    Pair("a", "b", "linked"),
    Pair("a", "c", "distinct"),
    Pair("a", "d", "duplicate"),
    Pair("a", "e", "later_phase"),
    Pair("a", "f", "linked", decision=Decision("distinct")),
    Pair("a", "g", "distinct", decision=Decision("linked")),
    Pair("a", "h", "duplicate", decision=Decision("duplicate")),
)


def judged() -> JudgedPairs:
    return JudgedPairs(lambda _caller: PAIRS)


def test_same_needs_are_linked_pairs_and_a_person_goes_before_the_judge() -> None:
    assert [(one.b, one.score) for one in judged().pairs(ANONYMOUS)] == [("b", 0.8), ("g", 1.0)]


def test_open_duplicates_are_those_that_nobody_has_decided() -> None:
    assert [one.b for one in judged().open_duplicates(ANONYMOUS)] == ["d", "e"]
