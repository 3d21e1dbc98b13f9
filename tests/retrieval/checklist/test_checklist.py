"""What a checklist promises: the right articles, quoted reasons, no repealed rule, no verdict, no guess."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.access import ADMINISTRATOR, ANONYMOUS, Visibility
from corpus.models import Document, Language
from corpus.project import Fiche, Project
from retrieval.checklist.calendar import Calendar, after_months
from retrieval.checklist.checklist import Checker
from retrieval.checklist.values import Obligation, State
from retrieval.evaluation.checklists import evaluate_checklists, read_cases
from tests.builders import an_article
from tests.retrieval.checklist.sheets import a_catalogue, law_sheets, sheet

_CASES = Path(__file__).parents[2] / "checklists"
_TODAY = date(2026, 11, 30)
_CAMERAS: dict[Language, str] = {
    "fr": "Quatre caméras sur la place contre le vandalisme.",
    "nl": "Vier camera's op het plein tegen vandalisme.",
    "de": "Vier Kameras auf dem Dorfplatz gegen Vandalismus.",
    "en": "Four cameras on the market square against vandalism.",
}


def rows(checker: Checker, text: str, language: Language = "fr") -> dict[str, Obligation]:
    found = checker.check(Project.of_text(text, language), ANONYMOUS, language, day=_TODAY)
    assert len({row.document_id for row in found}) == len(found)  # one row an article
    return {row.document_id: row for row in found}


@pytest.mark.parametrize("language", list(_CAMERAS))
def test_cameras_bring_up_the_camera_law_and_the_basics_of_data_protection(
    checker: Checker, language: Language
) -> None:
    found = rows(checker, _CAMERAS[language], language)

    asked = {name for name, row in found.items() if row.state is State.NOT_SHOWN}
    assert {"loi-cameras--5-1er-et-2", "loi-cameras--5-3-registre", "loi-cameras--5-4"} <= asked
    assert {"rgpd--35", "rgpd--13", "rgpd--30"} <= asked
    assert len(asked) <= 20


@pytest.mark.parametrize("language", list(_CAMERAS))
def test_the_reason_quotes_words_of_the_description(checker: Checker, language: Language) -> None:
    because = rows(checker, _CAMERAS[language], language)["loi-cameras--5-3-registre"].because

    quoted = (
        because.replace("„", "“").split("“")[1].split("“")[0].split("”")[0] if language != "fr" else "caméras"
    )
    assert quoted in _CAMERAS[language]


def test_an_expected_article_that_is_absent_says_why(checker: Checker) -> None:
    found = rows(checker, "Des capteurs de remplissage dans les bulles à verre, sans caméra.")

    assert found["rgpd--35"].state is State.NOT_APPLICABLE
    assert "remplissage" in found["rgpd--35"].because
    assert found["loi-cameras--5-1er-et-2"].state is State.NOT_APPLICABLE
    assert "sans caméra" in found["loi-cameras--5-1er-et-2"].because


def test_unknown_personal_data_are_asked_and_not_assumed(checker: Checker) -> None:
    fiche = Fiche.model_validate(
        {"title": "Affluence", "body": "Deux totems mesureront la fréquentation.", "personal_data": "unknown"}
    )
    found = checker.check(Project.of_fiche(fiche, "fr"), ANONYMOUS, "fr")

    states = {row.document_id: row.state for row in found}
    assert states["rgpd--35"] is State.ASK_DPO
    assert State.NOT_SHOWN not in {state for name, state in states.items() if name.startswith("rgpd")}


def test_what_is_shown_is_quoted_word_for_word(checker: Checker) -> None:
    text = "Trois caméras dans le hall de la bibliothèque. Le pictogramme est vissé à la porte."
    row = rows(checker, text)["loi-cameras--5-3-pictogramme"]

    assert row.state is State.SHOWN
    assert row.evidence == "Le pictogramme est vissé à la porte."


def test_a_repealed_rule_asks_nothing_and_says_so(checker: Checker) -> None:
    found = rows(checker, "Une zone de basses émissions, mais la Région interdit déjà les vieux diesels.")

    assert found["dec-zbe--2-3-et-17-1"].state is State.NOT_APPLICABLE
    assert "abrogée" in found["dec-zbe--2-3-et-17-1"].because
    assert found["dec-zbe--4"].state is State.NOT_SHOWN


def test_a_rule_that_is_to_come_says_from_when(checker: Checker) -> None:
    row = rows(checker, "Une IA classe les candidatures du recrutement.")["ai-act--27"]

    assert row.due == date(2027, 12, 2)
    assert "2 décembre 2027" in row.because


def test_thresholds_decide_by_the_amount_without_vat(checker: Checker) -> None:
    small = rows(checker, "Achat de panneaux, 24 000 € HTVA.")
    large = rows(checker, "Achat de panneaux, 340 000 € HTVA.")

    assert small["lmp--92"].state is State.NOT_SHOWN
    assert small["lmp--58"].state is State.NOT_APPLICABLE
    assert "140" in small["lmp--58"].because
    assert "lmp--92" not in large
    assert large["lrec--11-et-12"].state is State.NOT_SHOWN


def test_a_decree_does_not_reach_beyond_its_region(checker: Checker) -> None:
    found = rows(checker, "Brusselse gemeente met een chatbot op de website.", "nl")

    assert found["dec-acc--4"].state is State.NOT_APPLICABLE
    assert found["ai-act--50-1er"].state is State.NOT_SHOWN
    assert not [name for name, row in found.items() if name.startswith("cdld")]


def test_what_applies_stands_before_what_does_not(checker: Checker) -> None:
    states = [row.state for row in rows(checker, _CAMERAS["fr"]).values()]

    excluded = [state is State.NOT_APPLICABLE for state in states]
    assert excluded == sorted(excluded)


def test_a_sheet_that_the_caller_may_not_read_is_not_named(tmp_path: Path) -> None:
    hidden = sheet("loi-cameras--5-4").model_copy(
        update={"visibility": Visibility.ORGANISATION, "organisation": "une autre"}
    )
    others = [one for one in law_sheets() if one.id != hidden.id]
    catalogue = a_catalogue(tmp_path, hidden, *others)
    project = Project.of_text(_CAMERAS["fr"], "fr")

    seen = {row.document_id for row in Checker(catalogue).check(project, ANONYMOUS, "fr")}
    all_of_them = {row.document_id for row in Checker(catalogue).check(project, ADMINISTRATOR, "fr")}

    assert all_of_them - seen == {hidden.id}
    catalogue.close()


def test_a_sheet_that_nobody_reviewed_is_named_by_its_own_triggers(tmp_path: Path) -> None:
    new = _with_triggers(an_article("loi-neuve--1"), "cameras")
    catalogue = a_catalogue(tmp_path, new)

    found = Checker(catalogue).check(Project.of_text(_CAMERAS["fr"], "fr"), ANONYMOUS, "fr")
    absent = Checker(catalogue).check(Project.of_text("Deux bancs.", "fr"), ANONYMOUS, "fr")

    assert [row.document_id for row in found] == ["loi-neuve--1"]
    assert absent == []
    catalogue.close()


def test_every_quote_of_every_judged_case_stands_in_its_description(checker: Checker) -> None:
    for case in read_cases(_CASES / "tuned.jsonl"):
        for row in checker.check(case.project, ANONYMOUS, case.language, day=_TODAY):
            assert row.evidence is None or row.evidence in case.project.text, case.id
            assert row.because.strip(), case.id


@pytest.mark.parametrize("file", ["tuned.jsonl", "tuned-2.jsonl", "tuned-3.jsonl", "tuned-4.jsonl"])
def test_judged_cases_keep_their_necessary_articles_and_get_no_wrong_ones(
    checker: Checker, file: str
) -> None:
    report = evaluate_checklists(
        read_cases(_CASES / file),
        lambda project, language: checker.check(project, ANONYMOUS, language, day=_TODAY),
    )

    assert report.overall.recall >= 0.97, [one.missed for one in report.results if one.missed]
    assert report.overall.asserted <= 1, [one.asserted for one in report.results if one.asserted]
    assert report.overall.rows / report.overall.cases <= 12


def test_the_calendar_names_the_days_of_a_fiche_in_order(checker: Checker) -> None:
    found = Calendar(checker).of_initiative("namur-air", ANONYMOUS, "fr", months=24, day=_TODAY)

    days = [one.day for one in found]
    assert days == sorted(days)
    assert ("air--information-du-public", date(2026, 12, 11)) in [
        (one.obligation.document_id, one.day) for one in found
    ]
    assert all(_TODAY <= day <= date(2028, 11, 30) for day in days)


def test_the_calendar_of_a_municipality_is_that_of_its_fiches(checker: Checker) -> None:
    calendar = Calendar(checker)
    ofmunicipality = calendar.of_municipality("Namen", ANONYMOUS, "nl", months=24, day=_TODAY)
    alone = [
        one
        for name in ("namur-air", "namur-cameras")
        for one in calendar.of_initiative(name, ANONYMOUS, "nl", months=24, day=_TODAY)
    ]

    assert {(one.initiative_id, one.day) for one in ofmunicipality} == {
        (one.initiative_id, one.day) for one in alone
    }
    assert ofmunicipality


def test_months_end_where_the_shorter_month_does() -> None:
    assert after_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert after_months(date(2026, 12, 31), 1) == date(2027, 1, 31)


def _with_triggers(document: Document, *triggers: str) -> Document:
    assert document.regulation is not None
    fields = document.regulation.model_copy(update={"declencheurs": triggers})
    return document.model_copy(update={"fields": fields})
