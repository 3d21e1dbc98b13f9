"""The corpus check finds what is wrong, and nothing in the corpus that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.check import check_folder, shared_runs
from corpus.markdown import render_document
from corpus.models import Asked, LocalizedList
from ingest.sources.markdown import corpus_folder
from tests.builders import a_fiche, asked_in_french


def test_the_corpus_that_ships_has_no_finding() -> None:
    report = check_folder(corpus_folder())

    assert report.findings == []
    assert report.documents == 750


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kind: initiative", "kind: poem", "is not one of"),
        ("start_year: 2020", "start_year: 1750", "start_year"),
        ("municipality: Namur", "municipality: Nulleparrt", "nulleparrt"),
        ("https://example.org/source", "ftp://example.org", "source_urls"),
        ("id: namur-eclairage\nkind", "id: Autre Chose\nkind", "id"),
        ("---\n\n## Besoin", "\n\n## Besoin", "front matter"),
    ],
)
def test_a_wrong_sheet_is_named_with_its_fault(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = render_document(a_fiche())
    assert old in text
    (tmp_path / "namur-eclairage.md").write_text(text.replace(old, new, 1), "utf-8")

    findings = check_folder(tmp_path).findings

    assert any(problem in finding.problem for finding in findings), findings


SAID = "Le coût n'est pas publié."


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (
            (asked_in_french("Quel prix ?", "Le coût est publié."),),
            "asked: not in the body: 'Le coût est publié.'",
        ),
        (
            (asked_in_french("Quel prix ?", SAID, "Il est tu."),),
            "asked: not in the body: 'Il est tu.'",
        ),
        (
            (asked_in_french("Quel prix ?", SAID), asked_in_french("Quel prix ?", SAID)),
            "a question stands 2 times: 'Quel prix ?'",
        ),
        (
            (asked_in_french("Que fait Éclairage intelligent à Namur ?", SAID),),
            "a question stands 2 times: 'Que fait Éclairage intelligent à Namur ?'",
        ),
        ((Asked(sentences=(SAID,), questions=LocalizedList()),), f"asked: no question for {SAID!r}"),
    ],
)
def test_questions_must_be_answered_by_words_of_the_body_and_stand_once(
    tmp_path: Path, asked: tuple[Asked, ...], problem: str
) -> None:
    (tmp_path / "namur-eclairage.md").write_text(render_document(a_fiche(asked=asked)), "utf-8")

    problems = [finding.problem for finding in check_folder(tmp_path).findings]

    assert [one for one in problems if "asked:" in one or "times:" in one] == [problem]


def test_a_question_that_the_body_answers_is_no_finding(tmp_path: Path) -> None:
    sheet = a_fiche(asked=(asked_in_french("Quel prix ?", SAID),))
    (tmp_path / "namur-eclairage.md").write_text(render_document(sheet), "utf-8")

    problems = [finding.problem for finding in check_folder(tmp_path).findings]

    assert not [one for one in problems if "asked:" in one or "times:" in one]


def test_two_files_with_one_id_are_found(tmp_path: Path) -> None:
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(render_document(a_fiche()), "utf-8")

    findings = check_folder(tmp_path).findings

    assert any("also stands in" in finding.problem for finding in findings)


def test_shared_wording_is_printed_longest_first() -> None:
    same = "la commune a posé des lampes qui baissent la nuit pour économiser"
    bodies = {"a": f"Ici, {same} beaucoup.", "b": f"Là-bas {same} un peu.", "c": "Autre chose."}

    runs = shared_runs(bodies)

    assert runs[0].words == same
    assert runs[0].documents == ["a", "b"]
