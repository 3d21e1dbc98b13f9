"""Measures of judged pairs by hand-counted examples, and decisions as lines that are read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.models import Language
from corpus.project import Project
from retrieval.evaluation.pairs import (
    LabelledPair,
    Row,
    calibration,
    line_of,
    linked_f1,
    listed_line,
    read_pairs,
    score_of,
    table_of,
)
from retrieval.likeness.profile import profile_of
from retrieval.likeness.values import JUDGED, Verdict
from tests.retrieval.likeness.world import bikes, lights

D, P, L, X = JUDGED


def row(true: Verdict, given: Verdict, probability: float = 0.9, other: Language = "fr") -> Row:
    probabilities = tuple(probability if one is given else (1 - probability) / 3 for one in JUDGED)
    sides = (Project.of_text("a", "fr"), Project.of_text("b", other))
    return LabelledPair("x", *sides, true), probabilities, given


ROWS = [row(D, D), row(P, D), row(D, L), row(L, L), row(L, X), row(X, L), row(X, X), row(X, X, 0.5, "nl")]


def test_duplicates_and_later_phases_may_be_counted_together() -> None:
    same = score_of(ROWS, frozenset({D, P}))

    assert (same.precision, same.recall, same.count) == (1.0, pytest.approx(2 / 3), 3)
    assert same.f1 == pytest.approx(0.8)


def test_one_verdict_alone() -> None:
    linked = score_of(ROWS, frozenset({L}))

    assert (linked.precision, linked.recall, linked.count) == (pytest.approx(1 / 3), 0.5, 2)


def test_what_never_occurs_scores_nothing() -> None:
    nothing = score_of([row(X, X)], frozenset({D}))

    assert (nothing.precision, nothing.recall, nothing.count, nothing.f1) == (0, 0, 0, 0)


def test_linked_against_distinct_leaves_the_others_out() -> None:
    assert linked_f1(ROWS) == pytest.approx(0.5)


def test_calibration_compares_what_was_said_with_what_was() -> None:
    assert calibration([row(D, D, 0.9), row(D, L, 0.9), row(X, X, 0.5)]) == [
        (pytest.approx(0.5), 1.0, 1),
        (pytest.approx(0.9), 0.5, 2),
    ]


def test_the_table_tells_languages_apart() -> None:
    table = table_of(ROWS)

    assert "one language             right 0.429 of 7" in table
    assert "two languages            right 1.000 of 1" in table


@pytest.mark.parametrize("verdict", JUDGED)
def test_a_decided_pair_is_read_again_as_it_is_compared(tmp_path: Path, verdict: Verdict) -> None:
    a, b = lights("a", budget="134729.08", partners=("Proximus",), end_year=2024), bikes("b", lead=None)
    (tmp_path / "decided.jsonl").write_text(line_of(a, b, verdict) + "\n", "utf-8")

    [pair] = read_pairs(tmp_path / "decided.jsonl", lambda _ids: {})

    assert (pair.id, pair.verdict) == ("a~b", verdict)
    for read, document in ((pair.a, a), (pair.b, b)):
        assert profile_of(read) == profile_of(Project.of_document(document))


def test_a_line_holds_what_the_labelled_pairs_hold(tmp_path: Path) -> None:
    written = json.loads(line_of(lights("a"), bikes("b"), L))

    assert set(written) == {"id", "a", "b", "verdict", "language", "languages"}
    assert {"title", "body", "municipality", "lead", "domains"} <= set(written["a"])
    assert "organisation" not in written["a"]


def test_a_list_is_judged_by_the_linked_ones_that_it_holds() -> None:
    verdicts = [Verdict.LINKED, Verdict.LINKED, Verdict.DISTINCT, Verdict.LATER_PHASE]

    line = listed_line(verdicts, [True, False, True, True])

    assert line.split()[3:] == ["precision", "0.333", "recall", "0.500", "F1", "0.400", "of", "2"]
    assert "precision 0.000  recall 0.000" in listed_line(verdicts, [False] * 4)
