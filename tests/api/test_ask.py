"""POST /v1/ask, as one answer and as a stream; conversations."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from retrieval.answering.answer import Outcome
from retrieval.errors import CatalogueError
from tests.api.server import served
from tests.api.world import AUTHORIZED
from tests.builders import a_fiche
from tests.chat import ChatServer

ANSWER_KEYS = {
    "outcome", "text", "language", "citations", "figures", "query", "related", "conversation_id", "mode",
    "answer_id",
}  # fmt: skip
CITATION_KEYS = {"n", "document_id", "kind", "title", "section", "page", "url", "quote"}
FIGURE_KEYS = {"operation", "value", "unit", "field", "filters", "document_ids", "unknown"}
HOW_MANY = "Combien de projets à Liège ?"


def asked(client: TestClient, question: str, **body: object) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, **body})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def events_of(text: str) -> list[tuple[str, Any]]:
    blocks = [block.splitlines() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return [
        (block[0].removeprefix("event: "), json.loads(block[1].removeprefix("data: ")))
        for block in blocks
        if not block[0].startswith(":")
    ]


def test_an_answer_has_the_shape_of_the_contract(client: TestClient) -> None:
    answer = asked(client, HOW_MANY)

    assert set(answer) == ANSWER_KEYS
    assert answer["outcome"] == "answered"
    assert answer["mode"] == "structured"
    assert set(answer["query"]) == {
        "text", "language", "filters", "inferred", "unparsed", "corrections", "intent", "field",
    }  # fmt: skip
    assert answer["citations"]
    assert all(set(citation) == CITATION_KEYS for citation in answer["citations"])
    assert [citation["n"] for citation in answer["citations"]] == list(range(1, len(answer["citations"]) + 1))
    assert all(set(one) == {"document_id", "kind", "title", "url"} for one in answer["related"])


def test_figures_name_all_that_they_were_computed_over(client: TestClient) -> None:
    figures = asked(client, HOW_MANY)["figures"]

    assert set(figures) == FIGURE_KEYS
    assert figures["operation"] == "count"
    assert figures["value"] == len(figures["document_ids"]) == 6
    assert figures["unknown"] is None


def test_a_looked_up_amount_is_the_exact_json_number(client: TestClient) -> None:
    response = client.post(
        "/v1/ask", json={"question": "Quel est le budget de l'éclairage intelligent à Namur ?"}
    )

    assert '"value":134729.08,' in response.text
    assert response.json()["figures"]["unit"] == "EUR"


def test_a_quote_is_a_part_of_a_passage(client: TestClient) -> None:
    for citation in asked(client, HOW_MANY)["citations"]:
        document = client.get(f"/v1/documents/{citation['document_id']}").json()
        assert any(citation["quote"] in passage["text"] for passage in document["passages"])


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_language_of_the_answer_can_be_chosen(client: TestClient, language: str) -> None:
    answer = asked(client, HOW_MANY, language=language)

    assert answer["language"] == answer["query"]["language"] == language
    word = {"fr": "correspond", "nl": "initiatie", "de": "Initiative", "en": "match (municipality"}[language]
    assert word in answer["text"]


@pytest.mark.parametrize(
    "filters", [{"municipality": "Namur"}, {"municipality": ["Namur"]}, {"year_to": 2016}]
)
def test_filters_of_the_body_are_values_or_lists(client: TestClient, filters: dict[str, object]) -> None:
    answer = asked(client, "Combien de projets ?", filters=filters)

    assert answer["outcome"] == "answered"
    assert set(filters) <= set(answer["query"]["filters"])
    assert 0 < answer["figures"]["value"] < 25


def test_absent_and_null_filters_are_the_same(client: TestClient) -> None:
    assert asked(client, "Combien de projets ?", filters=None)["figures"]["value"] == 25
    assert asked(client, "Combien de projets ?", filters={})["figures"]["value"] == 25


def test_the_stream_tells_what_it_does_then_the_text_its_citations_and_the_whole(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": HOW_MANY}, headers={"Accept": "text/event-stream"})

    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response.text)
    names = [name for name, _ in events]
    assert names == sorted(names, key=["status", "token", "citation", "answer"].index)
    assert names.count("status") == names.count("answer") == 1
    answer = events[-1][1]
    assert set(answer) == ANSWER_KEYS
    assert "".join(data["text"] for name, data in events if name == "token") == answer["text"]
    assert [data for name, data in events if name == "citation"] == answer["citations"]


def test_a_written_sentence_is_sent_when_it_is_checked_and_before_the_next_is_written(
    fresh: Callable[..., Passerelle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a real connection: the test client would wait for the whole stream."""
    monkeypatch.setattr("retrieval.answering.weighing.log_odds", lambda *_: 1.0)
    monkeypatch.setattr(
        "retrieval.answering.generated.support.SupportModel.threshold", lambda *_: 0.0
    )  # the hashing embedder knows no meaning
    question = {"question": "Pourquoi les rues de Namur restaient-elles sombres le soir ?"}
    with ChatServer.running() as chat:
        parts = fresh(a_fiche(), chat_model="openai:scripted", chat_url=chat.url)
        first = "Les rues restaient sombres le soir et les riverains se plaignaient [1]."
        last = "La ville compte 4 000 lampes [1]."
        chat.says(f"{first} {last}", pause=0.1)
        seen: list[tuple[float, str, str]] = []
        with (
            served(create_app(parts, warm=False)) as address,
            httpx.stream(
                "POST", f"{address}/v1/ask", json=question, headers={"Accept": "text/event-stream"}
            ) as stream,
        ):
            name = ""
            for line in stream.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    seen.append((time.monotonic(), name, line.removeprefix("data: ")))

    tokens = [(when, json.loads(data)["text"]) for when, name, data in seen if name == "token"]
    answer = json.loads(seen[-1][2])
    assert answer["mode"] == "generated"
    assert tokens[0][1] == first
    assert tokens[0][0] < seen[-1][0] - 0.3
    assert "".join(text for _, text in tokens) == answer["text"]
    assert "4 000" not in answer["text"]


