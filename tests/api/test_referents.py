"""GET /v1/referents: who knows a theme or a territory, of what a caller may read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from corpus.access import Role, Visibility
from tests.api.test_bad_input import problem_of
from tests.builders import a_fiche
from tests.network import a_person, a_token, an_organisation


@pytest.fixture
def parts(fresh: Callable[..., Passerelle]) -> Passerelle:
    made = fresh(
        a_fiche("rues", title="Rues calmes", domains=("mobility",), partners=("imec", "Proximus")),
        a_fiche("lampes", title="Lampes", lead="Université de Liège", municipality="Liège", province="Liège"),
        a_fiche(
            "secret",
            domains=("mobility",),
            partners=("TNO",),
            visibility=Visibility.ORGANISATION,
            organisation="namur",
        ),
    )
    an_organisation(made.governance, "namur")
    return made


@pytest.fixture
def client(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False))


def test_referents_of_a_theme_come_with_the_initiatives_that_say_so(client: TestClient) -> None:
    assert client.get("/v1/referents?domain=mobiliteit&ui=nl").json() == [
        {
            "name": "imec",
            "kind": "technological",
            "country": "be",
            "initiatives": [
                {"document_id": "rues", "title": "Rues calmes", "url": "http://127.0.0.1:8000/documents/rues"}
            ],
        }
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Université de Liège", "imec"]),
        ("referent=academic", ["Université de Liège"]),
        ("province=Luik", ["Université de Liège"]),
        ("kind=regulation", []),
        ("domain=waste", []),
    ],
)
def test_filters_and_kinds_narrow(client: TestClient, query: str, names: list[str]) -> None:
    assert [one["name"] for one in client.get(f"/v1/referents?{query}").json()] == names


def test_what_may_not_be_read_names_nobody(client: TestClient, parts: Passerelle) -> None:
    anna = a_token(parts.governance, a_person(parts.governance, "namur", Role.READER))

    assert "TNO" not in client.get("/v1/referents").text
    assert "TNO" in client.get("/v1/referents", headers=anna).text


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [("domain=licornes", 400, "domain"), ("colour=red", 400, "colour"), ("referent=wise", 422, "referent")],
)
def test_a_bad_parameter_is_named(client: TestClient, query: str, status: int, named: str) -> None:
    problem = problem_of(client.get(f"/v1/referents?{query}"))

    assert (problem["status"], problem["parameter"]) == (status, named)
