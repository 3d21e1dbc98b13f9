"""Needs are levelled: directions in which ideas lie apart from their own fiches count less, all others as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.likeness.levelling import Levelling
from retrieval.likeness.meanings import shipped_adapter

_WIDTH = 6


def _apart(count: int = 400) -> NDArray[np.float64]:
    """Ideas that lie apart from their fiches in the first direction above all, somewhat in the second."""
    spread = np.array([2.0, 1.0, 0.1, 0.1, 0.1, 0.1])
    return np.random.default_rng(0).normal(size=(count, _WIDTH)) * spread


def _levelling() -> Levelling:
    return Levelling.fit("adapter", _apart(), reserve=1.0, most=2)


def _unit(*values: float) -> NDArray[np.float32]:
    row = np.array([values], np.float32)
    return row / np.linalg.norm(row)


def test_where_ideas_and_their_fiches_lie_apart_two_needs_become_nearer() -> None:
    idea, fiche = _unit(0.8, 0, 0.6, 0, 0, 0), _unit(-0.8, 0, 0.6, 0, 0, 0)
    level = _levelling()

    assert float(level(idea)[0] @ level(fiche)[0]) > float(idea[0] @ fiche[0]) + 0.5


def test_the_more_they_lie_apart_the_less_is_left() -> None:
    left = _levelling().left

    assert left[-1] < left[-2] < 1


def test_what_ideas_do_not_differ_in_is_left_whole() -> None:
    one, other = _unit(0, 0, 1, 0, 0, 0), _unit(0, 0, 0.6, 0.8, 0, 0)
    level = _levelling()

    assert float(level(one)[0] @ level(other)[0]) == pytest.approx(0.6, abs=0.02)


def test_levelled_needs_have_length_one() -> None:
    needs = np.vstack([_unit(*np.random.default_rng(seed).normal(size=_WIDTH)) for seed in range(20)])

    assert np.linalg.norm(_levelling()(needs), axis=1) == pytest.approx(1, abs=1e-5)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = _levelling()
    made.write(tmp_path / "levelling.npz")

    read = Levelling.read(tmp_path / "levelling.npz")

    assert read.adapter == "adapter"
    assert read.left == pytest.approx(made.left, abs=1e-3)
    assert read.directions == pytest.approx(made.directions, abs=1e-3)


def test_the_levelling_that_ships_belongs_to_the_adapter_that_ships() -> None:
    """Another adapter moves needs elsewhere: `benchmarks.fit_levelling` is run after `benchmarks.fit_needs`."""
    assert Levelling.shipped().adapter == shipped_adapter().digest
