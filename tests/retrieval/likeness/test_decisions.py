"""The book of decisions: the first of two wins, nothing is rewritten, all is remembered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from retrieval.likeness.errors import AlreadyDecided, NotDecided
from retrieval.likeness.values import Decision, Verdict
from tests.retrieval.likeness.world import LikenessWorld

KEY = ("a", "b")


def decide(world: LikenessWorld, verdict: Verdict = Verdict.LINKED, **values: object) -> Decision:
    given = {"reason": "Deux marchés.", "author": "anna", "compared": "[]", **values}
    return world.decisions.decide(KEY, verdict, **given)  # type: ignore[arg-type]


def test_a_decision_is_kept_with_author_reason_and_moment(likeness: LikenessWorld) -> None:
    made = decide(likeness)

    assert likeness.decisions.current()[KEY].decision == made
    assert (made.author, made.reason, made.decided_at) == ("anna", "Deux marchés.", likeness.days.at)


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_shown_the_decision(
    likeness: LikenessWorld,
) -> None:
    people, rounds = 4, 10
    for number in range(rounds):
        key, start = (f"a{number}", f"b{number}"), Barrier(people)

        def decided(
            person: int, key: tuple[str, str] = key, start: Barrier = start
        ) -> Decision | AlreadyDecided:
            start.wait()
            try:
                return likeness.decisions.decide(
                    key, Verdict.LINKED, reason="x", author=f"p{person}", compared="[]"
                )
            except AlreadyDecided as refused:
                return refused

        with ThreadPoolExecutor(people) as pool:
            ends = list(pool.map(decided, range(people)))
        [won] = [one for one in ends if isinstance(one, Decision)]
        lost = [one for one in ends if isinstance(one, AlreadyDecided)]
        assert [one.decision for one in lost] == [won] * (people - 1)
        assert likeness.decisions.history(key) == [won]


def test_of_two_who_revise_the_same_decision_one_wins(likeness: LikenessWorld) -> None:
    first, start = decide(likeness), Barrier(2)

    def revised(verdict: Verdict) -> Decision | AlreadyDecided:
        start.wait()
        try:
            return decide(likeness, verdict, replaces=first.decision_id)
        except AlreadyDecided as refused:
            return refused

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(revised, (Verdict.DISTINCT, Verdict.DUPLICATE)))

    assert sorted(type(one).__name__ for one in ends) == ["AlreadyDecided", "Decision"]
    assert len(likeness.decisions.history(KEY)) == 2


def test_a_decision_is_revised_only_knowingly(likeness: LikenessWorld) -> None:
    first = decide(likeness)
    with pytest.raises(AlreadyDecided, match="already decided as linked by anna on 2026-11-30"):
        decide(likeness, Verdict.DUPLICATE)

    second = decide(likeness, Verdict.DUPLICATE, replaces=first.decision_id, author="bart")

    with pytest.raises(AlreadyDecided):
        decide(likeness, replaces=first.decision_id)
    assert likeness.decisions.current()[KEY].decision == second
    assert likeness.decisions.history(KEY) == [second, first]


def test_what_is_taken_back_says_when_and_stays_in_the_history(likeness: LikenessWorld) -> None:
    first = decide(likeness)
    decide(likeness, Verdict.DUPLICATE, replaces=first.decision_id)
    likeness.days.pass_days(1)

    undone = likeness.decisions.undo(KEY, author="bart")

    assert undone.verdict is Verdict.DUPLICATE
    assert undone.undone_at == likeness.days.at
    assert likeness.decisions.current() == {}
    assert [one.undone_at for one in likeness.decisions.history(KEY)] == [likeness.days.at] * 2
    with pytest.raises(NotDecided):
        likeness.decisions.undo(KEY, author="bart")


def test_after_it_was_taken_back_a_pair_is_decided_anew(likeness: LikenessWorld) -> None:
    decide(likeness)
    likeness.decisions.undo(KEY, author="bart")

    again = decide(likeness, Verdict.DISTINCT)

    assert likeness.decisions.current()[KEY].decision == again


def test_the_decisions_of_some_fiches_are_found_by_either_side(likeness: LikenessWorld) -> None:
    decide(likeness)

    assert set(likeness.decisions.current(["a"])) == set(likeness.decisions.current(["b"])) == {KEY}
    assert likeness.decisions.current(["c"]) == {}
    assert likeness.decisions.current([]) == {}
