"""What is like an idea or a fiche: over HTTP, in the terminal and as a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
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
from retrieval.likeness.judge import Judge
from retrieval.likeness.nearness import IdeaJudge
from tests.api.test_bad_input import problem_of
from tests.api.test_pages import BROWSER, Page
from tests.api.world import AUTHORIZED, a_passerelle
from tests.builders import a_practice
from tests.doubles import HashEmbedder
from tests.retrieval.likeness.world import IDEAS, JUDGE, bikes, lights

IDEA = "Lampes LED. Les rues restaient sombres le soir et les riverains se plaignaient."
UNHEARD = "Des licornes gardent le zoo."


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passerelle]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Judge, "for_other_embedders", lambda: JUDGE)
        patch.setattr(IdeaJudge, "for_other_embedders", lambda: IDEAS)
        made = a_passerelle(
            tmp_path_factory.mktemp("similar"),
            lights("a", title="Lampes <b>LED</b>", budget="50000"),
            lights("b", municipality="Mons", lead="Ville de Mons"),
            lights("secret", visibility=Visibility.ORGANISATION, organisation="une autre"),
            bikes(),
            a_practice(),
        )
    made.scan.refresh()
    yield made
    made.close()


@pytest.fixture
def client(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False))


def similar(client: TestClient, body: dict[str, object], **parameters: str) -> list[dict[str, Any]]:
    response = client.post("/v1/similar", json=body, params=parameters)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


# -- HTTP -------------------------------------------------------------------------------------------


def test_a_likeness_has_the_form_of_the_contract(client: TestClient) -> None:
    first = similar(client, {"text": IDEA})[0]

    assert set(first) == {
        "document_id", "title", "url", "score", "verdict", "reasons", "differences", "exits", "fields",
    }  # fmt: skip
    assert first["url"].endswith(f"/documents/{first['document_id']}")
    assert first["verdict"] in {"duplicate", "later_phase", "linked"}
    assert 0.5 <= first["score"] <= 1
    assert all(set(one) == {"field", "text", "weight"} for one in first["reasons"] + first["differences"])
    assert first["reasons"][0]["field"] == "need"
    assert first["fields"]["lead"] in ("Ville de Namur", "Ville de Mons")
    assert set(first["exits"]) == {"join", "replicate", "go_on"}


def test_a_fiche_is_compared_by_its_fields_too(client: TestClient) -> None:
    fiche = {"title": "Lampes LED", "body": IDEA, "municipality": "Namen", "lead": "Stad Namen"}

    found = {one["document_id"]: one["verdict"] for one in similar(client, {"fiche": fiche})}

    assert found == {"a": "duplicate", "b": "linked"}


def test_the_best_come_first_and_at_most_so_many(client: TestClient) -> None:
    every = similar(client, {"text": IDEA})

    assert [one["score"] for one in every] == sorted((one["score"] for one in every), reverse=True)
    assert similar(client, {"text": IDEA, "limit": 1}) == every[:1]


@pytest.mark.parametrize("text", [UNHEARD, "🚲🚲🚲", "?!", "   ", "\n", "x" * 50_000, "de " * 16_000])
def test_where_nothing_is_near_the_list_is_empty(client: TestClient, text: str) -> None:
    assert similar(client, {"text": text}) == []


def test_a_fiche_of_the_catalogue_is_not_like_itself(client: TestClient) -> None:
    response = client.get("/v1/initiatives/a/similar", params={"limit": 5, "ui": "en"})

    assert [one["document_id"] for one in response.json()] == ["b"]
    assert "on one side" in response.text


@pytest.mark.parametrize("token", [{}, AUTHORIZED])
def test_only_what_one_may_read_is_told(client: TestClient, token: dict[str, str]) -> None:
    response = client.post("/v1/similar", json={"text": IDEA, "limit": 50}, headers=token)

    assert ("secret" in response.text) == bool(token)
    assert client.get("/v1/initiatives/secret/similar", headers=token).status_code == (200 if token else 404)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"text": None}, 422),
        ({"text": ""}, 422),
        ({"text": IDEA, "fiche": {"title": "x"}}, 422),
        ({"text": "x" * 50_001}, 422),
        ({"text": "a\x00b"}, 422),
        ({"text": 3}, 422),
        ({"text": IDEA, "limit": 0}, 422),
        ({"text": IDEA, "limit": 51}, 422),
        ({"text": IDEA, "language": "es"}, 422),
        ({"text": IDEA, "colour": "red"}, 422),
        ({"fiche": {"body": "x"}}, 422),
        ({"fiche": {"title": ""}}, 422),
        ({"fiche": {"title": "x", "start_year": "soon"}}, 422),
        ({"fiche": {"title": "x", "start_year": 2020, "end_year": 2010}}, 422),
        ({"fiche": {"title": "x", "budget_eur": 1.234}}, 422),
        ([], 422),
    ],
)
def test_a_bad_body_is_refused(client: TestClient, body: object, status: int) -> None:
    assert problem_of(client.post("/v1/similar", json=body))["status"] == status


def test_half_a_character_is_refused(client: TestClient) -> None:
    response = client.post(
        "/v1/similar", content=b'{"text":"\\ud800"}', headers={"Content-Type": "application/json"}
    )

    assert problem_of(response)["status"] == 422


def test_other_bad_requests_are_named(client: TestClient) -> None:
    assert problem_of(client.post("/v1/similar?region=wallonie", json={"text": IDEA}))["status"] == 400
    assert problem_of(client.get("/v1/initiatives/nowhere/similar"))["type"] == "not-found"
    assert problem_of(client.get("/v1/initiatives/bp-budget-participatif/similar"))["status"] == 422
    assert problem_of(client.get("/v1/initiatives/a/similar?limit=x"))["parameter"] == "limit"


# -- the command ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Result]]:
    home = tmp_path_factory.mktemp("command") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Judge, "for_other_embedders", lambda: JUDGE)
        patch.setattr(IdeaJudge, "for_other_embedders", lambda: IDEAS)
        made = a_passerelle(home, lights("a"), lights("b"), bikes())
        made.scan.refresh()
        made.close()
        patch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
        patch.setenv("COLUMNS", "200")
        yield lambda *said: CliRunner().invoke(cli, list(said), env={"PASSERELLE_HOME": str(home)})


def test_the_command_takes_an_idea_a_fiche_or_a_file(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "idee.md").write_text(IDEA, "utf-8")

    by_idea, by_file, by_id = (
        run("similar", IDEA),
        run("similar", str(tmp_path / "idee.md")),
        run("similar", "a"),
    )

    assert by_idea.stdout == by_file.stdout
    assert "Lampes LED" in by_idea.stdout
    assert "    + Même besoin" in by_idea.stdout
    assert "    b · duplicate" in by_id.stdout
    assert "    a ·" not in by_id.stdout


def test_the_command_prints_what_http_does(run: Callable[..., Result]) -> None:
    found = json.loads(run("similar", "a", "--json", "--language", "nl").stdout)

    assert [one["document_id"] for one in found] == ["b"]
    assert "Zelfde" in found[0]["reasons"][0]["text"]
    assert json.loads(run("similar", UNHEARD, "--json").stdout) == []
    assert run("similar", UNHEARD).stdout == "nothing similar\n"


@pytest.mark.parametrize(
    ("said", "code"),
    [(("nowhere",), 1), (("a", "--limit", "0"), 2), (("a", "--language", "es"), 2), ((), 2)],
)
def test_the_command_says_what_is_wrong(run: Callable[..., Result], said: tuple[str, ...], code: int) -> None:
    result = run("similar", *said)

    assert result.exit_code == code
    assert "Traceback" not in result.stderr


# -- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def browser(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False), headers=BROWSER)


def test_the_page_begins_with_a_form(browser: TestClient) -> None:
    page = Page(browser.get("/similar"))

    assert [attrs["name"] for tag, attrs in page.tags if tag == "textarea"] == ["text"]
    assert "Rien de semblable" not in page.text


def test_the_page_tells_why_what_differs_and_what_to_do(browser: TestClient) -> None:
    page = Page(browser.get("/similar", params={"text": IDEA}))

    assert page.response.status_code == 200
    assert "2 initiatives proches" in page.text
    for said in (
        "Ce qui les rapproche",
        "Même besoin",
        "Et maintenant",
        "50 000 €".replace(" ", "\u202f", 1),
    ):
        assert said.replace("\u202f", " ") in page.text.replace("\u202f", " ").replace("\u00a0", " "), said
    assert page.link("Lampes <b>LED</b>") == "/documents/a"
    assert "<b>LED" not in page.response.text
    assert IDEA in page.text  # the idea stays in the form


def test_the_page_compares_a_fiche(browser: TestClient) -> None:
    page = Page(browser.get("/similar", params={"initiative": "a"}))

    assert "Ce qui les sépare" in page.text
    assert page.link("Lampes <b>LED</b>") == "/documents/a"
    assert Page(browser.get("/documents/a")).link("Initiatives proches") == "/similar?initiative=a"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Rien d'assez semblable"),
        ("nl", "niets gevonden dat er genoeg op lijkt"),
        ("de", "nichts gefunden, das ähnlich genug ist"),
        ("en", "Nothing similar enough"),
    ],
)
def test_the_page_says_when_nothing_is_similar(browser: TestClient, language: str, said: str) -> None:
    page = Page(browser.get("/similar", params={"text": UNHEARD, "ui": language}))

    assert said in page.text
    assert page.language == language


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"text": "x" * 5_001}, 422),
        ({"text": "\x00"}, 200),  # read as a character that stands for none
        ({"initiative": "secret"}, 404),
        ({"text": "  "}, 200),
    ],
)
def test_the_page_takes_anything(browser: TestClient, parameters: dict[str, str], status: int) -> None:
    response = browser.get("/similar", params=parameters)

    assert response.status_code == status
    assert "<main" in response.text
