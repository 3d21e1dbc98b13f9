"""Counting checklists: by hand on a few rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import PasserelleError
from corpus.models import Language
from corpus.project import Project
from retrieval.checklist.values import Obligation, State
from retrieval.evaluation.checklists import (
    Case,
    checklist_table,
    compared,
    evaluate_checklists,
    read_cases,
)


def a_case(identifier: str = "1", language: Language = "fr", **values: object) -> Case:
    given = {"text": "x", "necessary": ["a", "b"], "wrong": ["c", "d"], **values}
    return Case.model_validate({"id": identifier, "language": language, **given})


def a_row(document_id: str, state: State) -> Obligation:
    return Obligation(
        obligation="o",
        document_id=document_id,
        title="t",
        act="act",
        article="1",
        because="because",
        state=state,
        confidence="verifie_texte",
    )


def test_not_applicable_names_nothing_necessary_and_asserts_nothing_wrong() -> None:
    result = compared(
        a_case(),
        [a_row("a", State.ASK_DPO), a_row("b", State.NOT_APPLICABLE), a_row("c", State.NOT_APPLICABLE),
         a_row("d", State.SHOWN)],
    )  # fmt: skip

    assert (result.missed, result.asserted, result.rows) == (("b",), ("d",), 2)


def test_a_question_names_its_article_without_asserting_it() -> None:
    result = compared(
        a_case(useful=["e"]), [a_row("a", State.ASK_DPO), a_row("c", State.ASK_DPO), a_row("e", State.SHOWN)]
    )

    assert (result.missed, result.unasserted) == (("b",), ("a",))
    assert (result.shown, result.asserted) == (("c",), ())
    assert (result.rows, result.asserted_rows, result.good_rows) == (3, 1, 2)


def test_a_sheet_left_out_is_as_not_applicable() -> None:
    case = a_case(states={"a": "shown", "e": "not_applicable", "f": "not_shown"})

    assert compared(case, [a_row("a", State.SHOWN)]).states_right == 2


def test_figures_are_of_all_cases_and_of_each_language() -> None:
    cases = [a_case("1"), a_case("2", "nl"), a_case("3", "nl", necessary=[])]

    def check(project: Project, language: Language) -> list[Obligation]:
        return [a_row("a", State.NOT_SHOWN)] if language == "fr" else [a_row("c", State.NOT_SHOWN)]

    report = evaluate_checklists(cases, check)

    assert (report.overall.found, report.overall.necessary, report.overall.asserted) == (1, 4, 2)
    assert report.by_language["fr"].recall == 0.5
    assert report.by_language["nl"].recall == 0.0
    assert "1/4 (25.0%)" in checklist_table("title", report)


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    good = a_case().model_dump(mode="json", exclude={"fiche"})
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps(good) + "\n" + json.dumps({**good, "language": "it"}), "utf-8")

    with pytest.raises(PasserelleError, match="line 2"):
        read_cases(path)
