"""/v1/watches, the stop link, notices and erasure, over HTTP and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from sqlalchemy import update
from typer.testing import CliRunner

from api import wiring
from api.app import create_app
from api.cli import app as cli
from api.network_rounds import NetworkRounds
from api.wiring import Passerelle
from corpus.access import Caller, Role
from corpus.markdown import render_document
from retrieval.catalogue.governance_tables import watches
from retrieval.governance import moments
from tests.api.test_bad_input import problem_of
from tests.api.world import AUTHORIZED, a_passerelle
from tests.builders import a_fiche, a_record
from tests.doubles import HashEmbedder
from tests.network import a_person, a_token, an_organisation

Fresh = Callable[..., Passerelle]
NAMUR = {"filters": {"province": "Namen"}}


class Dinant:
    """A town whose reader follows something."""

    def __init__(self, parts: Passerelle) -> None:
        self.parts = parts
        an_organisation(parts.governance, "dinant", municipality="Dinant")
        self.anna: Caller = a_person(parts.governance, "dinant", Role.READER)
        self.headers = a_token(parts.governance, self.anna)
        self.client = TestClient(create_app(parts, warm=False))

    def follows(self, **body: Any) -> dict[str, Any]:
        """A watch."""
        response = self.client.post("/v1/watches", json=body, headers=self.headers)
        assert response.status_code == 201, response.text
        made: dict[str, Any] = response.json()
        return made

    def a_day_later(self) -> None:
        """As if every watch had last been told a day ago."""
        yesterday = moments.written(moments.now_utc() - timedelta(days=1, minutes=1))
        with self.parts.catalogue.transactions.writing() as connection:
            connection.execute(update(watches).values(told_at=yesterday))

    def notices(self) -> list[dict[str, Any]]:
        """What Anna reads."""
        response = self.client.get("/v1/people/me/notices", headers=self.headers)
        items: list[dict[str, Any]] = response.json()["items"]
        return items


@pytest.fixture
def dinant(fresh: Fresh) -> Dinant:
    return Dinant(fresh(a_fiche()))


def test_from_a_wish_to_its_digest_and_the_click_that_ends_it(dinant: Dinant) -> None:
    watch = dinant.follows(question="", **NAMUR, quiet=None)
    fiche = a_fiche("ciney-x", title="Capteurs à Ciney", municipality="Ciney")
    dinant.parts.catalogue.writer.put([a_record(fiche)])
    dinant.parts.ingester.publish()
    dinant.a_day_later()
    NetworkRounds(dinant.parts).round()

    [notice] = dinant.notices()
    page = dinant.client.get(_path(notice["stop_url"]))
    before = dinant.client.get("/v1/watches", headers=dinant.headers).json()["total"]
    done = dinant.client.post(_path(notice["stop_url"]), headers={"Accept-Language": "nl"})

    assert notice["text"] == "1 nouveau document répond à ce que vous suivez : « vos critères »."
    assert [one["document_id"] for one in notice["documents"]] == ["ciney-x"]
    assert watch["filters"] == {"province": ["namur"]}
    assert (page.status_code, before, done.status_code) == (200, 1, 200)
    assert "<form" in page.text
    assert "<form" not in done.text
    assert dinant.client.get("/v1/watches", headers=dinant.headers).json()["total"] == 0
    assert dinant.notices() == []


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_a_wish_is_read_as_it_is_said(dinant: Dinant) -> None:
    watch = dinant.follows(question="Préviens-moi quand une commune de ma taille lance une navette")

    assert (watch["question"], watch["like_ours"]) == ("une commune lance une navette", True)
    assert dinant.follows(question="une navette", like_ours=False)["like_ours"] is False


def test_a_watch_is_changed_and_stopped(dinant: Dinant) -> None:
    watch = dinant.follows(**NAMUR)
    path = f"/v1/watches/{watch['id']}"
    given = {"cadence": "weekly", "quiet": {"start": 20, "end": 8}}

    changed = dinant.client.patch(path, json=given, headers=dinant.headers).json()
    stopped = dinant.client.delete(path, headers=dinant.headers)

    assert (changed["cadence"], changed["quiet"]) == ("weekly", {"start": 20, "end": 8})
    assert changed["filters"] == watch["filters"]
    assert stopped.status_code == 204
    assert problem_of(dinant.client.get(path, headers=dinant.headers))["status"] == 404


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({}, 422, None),
        ({"filters": {"province": "Atlantis"}}, 400, "province"),
        ({"question": "x", "cadence": "hourly"}, 422, "cadence"),
        ({"question": "x", "quiet": {"start": 25, "end": 1}}, 422, "quiet.start"),
        ({"question": "x" * 501}, 422, "question"),
    ],
)
def test_a_bad_wish_is_named(dinant: Dinant, body: dict[str, Any], status: int, named: str | None) -> None:
    problem = problem_of(dinant.client.post("/v1/watches", json=body, headers=dinant.headers))

    assert problem["status"] == status
    assert problem.get("parameter") == named


def test_a_forged_link_stops_nothing_and_tells_nothing(dinant: Dinant) -> None:
    watch = dinant.follows(**NAMUR)
    forged = f"{watch['id']}.{'0' * 64}"

    posted = dinant.client.post("/v1/watches/stop", json={"sign": forged})
    page = dinant.client.get(f"/watches/stop/{forged}")

    assert problem_of(posted)["status"] == 404
    assert page.status_code == dinant.client.get("/watches/stop/nothing").status_code == 200
    assert dinant.client.get("/v1/watches", headers=dinant.headers).json()["total"] == 1


def test_notices_are_for_their_person_alone(dinant: Dinant) -> None:
    path = f"/v1/people/{dinant.anna.person}/notices"

    assert problem_of(dinant.client.get(path))["status"] == 401
    assert problem_of(dinant.client.get(path, headers=AUTHORIZED))["status"] == 403
    cursor = dinant.client.get(path, params={"cursor": "bm90aWNlczp4"}, headers=dinant.headers)
    assert problem_of(cursor)["type"] == "unknown-cursor"


def test_who_erases_themselves_is_forgotten_with_their_conversations(dinant: Dinant) -> None:
    dinant.follows(**NAMUR)
    dinant.client.post("/v1/ask", json={"question": "Combien de projets ?"}, headers=dinant.headers)
    export = dinant.client.get("/v1/people/me/export", headers=dinant.headers).json()

    receipt = dinant.client.delete("/v1/people/me", headers=dinant.headers).json()

    assert len(export["watches"]) == 1
    assert [one["question"] for one in export["conversations"]] == ["Combien de projets ?"]
    assert receipt["erased"]["conversation turns"] == 1
    assert receipt["erased"]["tokens"] == 1
    assert dinant.client.get("/v1/people/me", headers=dinant.headers).status_code == 401
    assert dinant.parts.conversations.count() == 0


# -- the command line -------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `passerelle …` over a home that holds one fiche."""
    home = tmp_path / "home"
    a_passerelle(home, a_fiche()).close()
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(cli, list(arguments), env={"PASSERELLE_HOME": str(home)})


