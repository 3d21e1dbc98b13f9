"""How parts become one number."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.index.generation import ROLES, RoleScores
from retrieval.search.ranking import Weights, fuse

_NONE = np.nan


def total(
    best: list[list[float]],
    second: list[list[float]] | None = None,
    words: list[float] | None = None,
    coverage: list[float] | None = None,
) -> list[float]:
    """The totals of documents given their cosines (title, summary, question, asked, passage)."""
    nothing = np.zeros(len(best))
    return fuse(
        RoleScores(np.array(best), np.array(second or best)),
        np.array(words) if words else nothing,
        np.array(coverage) if coverage else nothing,
        nothing,
        Weights(),
    ).tolist()


def test_a_plain_file_is_not_behind_for_want_of_a_summary_and_questions() -> None:
    sheet, file = total([[0.8, 0.84, 0.85, 0.85, 0.84], [0.86, _NONE, _NONE, _NONE, 0.86]])

    assert file > sheet


@pytest.mark.parametrize("role", ["question", "asked"])
def test_two_near_questions_count_more_than_one(role: str) -> None:
    def cosines(of_role: float) -> list[float]:
        return [of_role if name == role else 0.8 for name in ROLES]

    one, two = total([cosines(0.86), cosines(0.86)], second=[cosines(0.79), cosines(0.85)])

    assert two > one


def test_a_sheet_of_which_nobody_asks_is_not_behind_one_whose_questions_are_far() -> None:
    far, unknown = total([[0.8, 0.84, 0.84, 0.8, 0.84], [0.8, 0.84, 0.84, _NONE, 0.84]])

    assert unknown > far


def test_of_two_with_the_same_words_the_one_that_holds_more_of_the_question_is_first() -> None:
    cosines = [0.8] * len(ROLES)

    half, most = total([cosines, cosines], words=[9.0, 9.0], coverage=[0.5, 0.9])

    assert most > half
