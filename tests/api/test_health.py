"""Liveness, readiness and metrics; what a failure inside looks like from outside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from retrieval.embedding.errors import ModelUnusable
from tests.builders import a_fiche, a_record


def test_ready_where_a_question_can_be_answered(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready"}


def test_alive_but_not_ready_without_an_index(fresh: Callable[..., Passerelle]) -> None:
    client = TestClient(create_app(fresh(), warm=False))

    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["type"] == "not-ready"
    assert "passerelle ingest" in response.json()["detail"]


def test_not_ready_without_a_model(fresh: Callable[..., Passerelle], monkeypatch: pytest.MonkeyPatch) -> None:
    parts = fresh(a_fiche())

    def missing(_texts: object) -> np.ndarray:
        raise ModelUnusable("the model is not there")

    monkeypatch.setattr(parts.embedder, "embed_queries", missing)

    assert TestClient(create_app(parts, warm=False)).get("/readyz").status_code == 503


def test_ready_without_a_restart_once_documents_are_in(fresh: Callable[..., Passerelle]) -> None:
    parts = fresh()
    client = TestClient(create_app(parts, warm=False))
    assert client.get("/readyz").status_code == 503

    parts.catalogue.writer.put([a_record(a_fiche())])
    parts.ingester.publish()

    assert client.get("/readyz").status_code == 200


def test_an_unexpected_error_is_a_problem_that_tells_nothing_internal(
    fresh: Callable[..., Passerelle], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = fresh(a_fiche())

    def broken(*_: object, **__: object) -> None:
        raise ValueError("/home/secret/path and a question")

    monkeypatch.setattr(type(parts.catalogue), "facets", broken)
    client = TestClient(create_app(parts, warm=False), raise_server_exceptions=False)

    response = client.get("/v1/facets")

    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "internal-error"
    assert "secret" not in response.text
    assert 'route="/v1/facets",status="500"' in client.get("/metrics").text


def test_the_parts_are_closed_with_the_application(
    fresh: Callable[..., Passerelle], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    monkeypatch.setattr(Passerelle, "close", lambda self: closed.append("yes"))

    with TestClient(create_app(fresh(), warm=False)) as client:
        assert client.get("/healthz").status_code == 200
        assert closed == []

    assert closed == ["yes"]
