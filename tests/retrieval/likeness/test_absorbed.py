"""Of a duplicate one fiche stays and the other leads to it."""

from __future__ import annotations

from corpus.access import ANONYMOUS, Caller, Visibility
from retrieval.likeness.values import Verdict
from tests.retrieval.likeness.world import ANNA, LikenessWorld, lights


def absorb(world: LikenessWorld, fiche: str, stays: str) -> None:
    a, b = sorted((fiche, stays))
    world.board.decide((a, b), Verdict.DUPLICATE, ANNA, reason="La même.", kept=stays)


def by(world: LikenessWorld, fiche: str, caller: Caller = ANONYMOUS) -> list[str]:
    return [one.id for one in world.absorbed.by(fiche, caller)]


def test_the_absorbed_leads_to_the_one_that_stays(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"), lights("c"))
    absorb(likeness, "a", "b")

    assert likeness.absorbed.into(["a", "b", "c", "nowhere"], ANONYMOUS) == {"a": "b"}
    assert {name: by(likeness, name) for name in "abc"} == {"a": [], "b": ["a"], "c": []}


def test_one_after_another_they_lead_to_the_last(likeness: LikenessWorld) -> None:
    likeness.compares(*(lights(name) for name in "abcd"))
    absorb(likeness, "a", "b")
    absorb(likeness, "b", "c")
    absorb(likeness, "d", "c")

    assert likeness.absorbed.into(["a", "b", "c", "d"], ANONYMOUS) == {"a": "c", "b": "c", "d": "c"}
    assert (by(likeness, "c"), by(likeness, "b")) == (["a", "b", "d"], [])


def test_round_in_a_circle_they_lead_nowhere(likeness: LikenessWorld) -> None:
    likeness.compares(*(lights(name) for name in "abcd"))
    for fiche, stays in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        absorb(likeness, fiche, stays)

    assert likeness.absorbed.into(list("abcd"), ANONYMOUS) == {}
    assert by(likeness, "a") == []


def test_of_several_decisions_the_newest_leads(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"), lights("c"))
    absorb(likeness, "a", "c")
    absorb(likeness, "a", "b")

    assert likeness.absorbed.into(["a"], ANONYMOUS) == {"a": "b"}


def test_what_is_taken_back_leads_nowhere(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"))
    absorb(likeness, "a", "b")
    likeness.board.undo(("a", "b"), ANNA)

    assert likeness.absorbed.into(["a"], ANONYMOUS) == {}
    assert by(likeness, "b") == []


def test_nobody_is_led_to_what_they_may_not_read(likeness: LikenessWorld) -> None:
    inside = {"visibility": Visibility.ORGANISATION, "organisation": "namur"}
    likeness.compares(lights("a"), lights("b", **inside), lights("c"))
    absorb(likeness, "a", "b")
    absorb(likeness, "b", "c")

    assert likeness.absorbed.into(["a"], ANONYMOUS) == {}
    assert likeness.absorbed.into(["a"], ANNA) == {"a": "c"}
    assert (by(likeness, "c"), by(likeness, "c", ANNA)) == ([], ["a", "b"])
