"""Checklist and calendar over HTTP, in the terminal and as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import wiring
from api.app import create_app
from api.cli import app as cli
from api.wiring import Passerelle
from corpus.access import Visibility
from retrieval.checklist.expected import Expectations, Expected
from retrieval.checklist.situation import Mention
from tests.api.world import AUTHORIZED, a_passerelle
from tests.builders import a_fiche, a_practice
from tests.doubles import HashEmbedder
from tests.retrieval.checklist.sheets import law_sheets

CAMERAS = "Quatre caméras sur la place contre le vandalisme. Budget : 45 000 € HTVA."
STATES = {"shown", "not_shown", "ask_dpo", "not_applicable"}
BROWSER = {"Accept": "text/html", "Accept-Language": "fr-BE"}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passerelle]:
    cameras = a_fiche(
        "namur-cameras",
        title="Caméras <b>de</b> Namur",
        technologies=("vidéosurveillance",),
        solution=CAMERAS,
        personal_data="yes",
    )
    air = a_fiche("namur-air", title="Air", solution="Dix capteurs mesurent la qualité de l'air.")
    secret = a_fiche(
        "secret",
        title="Secret",
        solution=CAMERAS,
        visibility=Visibility.ORGANISATION,
        organisation="une autre",
    )
    made = a_passerelle(
        tmp_path_factory.mktemp("checklist"), *law_sheets(), cameras, air, secret, a_practice()
    )
    yield made
    made.close()


@pytest.fixture
def client(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False))


def checked(client: TestClient, body: dict[str, object]) -> list[dict[str, Any]]:
    response = client.post("/v1/checklist", json=body)
    assert response.status_code == 200, response.text
    rows: list[dict[str, Any]] = response.json()
    return rows


def test_a_row_has_what_the_contract_names(client: TestClient) -> None:
    rows = checked(client, {"text": CAMERAS})

    assert {"loi-cameras--5-1er-et-2", "rgpd--35", "lmp--42"} <= {row["document_id"] for row in rows}
    for row in rows:
        assert {
            "obligation",
            "document_id",
            "article",
            "because",
            "state",
            "due",
            "confidence",
            "evidence",
        } <= set(row)
        assert row["state"] in STATES
        assert client.get(f"/v1/documents/{row['document_id']}").status_code == 200


def test_words_and_the_same_words_as_a_fiche_are_answered_alike(client: TestClient) -> None:
    of_text = checked(client, {"text": CAMERAS})
    of_fiche = checked(client, {"fiche": {"title": "Caméras", "body": CAMERAS, "municipality": "Namen"}})

    assert [row["document_id"] for row in of_text] == [row["document_id"] for row in of_fiche]


def test_the_reader_is_answered_in_the_language_of_the_project_or_in_the_one_asked_for(
    client: TestClient,
) -> None:
    dutch = checked(
        client, {"text": "Vier camera's op het plein tegen vandalisme, beheerd door de gemeente."}
    )
    english = client.post("/v1/checklist?ui=en", json={"text": CAMERAS}).json()

    assert dutch[0]["because"].startswith("De beschrijving")
    assert english[0]["because"].startswith("The description")


def test_a_fiche_of_the_catalogue_has_its_checklist(client: TestClient) -> None:
    response = client.get("/v1/initiatives/namur-cameras/checklist")

    assert response.status_code == 200
    assert "loi-cameras--5-3-registre" in {row["document_id"] for row in response.json()}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/initiatives/nowhere/checklist", 404),
        ("/v1/initiatives/secret/checklist", 404),
        ("/v1/initiatives/secret/calendar", 404),
        ("/v1/initiatives/bp-budget-participatif/checklist", 422),
        ("/v1/initiatives/namur-cameras/checklist?kind=initiative", 400),
        ("/v1/initiatives/namur-cameras/calendar?months=0", 422),
        ("/v1/calendar?municipality=Atlantis", 400),
        ("/v1/calendar", 422),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "x", "fiche": {"title": "x"}},
        {"text": ""},
        {"fiche": {"title": "x", "colour": "blue"}},
        {"fiche": {"body": "without a title"}},
        {"fiche": {"title": "x", "budget_eur": -1}},
        {"fiche": {"title": "x", "start_year": 2024, "end_year": 2020}},
        {"text": "x", "more": 1},
        {"text": "x" * 60_000},
        {"text": "\u0000"},
    ],
)
def test_a_body_of_another_form_is_refused_with_the_field(
    client: TestClient, body: dict[str, object]
) -> None:
    response = client.post("/v1/checklist", json=body)

    assert response.status_code == 422
    assert response.json()["parameter"]


@pytest.mark.parametrize("text", ["🙂", "a" * 49_000, "((((", "%%%", "{words}", "€€€ 12 €"])
def test_any_text_is_answered(client: TestClient, text: str) -> None:
    checked(client, {"text": text})


def test_the_calendar_is_a_list_or_a_file(client: TestClient) -> None:
    listed = client.get("/v1/initiatives/namur-air/calendar", params={"months": 60}).json()
    file = client.get(
        "/v1/initiatives/namur-air/calendar", params={"months": 60}, headers={"Accept": "text/calendar"}
    )

    assert [one["day"] for one in listed] == sorted(one["day"] for one in listed)
    assert file.headers["content-type"].startswith("text/calendar")
    assert file.text.count("BEGIN:VEVENT") == len(listed) > 0
    assert all(len(line.encode()) <= 75 for line in file.text.split("\r\n"))


def test_the_calendar_of_a_municipality_shows_what_the_caller_may_read(client: TestClient) -> None:
    def initiatives(headers: dict[str, str]) -> set[str]:
        found = client.get("/v1/calendar", params={"municipality": "Namur", "months": 120}, headers=headers)
        return {one["initiative_id"] for one in found.json()}

    assert "secret" not in initiatives({})
    assert "namur-air" in initiatives({}) <= initiatives(AUTHORIZED)


def test_the_page_shows_the_form_then_the_rows_and_never_a_verdict(client: TestClient) -> None:
    form = client.get("/checklist", headers=BROWSER)
    shown = client.get("/checklist", params={"text": f"{CAMERAS} <script>alert(1)</script>"}, headers=BROWSER)

    assert "<textarea" in form.text
    assert "Loi caméras, article 5" in shown.text
    assert "ne dit pas si le projet est conforme" in shown.text
    assert "<script>alert(1)" not in shown.text


class _Doubting(Expectations):
    """Finds one article likely, and not sure."""

    def __init__(self) -> None:
        pass

    def of(self, *given: object) -> dict[str, Expected]:
        return {"aarhus--7": Expected(Mention("Quatre caméras sur la place."), sure=False)}


def test_what_is_only_to_check_is_folded_away_as_a_question(parts: Passerelle) -> None:
    doubting = replace(parts, checker=replace(parts.checker, expectations=_Doubting()))
    client = TestClient(create_app(doubting, warm=False))
    shown = client.get("/checklist", params={"text": CAMERAS}, headers=BROWSER).text
    rows = {row["document_id"]: row for row in checked(client, {"text": CAMERAS})}

    assert shown.index("Loi caméras, article 5") < shown.index("<details") < shown.index("aarhus--7")
    assert "1 article à vérifier" in shown
    assert (rows["aarhus--7"]["state"], rows["aarhus--7"]["certainty"]) == ("ask_dpo", "to_check")
    assert rows["loi-cameras--5-1er-et-2"]["certainty"] == "asserted"


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_page_of_a_fiche_is_linked_from_it_and_speaks_four_languages(
    client: TestClient, language: str
) -> None:
    fiche = client.get("/documents/namur-cameras", params={"ui": language}, headers=BROWSER)
    shown = client.get("/checklist", params={"initiative": "namur-cameras", "ui": language}, headers=BROWSER)

    assert 'href="/checklist?initiative=namur-cameras"' in fiche.text
    assert shown.status_code == 200
    assert f'<html lang="{language}">' in shown.text


def test_a_fiche_that_nobody_may_read_has_no_page(client: TestClient) -> None:
    assert client.get("/checklist", params={"initiative": "secret"}, headers=BROWSER).status_code == 404


@pytest.fixture
def run(parts: Passerelle, monkeypatch: pytest.MonkeyPatch) -> Any:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments))

    monkeypatch.setenv("PASSERELLE_HOME", str(parts.settings.home))
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
    return invoke


def test_the_command_reads_an_id_or_a_file_of_three_kinds(run: Any, tmp_path: Path) -> None:
    text, fiche, body = tmp_path / "a.txt", tmp_path / "b.json", tmp_path / "c.json"
    text.write_text(CAMERAS, "utf-8")
    fiche.write_text(json.dumps({"title": "Caméras", "body": CAMERAS}), "utf-8")
    body.write_text(json.dumps({"text": CAMERAS}), "utf-8")

    for argument in ("namur-cameras", str(text), str(fiche), str(body)):
        result = run("checklist", argument, "--json")
        assert result.exit_code == 0, result.output
        assert "rgpd--35" in {row["document_id"] for row in json.loads(result.stdout)}


def test_the_command_says_that_it_gives_no_verdict(run: Any) -> None:
    result = run("checklist", "namur-cameras", "--language", "en")

    assert result.exit_code == 0
    assert "does not say whether the project complies" in result.stdout


def test_the_commands_fail_in_one_line(run: Any, tmp_path: Path) -> None:
    broken = tmp_path / "x.json"
    broken.write_text('{"title": "x", "colour": 1}', "utf-8")

    assert run("checklist", "nowhere").exit_code == 1
    assert run("checklist", str(broken)).exit_code == 1
    assert run("calendar").exit_code == 2
    assert run("calendar", "--municipality", "Atlantis").exit_code == 2
    assert run("calendar", "namur-air", "--months", "60").exit_code == 0
