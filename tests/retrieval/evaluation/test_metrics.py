"""Measures agree with values computed by hand."""

from __future__ import annotations

import pytest

from retrieval.answering.answer import Figures, GroupCount
from retrieval.evaluation.metrics import (
    Share,
    figure_exactness,
    hit_at,
    holds,
    ndcg,
    overlap,
    reciprocal_rank,
)
from retrieval.evaluation.questions import ExpectedFigure


def test_rank_measures() -> None:
    ranked = ["a", "b", "c", "d"]

    assert hit_at(ranked, ["c"], 2) == 0
    assert hit_at(ranked, ["c"], 3) == 1
    assert reciprocal_rank(ranked, ["c", "d"]) == pytest.approx(1 / 3)
    assert ndcg(ranked, ["a", "c"]) == pytest.approx((1 + 1 / 2) / (1 + 1 / 1.5849625))
    assert ndcg(ranked, ["x"]) == 0


@pytest.mark.parametrize(
    ("value", "wanted", "exactness"),
    [(12, 12, "exact"), (12, 13, "wrong"), (134729.08, 134729.08, "exact"), (None, 3, "none")],
)
def test_numbers_are_exact_or_wrong(value: float | None, wanted: float, exactness: str) -> None:
    figures = Figures(operation="count", value=value)

    assert figure_exactness(figures, ExpectedFigure(operation="count", value=wanted)) == exactness


def test_a_list_needs_the_same_documents() -> None:
    figures = Figures(operation="list", value=2, document_ids=("a", "b"))

    assert (
        figure_exactness(figures, ExpectedFigure(operation="list", value=2, document_ids=("b", "a")))
        == "exact"
    )
    assert (
        figure_exactness(figures, ExpectedFigure(operation="list", value=2, document_ids=("a", "c")))
        == "wrong"
    )


def test_a_group_needs_the_same_counts() -> None:
    groups = (
        GroupCount(value="liege", label="Liège", count=3),
        GroupCount(value="namur", label="Namur", count=1),
    )
    figures = Figures(operation="group", value=groups)

    right = ExpectedFigure(operation="group", value=[{"value": "liege", "count": 3}])
    wrong = ExpectedFigure(operation="group", value=[{"value": "liege", "count": 4}])

    assert figure_exactness(figures, right) == "exact"
    assert figure_exactness(figures, wrong) == "wrong"


def test_facts_are_found_whatever_the_grouping_of_digits() -> None:
    assert holds("Le budget est de 134 729,08 €.", "134.729,08")
    assert holds("Coût : 23.070 euros", "23 070 euros")
    assert not holds("Coût : 23.071 euros", "23 070 euros")


def test_the_interval_is_wilsons() -> None:
    low, high = Share.of([1.0] * 9 + [0.0]).interval

    assert low == pytest.approx(0.596, abs=0.002)
    assert high == pytest.approx(0.982, abs=0.002)


def test_a_greater_group_than_the_expected_ones_is_wrong() -> None:
    groups = (
        GroupCount(value="hainaut", label="Hainaut", count=5),
        GroupCount(value="liege", label="Liège", count=3),
    )
    figures = Figures(operation="group", value=groups)
    wanted = ExpectedFigure(operation="group", value=[{"value": "liege", "count": 3}])

    assert figure_exactness(figures, wanted) == "wrong"


def test_overlap_of_the_first_results() -> None:
    assert overlap(["a", "b", "c"], ["b", "a", "x"], 2) == 1
    assert overlap(["a", "b", "c"], ["x", "c", "y"], 3) == pytest.approx(1 / 3)
