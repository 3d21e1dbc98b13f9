"""Two runs are compared question by question."""

from __future__ import annotations

import pytest

from retrieval.evaluation.comparison import compare, comparison_table, sign_test


def test_only_questions_of_both_runs_are_compared() -> None:
    before = {"hit": {"a": 0.0, "b": 1.0, "gone": 1.0}, "dropped": {"a": 1.0}}
    after = {"hit": {"a": 1.0, "b": 1.0, "new": 0.0}}

    (change,) = compare(before, after)

    assert (change.count, change.before, change.after) == (2, 0.5, 1.0)
    assert (change.rose, change.fell) == (("a",), ())


@pytest.mark.parametrize(
    ("rose", "fell", "chance"), [(0, 0, 1.0), (1, 0, 1.0), (6, 0, 0.03125), (8, 2, 0.109375)]
)
def test_the_sign_test_is_exact(rose: int, fell: int, chance: float) -> None:
    assert sign_test(rose, fell) == pytest.approx(chance)


def test_the_table_has_a_line_a_measure() -> None:
    table = comparison_table("held", compare({"hit": {"a": 0.0}}, {"hit": {"a": 1.0}}))

    assert "| hit | 1 | 0.0 | 100.0 | 1 | 0 | 1.00 |" in table
