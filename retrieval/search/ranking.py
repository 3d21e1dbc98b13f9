"""How the parts of a document's nearness become one number.

A weighted sum, whose weights were fitted on development questions (docs/evaluation.md). Cosines are compared with
the mean of the pool, since the band in which they lie is another for each question; BM25 has no bound and is
divided by its greatest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.generation import ROLES, RoleScores

Vector = NDArray[np.float64]

_QUESTION, _ASKED, _PASSAGE = (ROLES.index(role) for role in ("question", "asked", "passage"))
_COSINE_UNIT = 0.02  # about the spread of cosines among documents that have something to do with a question


@dataclass(frozen=True)
class Weights:
    """What each part counts: cosines by 0.02, words and coverage from 0 to 1, hints as they are."""

    title: float = 0.0  # says nothing that summary and passages, which are embedded with it, do not say
    summary: float = 0.29
    question: float = 0.43
    asked: float = 0.67
    passage: float = 0.3
    words: float = 1.55
    coverage: float = 5.86
    hints: float = 0.3


def fuse(roles: RoleScores, words: Vector, coverage: Vector, hints: Vector, weights: Weights) -> Vector:
    """Total score a document; all arguments have one row a document.

    Of the questions that a document answers the two nearest count: one alone is near by chance more often. A role
    that a document lacks counts as the middle between its passage and its nearest text: a plain file has neither
    summary nor questions, and is found by a passage or, in another language above all, by its title.
    """
    if not len(words):
        return np.zeros(0)
    cosines = roles.best.copy()
    for role in (_QUESTION, _ASKED):
        cosines[:, role] = (roles.best[:, role] + roles.second[:, role]) / 2
    nearest = np.nanmax(roles.best, axis=1)
    passage = roles.best[:, _PASSAGE]
    between = (np.where(np.isnan(passage), nearest, passage) + nearest) / 2
    filled = np.where(np.isnan(cosines), between[:, np.newaxis], cosines)
    dense = filled @ np.array(
        [weights.title, weights.summary, weights.question, weights.asked, weights.passage]
    )
    total: Vector = (
        (dense - dense.mean()) / _COSINE_UNIT
        + weights.words * _share_of_greatest(words)
        + weights.coverage * coverage
        + weights.hints * hints
    )
    return total


def _share_of_greatest(words: Vector) -> Vector:
    greatest = float(words.max(initial=0.0))
    return words / greatest if greatest > 0 else words
