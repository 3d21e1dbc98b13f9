"""GET /v1/search, /v1/facets and /v1/stats."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import SearchOut
from api.wiring import Passerelle
from corpus.access import ANONYMOUS
from corpus.models import InitiativeFields
from retrieval.query.understanding import understand
from tests.api.world import AUTHORIZED, SECRET_ORGANISATION
from tests.builders import a_fiche

RESULT_KEYS = {
    "document_id", "kind", "title", "score", "url", "snippet", "highlights", "passage", "fields",
    "confidence", "explain",
}  # fmt: skip
FACETS = {
    "kind", "country", "region", "province", "municipality", "domain", "technology", "service", "status",
    "programme", "personal_data", "language",
}  # fmt: skip


def found(client: TestClient, **parameters: Any) -> dict[str, Any]:
    response = client.get("/v1/search", params=parameters)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_a_search_has_the_shape_of_the_contract(client: TestClient) -> None:
    body = found(client, q="capteurs", limit=3)

    assert set(body) == {"query", "total", "results", "facets"}
    assert set(body["query"]) == {
        "text", "language", "filters", "inferred", "unparsed", "corrections", "intent", "field",
    }  # fmt: skip
    assert body["query"]["text"] == "capteurs"
    assert len(body["results"]) == 3
    for result in body["results"]:
        assert set(result) == RESULT_KEYS
        assert set(result["passage"]) == {"section", "page"}
        assert set(result["fields"]) == set(InitiativeFields.model_fields)
    assert set(body["facets"]) == FACETS
    assert all(
        set(one) == {"value", "label", "count"} for values in body["facets"].values() for one in values
    )


def test_highlights_are_spans_of_the_snippet(client: TestClient) -> None:
    for result in found(client, q="place de stationnement", limit=5)["results"]:
        for start, end in result["highlights"]:
            assert result["snippet"][start:end].lower().startswith(("stationnement", "place"))


def test_pages_of_results_are_complete_and_repeat_nothing(client: TestClient) -> None:
    pages = [found(client, q="capteurs", limit=7, offset=offset)["results"] for offset in range(0, 28, 7)]

    ids = [result["document_id"] for page in pages for result in page]
    assert len(ids) == len(set(ids)) == found(client, q="capteurs")["total"] == 25


def test_beyond_the_last_result_there_are_none(client: TestClient) -> None:
    body = found(client, q="capteurs", offset=100_000)

    assert body["results"] == []
    assert body["total"] == 25


def test_without_words_all_documents_that_meet_the_filters_are_listed(client: TestClient) -> None:
    assert found(client)["total"] == 25
    assert found(client, municipality="Liège")["total"] == 6


@pytest.mark.parametrize("value", ["Liège", "luik", "Lüttich", "62063", "4000"])
def test_a_filter_value_may_be_a_name_in_any_language_or_a_code(client: TestClient, value: str) -> None:
    body = found(client, municipality=value)

    assert body["query"]["filters"] == {"municipality": ["62063"]}
    assert body["total"] == 6


def test_a_repeated_filter_means_or_and_different_ones_and(client: TestClient) -> None:
    assert found(client, municipality=["Namur", "Liège"])["total"] == 12
    assert found(client, municipality=["Namur", "Liège"], domain="lighting")["total"] == 1


def test_filters_read_from_the_sentence_are_shown_and_can_be_dropped(client: TestClient) -> None:
    read = found(client, q="projets à Namur")
    dropped = found(client, q="projets à Namur", infer="false")

    assert read["query"]["filters"] == {"municipality": ["92094"]}
    assert read["query"]["inferred"] == ["municipality"]
    assert read["total"] == 6
    assert dropped["query"]["filters"] == {}
    assert dropped["total"] == 25


@pytest.mark.parametrize("explain", [True, False])
@pytest.mark.parametrize("question", ["capteurs", "projets à Namur", ""])
def test_what_is_written_at_once_is_what_the_schema_writes(
    shared: Passerelle, question: str, explain: bool
) -> None:
    result = shared.searcher.search(understand(question), ANONYMOUS)

    written = SearchOut.json_of(result, shared.links, explain=explain)

    assert result.hits
    assert result.facets
    assert written.decode() == SearchOut.of(result, shared.links, explain=explain).model_dump_json()


def test_money_is_a_json_number_without_rounding(client: TestClient) -> None:
    response = client.get("/v1/search", params={"domain": "lighting", "budget_min": "134729.08"})

    assert '"budget_eur":134729.08,' in response.text
    assert '"subsidy_eur":0.1,' in response.text
    assert response.json()["query"]["filters"]["budget_min"] == 134729.08
    assert found(client, budget_min="134729.09", budget_max="134729.09")["total"] == 0


def test_scores_are_explained_when_asked(client: TestClient) -> None:
    [plain] = found(client, q="lampes", limit=1)["results"]
    [explained] = found(client, q="lampes", limit=1, explain="true")["results"]

    assert plain["explain"] is None
    assert explained["explain"]["total"] == pytest.approx(explained["score"])
    assert set(explained["explain"]) == {
        "total", "title", "summary", "question", "passage", "words", "hints",
    }  # fmt: skip


def test_text_leaves_in_nfc_whatever_came_in(fresh: Callable[..., Passerelle]) -> None:
    decomposed = unicodedata.normalize("NFD", "Éclairage rénové à Liège")
    parts = fresh(a_fiche(title=decomposed, need=f"{decomposed}, la nuit aussi."))
    client = TestClient(create_app(parts, warm=False))

    answered = client.post("/v1/ask", json={"question": unicodedata.normalize("NFD", "éclairage rénové ?")})

    for response in (client.get("/v1/search"), client.get("/v1/documents/namur-eclairage"), answered):
        assert response.text == unicodedata.normalize("NFC", response.text)


def test_what_an_organisation_keeps_to_itself_is_nowhere(client: TestClient) -> None:
    question = {"question": "Où sont les licornes du projet secret ?"}
    answers = [
        client.get("/v1/search", params={"q": "licornes confidentielles", "limit": 100}),
        client.get("/v1/search", params={"limit": 100}),
        client.get("/v1/documents", params={"limit": 100}),
        client.get("/v1/facets"),
        client.get("/v1/stats"),
        client.post("/v1/ask", json={"question": "Combien de projets à Namur ?"}),
    ]
    text = "".join(answer.text for answer in answers) + client.post("/v1/ask", json=question).text.replace(
        question["question"], ""
    )

    for hidden in (SECRET_ORGANISATION, "secret-projet", "reseau-projet", "licornes."):
        assert hidden not in text
    assert '"organisation":' not in text


def test_an_administrator_finds_all_but_sees_no_organisation(client: TestClient) -> None:
    response = client.get("/v1/documents/secret-projet", headers=AUTHORIZED)

    assert response.status_code == 200
    assert response.json()["visibility"] == "organisation"
    assert SECRET_ORGANISATION not in response.text


def test_facets_count_what_meets_the_filters(client: TestClient) -> None:
    everything = client.get("/v1/facets").json()
    some = client.get("/v1/facets", params={"municipality": "Liège", "ui": "nl"}).json()

    assert set(everything) == set(some) == FACETS
    assert everything["kind"] == [{"value": "initiative", "label": "Initiative", "count": 25}]
    assert some["municipality"] == [{"value": "62063", "label": "Luik", "count": 6}]
    assert everything["programme"] == []


def test_stats_count_the_unknown_too(client: TestClient) -> None:
    body = client.get("/v1/stats").json()

    assert set(body) == {"documents", "by_kind", "initiatives", "fields", "revision", "embedder"}
    assert body["documents"] == 25
    assert body["by_kind"] == {"initiative": 25, "regulation": 0, "practice": 0, "file": 0}
    assert body["fields"]["budget_eur"] == {"known": 13, "unknown": 12}


def test_without_an_index_a_search_says_what_to_do(fresh: Callable[..., Passerelle]) -> None:
    client = TestClient(create_app(fresh(), warm=False))

    response = client.get("/v1/search", params={"q": "capteurs"})

    assert response.status_code == 503
    assert response.json()["type"] == "index-unavailable"
    assert "passerelle ingest" in response.json()["detail"]
    assert response.headers["retry-after"]
