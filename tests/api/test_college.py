"""The note for the college: its parts, its forms, and who may read what in it."""

from __future__ import annotations

import io
import json
import re
import zlib
from base64 import a85decode
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import wiring
from api.app import create_app
from api.cli import app as cli
from api.papers.pdf import note_pdf
from api.wiring import Passerelle
from corpus.access import Visibility
from retrieval.portfolio.college.values import CollegeNote, Line, Section
from tests.api.test_bad_input import problem_of
from tests.api.world import a_passerelle, finding
from tests.builders import a_fiche, a_practice
from tests.doubles import HashEmbedder

IDEA = "Nous voulons un éclairage intelligent qui baisse après minuit."


def fiches() -> list[object]:
    hidden = {"visibility": Visibility.ORGANISATION, "organisation": "x"}
    return [
        a_fiche(budget="134729.08", services=("éclairage",)),
        a_fiche("liege-led", title="Éclairage intelligent à Liège", municipality="Liège", province="Liège"),
        a_fiche("mons-ruches", title="Ruches connectées", municipality="Mons", domains=("environment",)),
        a_fiche("secret-led", title="Éclairage intelligent à Mons", municipality="Mons", **hidden),  # type: ignore[arg-type]
        a_practice(
            "cout-led",
            title="Chiffrer un éclairage intelligent",
            experiences="Un point lumineux coûte 450 euros à Perwez.",
        ),
    ]


@pytest.fixture
def client(fresh: Callable[..., Passerelle]) -> TestClient:
    return TestClient(create_app(finding(fresh(*fiches())), warm=False))


def sections(note: dict[str, object]) -> dict[str, str]:
    return {one["name"]: json.dumps(one["lines"], ensure_ascii=False) for one in note["sections"]}  # type: ignore[attr-defined, index]


def test_an_idea_gets_its_page_with_what_came_before_and_what_it_cost(client: TestClient) -> None:
    note = client.post("/v1/college-note", json={"text": IDEA}).json()

    found = sections(note)
    assert list(found) == ["need", "precedents", "costs", "services", "obligations", "open"]
    assert IDEA in found["need"]
    assert "Éclairage intelligent à Namur" in found["precedents"]
    assert "Ruches" not in found["precedents"]
    assert "1 budget connu" in found["costs"]
    assert "450 euros" in found["costs"]
    assert {one["document_id"] for one in note["citations"]} >= {"namur-eclairage", "cout-led"}


def test_a_fiche_is_no_precedent_of_itself_and_its_need_is_quoted(client: TestClient) -> None:
    note = client.get("/v1/initiatives/liege-led/college-note").json()

    found = sections(note)
    assert "à Liège" not in found["precedents"]
    assert "Les rues restaient sombres le soir" in found["need"]
    assert note["document_id"] == "liege-led"


def test_what_is_like_nothing_is_told_so(client: TestClient) -> None:
    note = client.post("/v1/college-note", json={"text": "Un élevage de licornes au château."}).json()

    assert "Aucun projet semblable" in sections(note)["precedents"]


def test_what_may_not_be_read_is_in_no_note(client: TestClient) -> None:
    assert "secret-led" not in client.post("/v1/college-note", json={"text": IDEA}).text
    assert client.get("/v1/initiatives/secret-led/college-note").status_code == 404
    assert client.get("/college-note?id=secret-led").status_code == 404


@pytest.mark.parametrize("body", [{}, {"text": "a", "fiche": {"title": "b"}}, {"text": ""}, {"fiche": {}}])
def test_neither_or_both_are_refused(client: TestClient, body: dict[str, object]) -> None:
    assert problem_of(client.post("/v1/college-note", json=body))["status"] == 422


def test_the_word_document_has_the_headings_the_quotes_and_the_sources(client: TestClient) -> None:
    answer = client.get("/v1/initiatives/namur-eclairage/college-note?format=docx&ui=nl")
    paper = docx.Document(io.BytesIO(answer.content))

    styles = [one.style.name for one in paper.paragraphs if one.style is not None]
    text = "\n".join(one.text for one in paper.paragraphs)
    assert styles.count("Heading 1") == 7
    assert "Les rues restaient sombres le soir" in text
    assert "[1]" in text
    assert "attachment" in answer.headers["content-disposition"]
    assert any("namur-eclairage" in one.target_ref for one in paper.part.rels.values() if one.is_external)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_the_pdf_is_one_page_whose_links_lead_to_the_sources(client: TestClient) -> None:
    answer = client.post("/v1/college-note?format=pdf", json={"text": IDEA})

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert pages_of(answer.content) == 1
    assert b"/documents/namur-eclairage" in answer.content


def test_a_long_note_with_signs_that_no_font_holds_is_still_one_page() -> None:
    lines = tuple(Line(text=f"Point {n} : ő 漢 \u202f → <b>&amp;</b> {'mot ' * 60}") for n in range(20))
    section = Section(name="need", heading="Besoin", lines=lines)
    note = CollegeNote(
        title="Łódź & <Liège>",
        subtitle="",
        language="fr",
        day=date(2026, 1, 1),
        document_id=None,
        sections=(section,) * 4,
        citations=(),
        warning="",
    )
    made = note_pdf(note)
    assert pages_of(made) == 1
    streams = re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)
    drawn = [
        zlib.decompress(a85decode(one.strip(), adobe=True)) for one in streams if one.strip().endswith(b"~>")
    ]
    assert any(b"BT" in one for one in drawn)


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_page_is_written_in_each_language_with_its_files(client: TestClient, language: str) -> None:
    assert client.get("/college-note", params={"ui": language}).status_code == 200
    page = client.get("/college-note", params={"ui": language, "q": IDEA})

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    files = re.findall(r'href="(/college-note/file[^"]+)"', page.text)
    assert len(files) == 2
    for address in files:
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_the_command_writes_files_by_their_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_passerelle(tmp_path, *fiches()).close()  # type: ignore[arg-type]
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
    run = CliRunner().invoke

    assert run(cli, ["note", IDEA]).stdout.startswith("# ")
    assert json.loads(run(cli, ["note", "namur-eclairage", "--json"]).stdout)["title"]
    for ending, first in (("pdf", b"%PDF"), ("docx", b"PK"), ("md", b"# "), ("json", b"{")):
        file = tmp_path / f"note.{ending}"
        assert run(cli, ["note", "namur-eclairage", "--output", str(file)]).exit_code == 0
        assert file.read_bytes().startswith(first)
    assert run(cli, ["note", "namur-eclairage", "--output", str(tmp_path / "note.odt")]).exit_code == 2
    assert run(cli, ["note", "no-such-fiche"]).exit_code == 1