def test_a_stream_that_cannot_begin_is_a_problem(client: TestClient) -> None:
    response = client.post(
        "/v1/ask",
        json={"question": "x", "filters": {"kind": "roman"}},
        headers={"Accept": "text/event-stream"},
    )

    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_an_error_amid_the_stream_is_its_last_event(
    fresh: Callable[..., Passerelle], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = fresh(a_fiche())
    parts.conversations.close()
    monkeypatch.setattr(parts.assistant, "ask", lambda *_, **__: 1 / 0)
    client = TestClient(create_app(parts, warm=False))

    response = client.post("/v1/ask", json={"question": "x"}, headers={"Accept": "text/event-stream"})

    name, problem = events_of(response.text)[-1]
    assert name == "error"
    assert problem["status"] == 500
    assert "division" not in response.text


def test_a_part_that_is_down_is_an_outcome(fresh: Callable[..., Passerelle]) -> None:
    client = TestClient(create_app(fresh(), warm=False))

    answer = asked(client, "Qui a des capteurs de stationnement ?")

    assert answer["outcome"] == "unavailable"
    assert answer["text"]
    assert answer["citations"] == []


def test_a_broken_catalogue_is_said_and_not_a_crash(
    fresh: Callable[..., Passerelle], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = fresh(a_fiche())

    def broken(*_: object, **__: object) -> None:
        raise CatalogueError("the catalogue cannot be used: disk I/O error")

    for name in ("revision", "get", "count", "facets", "page", "count_readable", "matching"):
        monkeypatch.setattr(type(parts.catalogue), name, property(broken) if name == "revision" else broken)
    client = TestClient(create_app(parts, warm=False))

    for path in ("/readyz", "/v1/search?q=x", "/v1/documents", "/v1/documents/a", "/v1/facets", "/v1/stats"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert response.headers["content-type"] == "application/problem+json"
    assert asked(client, HOW_MANY)["outcome"] == "unavailable"
    stream = client.post("/v1/ask", json={"question": "x"}, headers={"Accept": "text/event-stream"})
    assert events_of(stream.text)[-1][0] == "error"


def test_a_conversation_goes_on_under_its_id(client: TestClient) -> None:
    first = asked(client, HOW_MANY)
    second = asked(client, "Et à Namur ?", conversation_id=first["conversation_id"])

    assert second["conversation_id"] == first["conversation_id"]
    assert second["answer_id"] != first["answer_id"]


@pytest.mark.parametrize("invented", ["1", "conversation", "", "\x00", "'; DROP TABLE turns; --", "é" * 200])
def test_an_unknown_conversation_starts_a_new_one(client: TestClient, invented: str) -> None:
    answer = asked(client, HOW_MANY, conversation_id=invented)

    assert answer["conversation_id"] != invented
    assert len(answer["conversation_id"]) >= 32


def test_a_conversation_of_another_caller_is_not_taken_up(client: TestClient) -> None:
    body = {"question": HOW_MANY}
    theirs = client.post("/v1/ask", json=body, headers=AUTHORIZED).json()["conversation_id"]

    mine = asked(client, HOW_MANY, conversation_id=theirs)["conversation_id"]

    assert mine != theirs


def test_an_administrator_forgets_any_conversation(client: TestClient, shared: Passerelle) -> None:
    identifier = asked(client, HOW_MANY)["conversation_id"]
    asked(client, HOW_MANY, conversation_id=identifier)

    receipt = client.delete(f"/v1/conversations/{identifier}", headers=AUTHORIZED)

    assert receipt.json() == {"forgotten": 2}
    assert shared.conversations.turns(identifier, "anonymous") == ()
    assert asked(client, HOW_MANY, conversation_id=identifier)["conversation_id"] != identifier


def test_outcomes_are_those_of_the_contract() -> None:
    assert {outcome.value for outcome in Outcome} == {
        "answered", "partial", "no_evidence", "weak_evidence", "out_of_scope", "needs_clarification",
        "not_allowed", "unavailable",
    }  # fmt: skip


def test_a_computed_answer_is_a_table_on_request(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": HOW_MANY}, headers={"Accept": "text/csv"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert rows[0][:2] == ["id", "titre"]
    assert {row[0] for row in rows[1:]} == set(asked(client, HOW_MANY)["figures"]["document_ids"])


def test_groups_are_a_table_of_values(client: TestClient) -> None:
    question = "Combien de projets par province ?"

    response = client.post("/v1/ask", json={"question": question}, headers={"Accept": "text/csv"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    groups = asked(client, question)["figures"]["value"]
    assert rows[1:] == [[one["value"], one["label"], str(one["count"])] for one in groups]


def test_an_answer_without_a_figure_is_no_table(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "bonjour"}, headers={"Accept": "text/csv"})

    assert response.status_code == 406
    assert response.json()["type"] == "not-a-table"
