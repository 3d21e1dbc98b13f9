"""Kit, portfolio, data, costs and touching initiatives over HTTP, as commands and as pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import wiring
from api.app import create_app
from api.cli import app as cli
from api.wiring import Passerelle
from corpus.access import Visibility
from tests.api.test_bad_input import problem_of
from tests.api.world import AUTHORIZED, a_passerelle
from tests.builders import a_fiche
from tests.doubles import HashEmbedder

HIDDEN = "fiche-invisible"


def fiches() -> list[object]:
    return [
        a_fiche(budget="134729.08", services=("éclairage",), technologies=("LED", "open data")),
        a_fiche(
            "namur-parking", title="Stationnement à Namur", services=("mobilité",), technologies=("LED",)
        ),
        a_fiche("liege-parking", title="Parkings", municipality="Liège", province="Liège", budget="1000"),
        a_fiche(
            HIDDEN,
            title="Invisible",
            budget="5",
            services=("police",),
            visibility=Visibility.ORGANISATION,
            organisation="x",
        ),
    ]


@pytest.fixture
def parts(fresh: Callable[..., Passerelle]) -> Passerelle:
    return fresh(*fiches())


@pytest.fixture
def client(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False))


def test_a_kit_is_served_with_its_citations_and_what_is_absent(client: TestClient) -> None:
    kit = client.get("/v1/initiatives/namur-eclairage/kit?ui=nl").json()

    items = {one["item"]: one for one in kit["items"]}
    assert items["cost"]["entries"][0]["value"] == 134729.08
    assert {"licence", "failures"} <= {one["item"] for one in kit["absent"]}
    assert all(one["url"].startswith("http") for one in kit["citations"])


@pytest.mark.parametrize("path", ["kit", "touching"])
def test_what_may_not_be_read_has_neither_kit_nor_neighbours(client: TestClient, path: str) -> None:
    invisible = client.get(f"/v1/initiatives/{HIDDEN}/{path}")
    absent = client.get(f"/v1/initiatives/no-such-fiche/{path}")

    assert (invisible.status_code, absent.status_code) == (404, 404)
    assert invisible.json()["type"] == absent.json()["type"]
    assert client.get(f"/v1/initiatives/{HIDDEN}/{path}", headers=AUTHORIZED).status_code == 200


def test_no_answer_names_or_counts_what_may_not_be_read(client: TestClient) -> None:
    for path in (
        "/v1/portfolio", "/v1/portfolio/data", f"/v1/portfolio/costs?id={HIDDEN}&id=liege-parking",
        "/v1/initiatives/namur-eclairage/touching",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        named = answer.json().get("not_found", []) if isinstance(answer.json(), dict) else []
        assert answer.text.count(HIDDEN) == named.count(HIDDEN)
    assert client.get("/v1/portfolio").json()["total"]["initiatives"]["count"] == 3
    assert client.get("/v1/portfolio", headers=AUTHORIZED).json()["total"]["initiatives"]["count"] == 4


def test_every_figure_of_the_portfolio_leads_to_its_list(client: TestClient) -> None:
    found = client.get("/v1/portfolio?province=Namur").json()

    assert found["total"]["budget"]["total"] == 134729.08
    assert found["total"]["budget"]["unknown"]["document_ids"] == ["namur-parking"]
    for cell in (*found["domains"], *found["territories"], *found["cells"]):
        listed = cell["figures"]["initiatives"]
        items = client.get("/v1/documents", params={**listed["filters"], "limit": 100}).json()["items"]
        assert [one["id"] for one in items] == listed["document_ids"]
        assert client.get(f"/?{urlsplit(listed['url']).query}").status_code == 200


def test_the_data_inventory_is_paged(client: TestClient) -> None:
    first = client.get("/v1/portfolio/data?limit=1").json()
    second = client.get("/v1/portfolio/data", params={"limit": 1, "cursor": first["next"]}).json()

    assert (first["total"], first["read"]) == (3, 1)
    assert [one["document_id"] for one in second["rows"]] == ["namur-eclairage"]
    assert second["rows"][0]["entries"][0]["roles"] == ["publishes"]
    assert problem_of(client.get("/v1/portfolio/data?cursor=wrong"))["status"] == 400


def test_known_costs_tell_range_years_and_unknowns(client: TestClient) -> None:
    found = client.get("/v1/portfolio/costs?domain=lighting").json()

    assert (found["least"], found["most"], found["years"]) == (1000, 134729.08, [2020, 2020])
    assert [one["document_id"] for one in found["known"]] == ["liege-parking", "namur-eclairage"]
    assert found["unknown"]["document_ids"] == ["namur-parking"]
    assert "2 budgets connus" in found["text"]


@pytest.mark.parametrize("query", ["", "?id=a&domain=lighting"])
def test_costs_of_nothing_or_of_both_are_refused(client: TestClient, query: str) -> None:
    assert problem_of(client.get(f"/v1/portfolio/costs{query}"))["status"] == 400


def test_touching_initiatives_are_of_another_service_and_say_why(client: TestClient) -> None:
    found = client.get("/v1/initiatives/namur-eclairage/touching").json()

    assert [one["document_id"] for one in found] == ["namur-parking"]
    assert {one["field"] for one in found[0]["reasons"]} >= {"services", "municipality", "technology"}


@pytest.mark.parametrize("query", ["territory=village", "colour=red", "kind=practice"])
def test_a_wrong_parameter_is_refused(client: TestClient, query: str) -> None:
    assert 400 <= client.get(f"/v1/portfolio?{query}").status_code < 500


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize(
    "path", ["/initiatives/namur-eclairage/kit", "/portfolio", "/portfolio?territory=region"]
)
def test_the_pages_are_written_in_each_language_and_their_links_work(
    client: TestClient, path: str, language: str
) -> None:
    page = client.get(path, params={"ui": language, **dict(parse_qsl(urlsplit(path).query))})

    assert page.status_code == 200, page.text
    assert f'<html lang="{language}"' in page.text
    assert HIDDEN not in page.text
    for address in set(re.findall(r'href="(/(?:\?|documents|portfolio)[^"#]*)"', page.text)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_commands_print_what_the_routes_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_passerelle(tmp_path, *fiches()).close()  # type: ignore[arg-type]
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
    run = CliRunner().invoke

    kit = run(cli, ["kit", "namur-eclairage", "--json"])
    assert json.loads(kit.stdout)["document_id"] == "namur-eclairage"
    assert "Ce que la fiche ne dit pas" in run(cli, ["kit", "namur-eclairage"]).stdout
    assert run(cli, ["kit", "no-such-fiche"]).exit_code == 1
    portfolio = json.loads(run(cli, ["portfolio", "--json", "--province", "Liège"]).stdout)
    assert portfolio["total"]["initiatives"]["document_ids"] == ["liege-parking"]
    assert run(cli, ["portfolio"]).exit_code == 0
    assert run(cli, ["portfolio", "--province", "Nulle-Part-Sur-Rien"]).exit_code == 2
    assert "liege-parking" in run(cli, ["costs", "liege-parking"]).stdout
    assert "namur-parking" in run(cli, ["touching", "namur-eclairage"]).stdout
