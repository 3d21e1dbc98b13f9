"""The corpus check finds what is wrong, and nothing in the corpus that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.check import check_folder, shared_runs
from corpus.markdown import render_document
from ingest.sources.markdown import corpus_folder
from tests.builders import a_fiche


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