def test_a_network_is_made_shown_and_erased_by_commands(run: Callable[..., Result]) -> None:
    made = run("organisations", "add", "dinant", "Ville de Dinant", "--kind", "municipality", "--json")
    person = json.loads(run("people", "add", "Anna", "--json").stdout)["id"]
    granted = run("people", "grant", person, "dinant", "coordinator", "--remit", "province:Namur", "--json")
    token = run("tokens", "create", person, "dinant", "--scope", "review")
    listed = json.loads(run("tokens", "list", "--json").stdout)["items"]
    revoked = run("tokens", "revoke", listed[0]["id"])
    export = json.loads(run("people", "export", person).stdout)
    receipt = json.loads(run("people", "forget", person, "--json").stdout)

    assert json.loads(made.stdout)["id"] == "dinant"
    assert json.loads(granted.stdout)["remit"] == {"province": ["namur"]}
    assert token.stdout.startswith(f"psl_{listed[0]['id']}_")
    assert "revoked" in revoked.stdout
    assert export["tokens"][0]["revoked"] is not None
    assert receipt["erased"]["memberships"] == 1
    assert json.loads(run("people", "list", "--json").stdout)["items"] == []
    assert "dinant" in run("organisations", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("people", "forget", "p-nobody"), 1),
        (("tokens", "revoke", "nothing"), 1),
        (("organisations", "add", "Bad Id", "x", "--kind", "region"), 1),
        (("organisations", "add", "x", "x", "--kind", "club"), 2),
        (("people", "grant", "p-nobody", "x", "king"), 2),
        (("people", "grant", "p-nobody", "x", "coordinator", "--remit", "everything"), 2),
        (("tokens", "create", "p", "x", "--days", "0"), 2),
    ],
)
def test_a_mistake_is_one_line_and_a_code(
    run: Callable[..., Result], arguments: tuple[str, ...], code: int
) -> None:
    result = run(*arguments)

    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_an_ingest_lets_watches_look(run: Callable[..., Result], tmp_path: Path) -> None:
    with a_passerelle_at(tmp_path / "home") as parts:
        an_organisation(parts.governance, "dinant")
        anna = a_person(parts.governance, "dinant", Role.READER)
        TestClient(create_app(parts, warm=False)).post(
            "/v1/watches", json=NAMUR, headers=a_token(parts.governance, anna)
        )
    (tmp_path / "ciney.md").write_text(render_document(a_fiche("ciney-x", municipality="Ciney")), "utf-8")

    run("ingest", str(tmp_path / "ciney.md"))

    with a_passerelle_at(tmp_path / "home") as parts:
        rows = parts.governance.watches.page(anna).items
        assert [one.looked_at for one in rows] == [parts.catalogue.revision]


class a_passerelle_at:  # noqa: N801 (reads as a builder)
    """Parts over a home, closed at the end of the block."""

    def __init__(self, home: Path) -> None:
        self._parts = a_passerelle(home)

    def __enter__(self) -> Passerelle:
        return self._parts

    def __exit__(self, *_: object) -> None:
        self._parts.close()
