"""/v1/organisations, /v1/people and /v1/tokens over HTTP: who sees and changes what, and what a mistake is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from corpus.access import Role
from tests.api.test_bad_input import problem_of
from tests.api.world import AUTHORIZED
from tests.builders import a_fiche
from tests.network import a_person, a_token, an_organisation

Fresh = Callable[..., Passerelle]
MONS = {"id": "mons", "kind": "municipality", "name": "Ville de Mons", "municipality": "Bergen"}


@pytest.fixture
def parts(fresh: Fresh) -> Passerelle:
    return fresh(a_fiche())


@pytest.fixture
def client(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False))


def test_from_an_empty_network_to_somebody_who_calls(client: TestClient) -> None:
    organisation = client.post("/v1/organisations", json=MONS, headers=AUTHORIZED)
    person = client.post(
        "/v1/people", json={"name": "Dina", "email": "Dina@mons.be", "language": "nl"}, headers=AUTHORIZED
    ).json()
    role = {"organisation": "mons", "role": "coordinator", "remit": {"province": "Henegouwen"}}
    membership = client.post(f"/v1/people/{person['id']}/memberships", json=role, headers=AUTHORIZED)
    asked = {"person": person["id"], "organisation": "mons", "scopes": ["review"], "days": 10}
    token = client.post("/v1/tokens", json=asked, headers=AUTHORIZED)

    mine = {"Authorization": f"Bearer {token.json()['token']}"}
    me = client.get("/v1/people/me", headers=mine).json()

    assert organisation.status_code == person.get("status", 201) == membership.status_code == 201
    assert organisation.json()["municipality"] == "53053"
    assert membership.json()["remit"] == {"province": ["hainaut"]}
    assert (me["name"], me["email"], me["memberships"][0]["role"]) == ("Dina", "dina@mons.be", "coordinator")
    assert client.get("/v1/gaps", headers=mine).status_code == 200
    listed = client.get("/v1/tokens", headers=mine).json()["items"]
    assert [one["scopes"] for one in listed] == [["read", "review"]]
    assert "token" not in listed[0]


def test_members_see_their_own_people_and_no_addresses(client: TestClient, parts: Passerelle) -> None:
    governance = parts.governance
    for identifier in ("namur", "mons"):
        an_organisation(governance, identifier)
    anna = a_person(governance, "namur", Role.READER, name="Anna", email="anna@namur.be")
    a_person(governance, "namur", Role.READER, name="Ben", email="ben@namur.be")
    dina = a_person(governance, "mons", Role.READER, name="Dina")
    headers = a_token(governance, anna)

    page = client.get("/v1/people", headers=headers).json()

    assert {one["name"]: one["email"] for one in page["items"]} == {"Anna": "anna@namur.be", "Ben": None}
    assert page["total"] == 2
    assert problem_of(client.get(f"/v1/people/{dina.person}", headers=headers))["status"] == 404
    assert len(client.get("/v1/organisations", headers=headers).json()["items"]) == 2
    assert client.get("/v1/people", headers=AUTHORIZED).json()["total"] == 3


def test_pages_of_organisations_follow_each_other(client: TestClient, parts: Passerelle) -> None:
    for number in range(5):
        an_organisation(parts.governance, f"o-{number}")

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        given = {"limit": 2, "cursor": cursor}
        page = client.get("/v1/organisations", params=given, headers=AUTHORIZED).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]

    assert seen == [f"o-{number}" for number in range(5)]


@pytest.mark.parametrize("path", ["/v1/organisations", "/v1/people", "/v1/tokens", "/v1/submissions"])
def test_without_a_token_there_is_nothing_to_see(client: TestClient, path: str) -> None:
    assert problem_of(client.get(path))["status"] == 401
    assert problem_of(client.post(path, json={}))["status"] == 401
    bad = {"Authorization": "Bearer psl_000000000000_" + "a" * 43}
    assert problem_of(client.get(path, headers=bad))["status"] == 401


def test_only_administrators_change_who_belongs(client: TestClient, parts: Passerelle) -> None:
    an_organisation(parts.governance, "namur")
    anna = a_person(parts.governance, "namur", Role.COORDINATOR)
    headers = a_token(parts.governance, anna)
    role = {"organisation": "namur", "role": "administrator"}

    for response in (
        client.post("/v1/organisations", json=MONS, headers=headers),
        client.put("/v1/organisations/namur", json={**MONS, "id": "namur"}, headers=headers),
        client.post("/v1/people", json={"name": "x"}, headers=headers),
        client.post("/v1/people/me/memberships", json=role, headers=headers),
        client.delete("/v1/people/me/memberships/1", headers=headers),
        client.delete("/v1/documents/namur-eclairage", headers=headers),
    ):
        assert problem_of(response)["status"] == 403
    taken = client.patch("/v1/people/me", json={"email": "maire@namur.be"}, headers=headers)
    assert problem_of(taken)["status"] == 403
    renamed = client.patch("/v1/people/me", json={"name": "Anna P.", "email": None}, headers=headers)
    assert renamed.json()["name"] == "Anna P."


@pytest.mark.parametrize(
    ("path", "body", "status", "named"),
    [
        ("/v1/organisations", {**MONS, "kind": "club"}, 422, "kind"),
        ("/v1/organisations", {**MONS, "id": "Mons !"}, 422, "id"),
        ("/v1/organisations", {**MONS, "municipality": "Atlantis"}, 422, "municipality"),
        ("/v1/organisations", {**MONS, "colour": "blue"}, 422, "colour"),
        ("/v1/people", {"name": "x", "email": "no address"}, 422, "email"),
        ("/v1/people", {"name": " "}, 422, "name"),
        ("/v1/people", {"name": "x", "language": "es"}, 422, "language"),
        ("/v1/tokens", {"scopes": ["root"]}, 422, "scopes.0"),
        ("/v1/tokens", {"scopes": []}, 422, "scopes"),
        ("/v1/tokens", {"scopes": ["read"], "days": 10_000}, 422, "days"),
    ],
)
def test_a_bad_field_is_named(
    client: TestClient, path: str, body: dict[str, Any], status: int, named: str
) -> None:
    problem = problem_of(client.post(path, json=body, headers=AUTHORIZED))

    assert (problem["status"], problem["parameter"]) == (status, named)


def test_what_is_there_already_is_told_and_stays(client: TestClient) -> None:
    client.post("/v1/organisations", json=MONS, headers=AUTHORIZED)
    client.post("/v1/people", json={"name": "Dina", "email": "d@mons.be"}, headers=AUTHORIZED)

    again = client.post("/v1/organisations", json={**MONS, "name": "Autre"}, headers=AUTHORIZED)
    twin = client.post("/v1/people", json={"name": "Dora", "email": "D@MONS.be"}, headers=AUTHORIZED)

    assert problem_of(again)["type"] == problem_of(twin)["type"] == "already-there"
    assert client.get("/v1/organisations/mons", headers=AUTHORIZED).json()["name"] == "Ville de Mons"


@pytest.mark.parametrize(
    ("remit", "named"), [({"budget_min": 5}, "remit"), ({"province": "Atlantis"}, "province")]
)
def test_a_remit_is_of_places_and_themes(
    client: TestClient, parts: Passerelle, remit: dict[str, Any], named: str
) -> None:
    an_organisation(parts.governance, "namur")
    anna = a_person(parts.governance, "namur", Role.READER)
    body = {"organisation": "namur", "role": "coordinator", "remit": remit}

    problem = problem_of(client.post(f"/v1/people/{anna.person}/memberships", json=body, headers=AUTHORIZED))

    assert (problem["status"], problem["parameter"]) == (400, named)
