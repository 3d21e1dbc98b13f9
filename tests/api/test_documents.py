"""/v1/documents: one, a page of them, deletion."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from tests.api.world import AUTHORIZED
from tests.builders import a_fiche

DOCUMENT_KEYS = {
    "absorbed_by",
    "id", "kind", "title", "summary", "language", "fields", "terms", "questions", "body", "passages",
    "source_urls", "confidence", "verified_on", "version_read", "verification_note", "act", "related",
    "related_acts", "visibility", "updated_at",
}  # fmt: skip
LANGUAGES = {"fr", "nl", "de", "en"}


def test_a_document_has_the_shape_of_the_contract(client: TestClient) -> None:
    body = client.get("/v1/documents/namur-eclairage").json()

    assert set(body) == DOCUMENT_KEYS
    assert set(body["title"]) == set(body["summary"]) == set(body["questions"]) == LANGUAGES
    assert body["fields"]["budget_eur"] == 134729.08
    assert body["fields"]["partners"] is None, "what the sources do not say stays unknown"
    assert body["terms"]["municipality"] == ["92094"]
    assert body["updated_at"] == "2026-01-01"
    for name in ("passages", "source_urls", "related", "related_acts"):
        assert isinstance(body[name], list)
    for values in body["questions"].values():
        assert isinstance(values, list)


def test_passages_are_slices_of_the_body(client: TestClient) -> None:
    body = client.get("/v1/documents/namur-eclairage").json()

    assert body["passages"]
    for passage in body["passages"]:
        assert set(passage) == {"id", "section", "page", "start", "end", "text"}
        assert body["body"][passage["start"] : passage["end"]] == passage["text"]


@pytest.mark.parametrize(
    "identifier", ["nobody", "secret-projet", "a%00b", "%ff", "..%2f..%2fetc", "é" * 500]
)
def test_absent_and_invisible_documents_look_the_same(client: TestClient, identifier: str) -> None:
    response = client.get(f"/v1/documents/{identifier}")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "not-found"


def test_pages_follow_each_other_without_gap_or_repetition(client: TestClient) -> None:
    ids: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/v1/documents", params={"limit": 7, "cursor": cursor}).json()
        assert set(page) == {"items", "total", "next"}
        assert page["total"] == 25
        ids += [item["id"] for item in page["items"]]
        cursor = page["next"]

    assert len(ids) == len(set(ids)) == 25


def test_the_last_page_of_a_round_number_has_no_next(client: TestClient) -> None:
    page = client.get("/v1/documents", params={"limit": 25}).json()

    assert len(page["items"]) == 25
    assert page["next"] is None


def test_a_cursor_is_opaque(client: TestClient) -> None:
    page = client.get("/v1/documents", params={"limit": 1}).json()

    assert page["items"][0]["id"] not in page["next"]


@pytest.mark.parametrize("cursor", ["!!!", "abc", "namur-eclairage", "é", "a" * 5, "aWR4", "\x00", "/" * 400])
def test_a_cursor_that_was_not_made_here_is_refused(client: TestClient, cursor: str) -> None:
    response = client.get("/v1/documents", params={"cursor": cursor})

    assert response.status_code == 400
    assert response.json()["type"] == "unknown-cursor"


def test_a_cursor_still_holds_when_its_document_has_gone(fresh: Callable[..., Passerelle]) -> None:
    client = TestClient(create_app(fresh(*(a_fiche(f"fiche-{n}") for n in range(4))), warm=False))
    first = client.get("/v1/documents", params={"limit": 2}).json()

    client.delete("/v1/documents/fiche-1", headers=AUTHORIZED)

    second = client.get("/v1/documents", params={"cursor": first["next"]}).json()
    assert [item["id"] for item in second["items"]] == ["fiche-2", "fiche-3"]


def test_a_deleted_document_is_gone_everywhere_and_leaves_a_receipt(fresh: Callable[..., Passerelle]) -> None:
    client = TestClient(create_app(fresh(a_fiche(), a_fiche("autre")), warm=False))

    receipt = client.delete("/v1/documents/namur-eclairage", headers=AUTHORIZED)

    assert receipt.status_code == 200
    assert set(receipt.json()) == {"deleted", "passages", "at"}
    assert receipt.json()["deleted"] == "namur-eclairage"
    assert receipt.json()["passages"] == 3
    assert client.get("/v1/documents/namur-eclairage").status_code == 404
    assert client.delete("/v1/documents/namur-eclairage", headers=AUTHORIZED).status_code == 404
    hits = client.get("/v1/search", params={"q": "lampes LED"}).json()["results"]
    assert [hit["document_id"] for hit in hits] == ["autre"]


@pytest.mark.parametrize(
    "path", ["/v1/documents/namur-eclairage", "/v1/documents/nobody", "/v1/conversations/x"]
)
def test_nothing_is_deleted_without_a_token(client: TestClient, path: str) -> None:
    response = client.delete(path)

    assert response.status_code == 401
    assert response.json()["type"] == "unauthenticated"
    assert response.headers["www-authenticate"] == "Bearer"
    assert client.get("/v1/documents/namur-eclairage").status_code == 200


def test_where_no_token_is_set_none_is_good(fresh: Callable[..., Passerelle]) -> None:
    client = TestClient(create_app(fresh(a_fiche(), admin_token=""), warm=False))

    for header in ("Bearer ", "Bearer", "Bearer None", "Basic Og=="):
        response = client.delete("/v1/documents/namur-eclairage", headers={"Authorization": header})
        assert response.status_code == 401
