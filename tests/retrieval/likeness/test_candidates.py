"""The nearest needs: exactly among few fiches, nearly all of them among many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.likeness import candidates
from retrieval.likeness.candidates import Neighbours


def needs(count: int, seed: int = 0, dimension: int = 16) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, dimension))
    rows: NDArray[np.float32] = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return rows


def naive(table: NDArray[np.float32], place: int, most: int) -> list[str]:
    order = sorted(range(len(table)), key=lambda other: -float(table[place] @ table[other]))
    return [f"f{other}" for other in order if other != place][:most]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(1, 30), st.integers(0, 99))
def test_among_few_they_are_those_of_a_naive_search(count: int, most: int, seed: int) -> None:
    table = needs(count, seed)
    ids = [f"f{place}" for place in range(count)]

    found = dict(Neighbours(ids, table).near(dict(zip(ids, table, strict=True)), most))

    assert found == {one: naive(table, place, most) for place, one in enumerate(ids)}


def test_a_fiche_from_elsewhere_meets_them_too() -> None:
    table = needs(6)

    [(name, near)] = Neighbours([f"f{place}" for place in range(5)], table[:5]).near({"f5": table[5]}, 3)

    assert (name, near) == ("f5", naive(table, 5, 3))


def test_equal_needs_do_not_hide_one_another() -> None:
    same = np.tile(needs(1), (4, 1))

    found = dict(Neighbours(list("abcd"), same).near(dict(zip("abcd", same, strict=True)), 3))

    assert {name: set(near) for name, near in found.items()} == {
        name: set("abcd") - {name} for name in "abcd"
    }


def test_among_none_there_is_nothing_near() -> None:
    assert dict(Neighbours([], np.zeros((0, 16), np.float32)).near({"a": needs(1)[0]})) == {"a": []}


def test_the_graph_finds_nearly_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_EXACT", 100)
    table = needs(3_000, dimension=32)
    ids = [f"f{place}" for place in range(len(table))]
    asked = {f"f{place}": table[place] for place in range(0, 3_000, 30)}

    found = dict(Neighbours(ids, table).near(asked, 10))

    hits = sum(len(set(near) & set(naive(table, int(name[1:]), 10))) for name, near in found.items())
    assert hits / (10 * len(asked)) > 0.8
    assert all(name not in near for name, near in found.items())
