"""What the decision to answer is made from: one weight a signal, and what people ask among them."""

from __future__ import annotations

import math
from dataclasses import astuple, replace

import pytest

from corpus.models import Document
from retrieval.answering.citations import sentences_of
from retrieval.answering.evidence import MAPPED, PLAIN, Calibration, Model, Signals, log_odds, signals_of
from retrieval.answering.extracted import Evidence
from retrieval.answering.traits import NOBODY_ASKS
from retrieval.query.understanding import understand
from retrieval.search.results import Hit, Score, SearchResult
from tests.builders import a_fiche, a_record

KNOWN, UNKNOWN = "La ville a posé des lampes LED.", "Le coût n'est pas publié."


def signals(
    asked: dict[str, float],
    *,
    belongs: float = 0.0,
    told: float = 0.0,
    other: Document | None = None,
    of_other: float = 0.0,
) -> Signals:
    """Of a question that found one fiche of two sentences, perhaps with a weaker second one."""
    found = [
        _evidence(a_fiche("a", need=KNOWN, solution=KNOWN, cost=UNKNOWN), text, 1.0, asked[text])
        for text in asked
    ]
    if other is not None:
        found.append(_evidence(other, KNOWN, -3.0, of_other))
    first = found[0]
    hit = Hit(first.document, Score(*(0.0,) * 8), first.sentence.passage, "", ())
    result = SearchResult(understand("Combien coûtent les lampes ?", infer=False), 1, (hit,), {}, 0.0)
    return signals_of(result, found, lambda word: 1, belongs=belongs, told=told)


def _evidence(document: Document, text: str, score: float, asked: float) -> Evidence:
    sentence = next(
        one for passage in a_record(document).passages for one in sentences_of(passage) if one.text == text
    )
    return Evidence(document, sentence, score, 0.0, asked, 0.0)


@pytest.mark.parametrize("calibration", [MAPPED, PLAIN])
def test_every_signal_has_its_weight(calibration: Calibration) -> None:
    some = signals({KNOWN: 0.9})

    for model in (calibration.near, calibration.told):
        assert len(model.weights) == len(astuple(some))
    assert math.isfinite(log_odds(some, calibration))


def test_the_nearest_question_that_a_sentence_of_the_best_document_answers_counts() -> None:
    assert signals({KNOWN: 0.9, UNKNOWN: 0.7}).asked == 0.9
    other = a_fiche("b", need=KNOWN)
    assert signals({KNOWN: 0.7}, other=other, of_other=0.85).asked == 0.7


def test_where_nobody_asks_anything_it_counts_as_far_not_as_opposite() -> None:
    assert signals({KNOWN: NOBODY_ASKS, UNKNOWN: NOBODY_ASKS}).asked == -0.3


@pytest.mark.parametrize(
    ("asked", "left_unknown"), [({KNOWN: 0.7, UNKNOWN: 0.9}, 1.0), ({KNOWN: 0.9, UNKNOWN: 0.7}, 0.0)]
)
def test_it_is_told_when_what_is_asked_is_not_known(asked: dict[str, float], left_unknown: float) -> None:
    assert signals(asked).left_unknown == left_unknown


def test_whether_the_question_belongs_is_a_signal_as_it_was_told() -> None:
    assert signals({KNOWN: 0.9}, belongs=-2.5).belongs == -2.5
    assert signals({KNOWN: 0.9}, told=-1.5).told == -1.5


@pytest.mark.parametrize(
    ("name", "worse", "better"), [("asked", 0.7, 0.95), ("belongs", -3.0, 3.0), ("told", -3.0, 3.0)]
)
def test_an_answer_is_likelier_when(name: str, worse: float, better: float) -> None:
    some, shipped = signals({KNOWN: 0.9}), MAPPED

    low, high = (log_odds(replace(some, **{name: value}), shipped) for value in (worse, better))

    assert low < high


def a_calibration(near: float, told: float, threshold: float) -> Calibration:
    """Two models that say the same of everything."""
    nothing = tuple(0.0 for _ in PLAIN.near.weights)
    return Calibration(Model(near, nothing), Model(told, nothing), threshold)


@pytest.mark.parametrize(("near", "told"), [(8.0, -2.0), (-2.0, 8.0)])
def test_what_is_near_must_be_told_and_what_is_told_must_be_near(near: float, told: float) -> None:
    some = signals({KNOWN: 0.9})

    assert log_odds(some, a_calibration(near, told, 0.5)) < 0 < log_odds(some, a_calibration(8.0, 8.0, 0.5))


def test_an_answer_is_given_from_the_threshold_on() -> None:
    """Two chances of one half are one quarter together."""
    some = signals({KNOWN: 0.9})

    assert log_odds(some, a_calibration(0.0, 0.0, 0.25)) == pytest.approx(0.0)
    assert log_odds(some, a_calibration(0.0, 0.0, 0.2)) > 0 > log_odds(some, a_calibration(0.0, 0.0, 0.3))


@pytest.mark.parametrize("extreme", [-800.0, 800.0])
def test_no_odds_are_too_great_or_too_small(extreme: float) -> None:
    some = signals({KNOWN: 0.9})

    assert math.isfinite(log_odds(some, a_calibration(extreme, extreme, 0.5)))
