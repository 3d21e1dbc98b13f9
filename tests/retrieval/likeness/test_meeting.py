"""Whom a fiche is compared with: the nearest of all, and those of its town or its owner wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.likeness.candidates import NEAREST, NEAREST_HERE, Candidates, Neighbours

Table = NDArray[np.float32]


def needs(count: int, seed: int = 0) -> Table:
    made = np.random.default_rng(seed).normal(size=(count, 16))
    table: Table = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return table


def met(table: Table, marks: Mapping[int, tuple[str, ...]], asked: list[int]) -> set[tuple[str, str]]:
    ids = [f"f{place}" for place in range(len(table))]
    every = [marks.get(place, ()) for place in range(len(table))]
    candidates = Candidates(ids, table, every, asked=len(asked))
    return set(
        candidates.of(
            {ids[place]: table[place] for place in asked}, {ids[place]: every[place] for place in asked}
        )
    )


def test_a_fiche_of_the_same_town_is_met_though_many_others_are_nearer() -> None:
    crowd = needs(1)[0] + 0.01 * needs(100)
    table = np.concatenate((needs(1), crowd, needs(1, seed=7))).astype(np.float32)
    far = len(table) - 1

    assert ("f0", f"f{far}") not in met(table, {}, [0])
    assert ("f0", f"f{far}") in met(table, {0: ("92094",), far: ("92094",)}, [0])
    assert ("f0", f"f{far}") in met(table, {0: ("inbw",), far: ("92094", "inbw")}, [0])


def test_however_many_fiches_a_town_has_each_meets_a_bounded_number() -> None:
    found = met(needs(400), dict.fromkeys(range(400), ("92094",)), [0])

    assert len(found) <= NEAREST + NEAREST_HERE


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 80), st.integers(0, 99))
def test_no_fiche_meets_itself(count: int, seed: int) -> None:
    found = met(needs(count, seed), dict.fromkeys(range(0, count, 2), ("92094",)), [*range(count)])

    assert all(one != other for one, other in found)


def test_few_fiches_are_looked_up_without_a_graph() -> None:
    table = needs(9_000)
    ids = [f"f{place}" for place in range(len(table))]

    [(_, near)] = Neighbours(ids, table, asked=1).near({"f0": table[0]}, 5)

    assert near == [f"f{place}" for place in np.argsort(-(table @ table[0]))[1:6]]
