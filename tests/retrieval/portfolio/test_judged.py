"""What a judge and people say of pairs, as pooling and the portfolio read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.access import ANONYMOUS, Caller
from retrieval.portfolio.pooling.judged import JudgedPairs


@dataclass(frozen=True)
class Pair:
    a: str
    b: str
    verdict: str
    score: float = 0.8


@dataclass(frozen=True)
class Said:
    verdict: str


@dataclass(frozen=True)
class Kept:
    decision: Said


class Judgements:
    def readable(self, caller: Caller) -> Sequence[Pair]:
        return [
            Pair("a", "b", "linked"),
            Pair("a", "c", "distinct"),
            Pair("a", "d", "duplicate"),
            Pair("a", "e", "later_phase"),
            Pair("a", "f", "linked"),
            Pair("a", "h", "duplicate"),
        ]


class Book:
    def current(self) -> Mapping[tuple[str, str], Kept]:
        return {
            ("a", "f"): Kept(Said("distinct")),
            ("a", "g"): Kept(Said("linked")),
            ("a", "h"): Kept(Said("duplicate")),
        }


def test_same_needs_are_linked_pairs_and_a_person_goes_before_the_judge() -> None:
    judged = JudgedPairs(Judgements(), Book())

    assert [(one.b, one.score) for one in judged.pairs(ANONYMOUS)] == [("b", 0.8), ("g", 1.0)]


def test_open_duplicates_are_those_that_nobody_has_decided() -> None:
    assert [one.b for one in JudgedPairs(Judgements(), Book()).open_duplicates(ANONYMOUS)] == ["d", "e"]
