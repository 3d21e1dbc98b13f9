"""Whether the passages found bear an answer at all.

Three signals of the best sentence are weighed: its cosine, the share of the question's content words that it and
its title hold, and how far the first document stands above the others. Weights and threshold were fitted by
logistic regression on the tuned half of the development questions (docs/evaluation.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.extracted import Evidence
from retrieval.search.results import Hit


@dataclass(frozen=True)
class Signals:
    """What the decision is made from."""

    cosine: float  # of the best sentence
    shared: float  # of the question's words, 0 to 1
    question: float  # best cosine to a question that the first document answers
    title: float
    words: float  # BM25 of the first document


@dataclass(frozen=True)
class Calibration:
    """Weights of the logistic model, and the probability from which an answer is given."""

    bias: float = -58.0
    cosine: float = 34.0
    shared: float = 2.0
    question: float = 33.0
    title: float = 0.0
    words: float = 0.0
    threshold: float = 0.5


def signals_of(hits: Sequence[Hit], evidence: Sequence[Evidence]) -> Signals:
    """The signals of a question; zero where nothing was found."""
    if not hits or not evidence:
        return Signals(0.0, 0.0, 0.0, 0.0, 0.0)
    first = hits[0].score
    return Signals(
        cosine=evidence[0].cosine,
        shared=max(one.shared for one in evidence[:3]),
        question=_number(first.question, first.title),
        title=first.title,
        words=first.words,
    )


def probability(signals: Signals, calibration: Calibration) -> float:
    """How likely it is that the passages bear an answer."""
    total = (
        calibration.bias
        + calibration.cosine * signals.cosine
        + calibration.shared * signals.shared
        + calibration.question * signals.question
        + calibration.title * signals.title
        + calibration.words * signals.words
    )
    return 1.0 / (1.0 + math.exp(-max(min(total, 50.0), -50.0)))


def _number(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value
