"""Groups never chain: every two are joined, by something that joins all."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.portfolio.pooling.grouping import Join, cliques
from retrieval.portfolio.pooling.ties import Tie

NEAR, SIZE = Tie("distance"), Tie("size")


def join(a: str, b: str, score: float = 0.8, *ties: Tie) -> Join:
    return Join(a, b, score, frozenset(ties or (NEAR,)))


def members(*joins: Join) -> list[tuple[str, ...]]:
    return sorted(one.members for one in cliques(joins))


def test_what_hangs_together_through_a_hub_only_stays_apart() -> None:
    assert members(join("hub", "a"), join("hub", "b"), join("hub", "c")) == [
        ("a", "hub"),
        ("b", "hub"),
        ("c", "hub"),
    ]


def test_what_is_joined_all_around_is_one_group() -> None:
    assert members(join("a", "b"), join("b", "c"), join("a", "c")) == [("a", "b", "c")]


def test_a_group_has_a_tie_that_holds_for_all_its_pairs() -> None:
    found = cliques([join("a", "b", 0.9, NEAR), join("b", "c", 0.8, SIZE), join("a", "c", 0.7, NEAR, SIZE)])

    assert sorted(one.members for one in found) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert all(one.ties for one in found)


def test_the_score_is_that_of_the_weakest_pair() -> None:
    assert cliques([join("a", "b", 0.9), join("b", "c", 0.6), join("a", "c", 0.8)])[0].score == 0.6


def test_a_pair_without_a_tie_is_no_group() -> None:
    assert cliques([Join("a", "b", 0.9, frozenset())]) == []


_NAMES = st.sampled_from("abcdefg")
_JOINS = st.lists(
    st.builds(
        Join,
        _NAMES,
        _NAMES,
        st.floats(0, 1),
        st.frozensets(st.sampled_from([NEAR, SIZE, Tie("programme", "x")])),
    ),
    max_size=25,
)


@given(_JOINS)
def test_every_two_of_a_group_are_joined_every_join_is_in_a_group_and_none_is_inside_another(
    joins: list[Join],
) -> None:
    last = {frozenset((one.a, one.b)): one for one in joins if one.ties and one.a != one.b}
    found = cliques(joins)

    pairs = {frozenset(pair) for one in found for pair in combinations(one.members, 2)}
    assert pairs == set(last)
    for one in found:
        assert one.ties
        assert all(one.ties <= last[frozenset(pair)].ties for pair in combinations(one.members, 2))
    groups = [frozenset(one.members) for one in found]
    assert not any(a < b for a in groups for b in groups)
    assert len(groups) == len(set(groups))


@given(_JOINS, st.randoms(use_true_random=False))
def test_the_order_in_which_pairs_come_decides_nothing(joins: list[Join], random: object) -> None:
    once = {frozenset((one.a, one.b)): one for one in joins}
    shuffled = list(once.values())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cliques(shuffled) == cliques(once.values())
