"""How parts become one number."""

from __future__ import annotations

import numpy as np

from retrieval.index.generation import RoleScores
from retrieval.search.ranking import Weights, fuse

_NONE = np.nan


def total(
    best: list[list[float]],
    second: list[list[float]] | None = None,
    words: list[float] | None = None,
    coverage: list[float] | None = None,
) -> list[float]:
    """The totals of documents given their cosines (title, summary, question, passage)."""
    nothing = np.zeros(len(best))
    return fuse(
        RoleScores(np.array(best), np.array(second or best)),
        np.array(words) if words else nothing,
        np.array(coverage) if coverage else nothing,
        nothing,
        Weights(),
    ).tolist()


def test_a_plain_file_is_not_behind_for_want_of_a_summary_and_questions() -> None:
    sheet, file = total([[0.8, 0.84, 0.85, 0.84], [0.86, _NONE, _NONE, 0.86]])

    assert file > sheet


def test_two_near_questions_count_more_than_one() -> None:
    cosines = [0.8, 0.8, 0.86, 0.8]

    one, two = total([cosines, cosines], second=[[0.8, 0.8, 0.79, 0.8], [0.8, 0.8, 0.85, 0.8]])

    assert two > one


def test_of_two_with_the_same_words_the_one_that_holds_more_of_the_question_is_first() -> None:
    cosines = [0.8, 0.8, 0.8, 0.8]

    half, most = total([cosines, cosines], words=[9.0, 9.0], coverage=[0.5, 0.9])

    assert most > half
