"""Pooling over HTTP, as a command and as pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import wiring
from api.app import create_app
from api.cli import app as cli
from api.wiring import Passerelle
from corpus.access import Visibility
from tests.api.test_bad_input import problem_of
from tests.api.world import AUTHORIZED, a_passerelle, linked
from tests.builders import a_fiche
from tests.doubles import HashEmbedder

FICHES = ("namur-eclairage", "profondeville-led", "gembloux-led")


def fiches() -> list[object]:
    hidden = {"visibility": Visibility.ORGANISATION, "organisation": "x"}
    return [
        a_fiche(),
        a_fiche("profondeville-led", title="LED", municipality="Profondeville", status="planned"),
        a_fiche("gembloux-led", title="Secret", municipality="Gembloux", **hidden),  # type: ignore[arg-type]
    ]


@pytest.fixture
def client(fresh: Callable[..., Passerelle]) -> TestClient:
    return TestClient(create_app(linked(fresh(*fiches()), *FICHES), warm=False))


def test_groups_have_the_shape_of_the_contract(client: TestClient) -> None:
    (group,) = client.get("/v1/pooling").json()

    assert group["initiatives"] == ["namur-eclairage", "profondeville-led"]
    assert group["municipalities"] == ["92094", "92101"]
    assert {one["field"] for one in group["why"]} >= {"distance", "arrondissement"}
    assert group["need"]
    assert group["next_step"]
    assert client.get("/v1/pooling?province=Hainaut").json() == []


def test_a_group_has_its_note_in_four_languages(client: TestClient) -> None:
    (group,) = client.get("/v1/pooling").json()
    note = client.get(f"/v1/pooling/{group['group_id']}").json()["note"]

    assert set(note) == {"fr", "nl", "de", "en"}
    assert len(set(note.values())) == 4
    assert problem_of(client.get("/v1/pooling/no-such-group"))["status"] == 404


def test_a_group_with_a_hidden_initiative_is_only_for_those_who_may_read_it(client: TestClient) -> None:
    public = client.get("/v1/pooling")
    (full,) = client.get("/v1/pooling", headers=AUTHORIZED).json()

    assert "gembloux" not in public.text
    assert len(full["initiatives"]) == 3
    assert client.get(f"/v1/pooling/{full['group_id']}").status_code == 404
    assert client.get(f"/pooling/{full['group_id']}").status_code == 404


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_pages_are_written_in_each_language(client: TestClient, language: str) -> None:
    (group,) = client.get("/v1/pooling").json()
    for path in ("/pooling", f"/pooling/{group['group_id']}"):
        page = client.get(path, params={"ui": language})
        assert page.status_code == 200, page.text
        assert f'<html lang="{language}"' in page.text


def test_the_command_lists_groups_and_prints_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linked(a_passerelle(tmp_path, *fiches()), *FICHES).close()  # type: ignore[arg-type]
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
    run = CliRunner().invoke

    (group,) = json.loads(run(cli, ["pooling", "--json"]).stdout)
    assert group["group_id"] in run(cli, ["pooling"]).stdout
    note = run(cli, ["pooling", group["group_id"], "--language", "en"])
    assert note.exit_code == 0
    assert note.stdout.startswith("# ")
    assert run(cli, ["pooling", "no-such-group"]).exit_code == 1
