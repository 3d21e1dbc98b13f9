"""What is logged, at the most talkative level: no question, answer, token or address of a person."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx
import pytest

from api.app import create_app
from api.logs import configure_logs
from api.wiring import Passerelle
from retrieval.errors import CatalogueError
from tests.api.server import served
from tests.api.world import AUTHORIZED, TOKEN
from tests.builders import a_fiche

PERSON = "jeanne.dupont@example.org"
QUESTION = f"Combien de projets à Liège, demande {PERSON} au 0470 12 34 56 ?"


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """As `passerelle serve` with PASSERELLE_LOG_LEVEL=DEBUG sets logging up."""
    caplog.set_level(logging.DEBUG)  # and puts the former level back
    configure_logs("DEBUG")
    return caplog


def test_a_run_leaves_no_word_of_it_in_the_logs(
    fresh: Callable[..., Passerelle],
    everything_logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    parts = fresh(a_fiche(), a_fiche("liege-capteurs", municipality="Liège", title="Capteurs à Liège"))
    body = {"question": QUESTION}
    with served(create_app(parts)) as address, httpx.Client(base_url=address, timeout=60) as client:
        answer = client.post("/v1/ask", json=body).json()
        again = {**body, "conversation_id": answer["conversation_id"]}
        client.post("/v1/ask", json=again, headers={"Accept": "text/event-stream", **AUTHORIZED})
        client.get("/v1/search", params={"q": QUESTION, "partner": PERSON})
        client.get("/v1/search", params={"municipality": PERSON})
        client.get(f"/v1/documents/{PERSON}", headers={"Authorization": "Bearer wrong-token-of-somebody"})
        client.post("/v1/ask", content=f'{{"question": "{QUESTION}'.encode())
        judged = {"helpful": False, "reason": f"{PERSON} n'est pas d'accord avec projets à Liège"}
        client.post(f"/v1/answers/{answer['answer_id']}/feedback", json=judged)
        client.post("/v1/ask", json={"question": f"Où sont les ruches de {PERSON}, projets à Liège ?"})
        client.get("/v1/gaps", headers=AUTHORIZED)
        client.delete("/v1/documents/namur-eclairage", headers=AUTHORIZED)

    written = everything_logged.text + "".join(capfd.readouterr())
    secrets = (
        PERSON,
        "0470 12 34 56",
        TOKEN,
        "wrong-token-of-somebody",
        answer["conversation_id"],
        answer["answer_id"],
    )
    assert [secret for secret in (*secrets, answer["text"]) if secret in written] == []
    assert "projets à Liège" not in written


def test_a_failure_is_logged_without_the_question(
    fresh: Callable[..., Passerelle],
    everything_logged: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = fresh(a_fiche())

    def broken(*_: object, **__: object) -> None:
        raise CatalogueError("the catalogue cannot be used: disk I/O error")

    monkeypatch.setattr(type(parts.catalogue), "matching", broken)
    with served(create_app(parts, warm=False)) as address:
        httpx.post(f"{address}/v1/ask", json={"question": "Combien de projets à Liège ?"}, timeout=60)

    assert "disk I/O error" in everything_logged.text
    assert "Combien" not in everything_logged.text


def test_metrics_count_routes_and_never_addresses(fresh: Callable[..., Passerelle]) -> None:
    with (
        served(create_app(fresh(a_fiche()), warm=False)) as address,
        httpx.Client(base_url=address) as client,
    ):
        client.get("/v1/documents/namur-eclairage")
        client.get(f"/v1/search?q={PERSON}")
        client.get(f"/{PERSON}")
        client.request("BREW", "/v1/search")
        text = client.get("/metrics").text

    assert 'route="/v1/documents/{document_id}",status="200"' in text
    assert 'route="unmatched",status="404"' in text
    assert 'method="other",route="/v1/search",status="405"' in text
    assert PERSON not in text
    assert "namur-eclairage" not in text
    assert "BREW" not in text
