"""Many at once over a real server: no failure, and nobody sees another's conversation."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from api.app import create_app
from api.wiring import Passerelle
from tests.api.server import served
from tests.api.test_ask import events_of
from tests.api.world import AUTHORIZED
from tests.builders import a_fiche

AT_ONCE = 32


@pytest.fixture(scope="module")
def address(shared: Passerelle) -> Iterator[str]:
    with served(create_app(shared, warm=False)) as base:
        yield base


@pytest.fixture(scope="module")
def caller(address: str) -> Iterator[httpx.Client]:
    """One client for all threads: making one costs more than a request."""
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    with httpx.Client(base_url=address, timeout=60, limits=limits) as client:
        yield client


def all_at_once(call: Callable[[int], Any], count: int = AT_ONCE) -> list[Any]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(call, range(count)))


def test_thirty_two_callers_are_all_answered(caller: httpx.Client) -> None:
    towns = {"Namur": 6, "Liège": 6, "Charleroi": 5, "Mons": 4, "Tournai": 4}

    def ask(number: int) -> tuple[str, httpx.Response]:
        town = list(towns)[number % len(towns)]
        body = {"question": f"Combien de projets à {town} ?"}
        return town, caller.post("/v1/ask", json=body)

    answers = all_at_once(ask, AT_ONCE * 3)

    assert {response.status_code for _, response in answers} == {200}
    for town, response in answers:
        assert response.json()["figures"]["value"] == towns[town], town
    assert len({response.json()["conversation_id"] for _, response in answers}) == len(answers)
    assert len({response.json()["answer_id"] for _, response in answers}) == len(answers)


def test_reading_streaming_and_searching_mix(caller: httpx.Client) -> None:
    def call(number: int) -> int:
        if number % 4 == 0:
            return caller.get("/v1/search", params={"q": f"capteurs {number}"}).status_code
        if number % 4 == 1:
            return caller.get("/v1/documents", params={"limit": 5}).status_code
        if number % 4 == 2:
            return caller.get("/readyz").status_code
        body, streaming = {"question": "Combien de projets ?"}, {"Accept": "text/event-stream"}
        response = caller.post("/v1/ask", json=body, headers=streaming)
        assert events_of(response.text)[-1][0] == "answer"
        return response.status_code

    assert set(all_at_once(call, AT_ONCE * 2)) == {200}


def test_conversations_of_two_callers_never_mix(caller: httpx.Client) -> None:
    def talk(number: int) -> set[str]:
        headers = AUTHORIZED if number % 2 else {}
        identifier, seen = None, set()
        for _ in range(3):
            body = {"question": "Combien de projets ?", "conversation_id": identifier}
            identifier = caller.post("/v1/ask", json=body, headers=headers).json()["conversation_id"]
            seen.add(identifier)
        return seen

    conversations = all_at_once(talk)

    assert all(len(own) == 1 for own in conversations), "each goes on under one id"
    assert len(set().union(*conversations)) == AT_ONCE


def test_reading_goes_on_while_documents_are_deleted(fresh: Callable[..., Passerelle]) -> None:
    parts = fresh(*(a_fiche(f"fiche-{n:02}", title=f"Capteurs {n}") for n in range(20)))
    with served(create_app(parts, warm=False)) as base, httpx.Client(base_url=base, timeout=60) as client:

        def call(number: int) -> int:
            if number % 4 == 0:
                path = f"/v1/documents/fiche-{number // 4:02}"
                return client.delete(path, headers=AUTHORIZED).status_code
            return client.get("/v1/search", params={"q": "capteurs"}).status_code

        answers = all_at_once(call, 40)

    # One writer at a time: the others are told to come back, nothing breaks.
    assert set(answers[::4]) <= {200, 409}
    assert set(answers) - {409} == {200}
    assert parts.catalogue.revision == 1 + answers[::4].count(200)


def raw(address: str, request: bytes) -> bytes:
    """What a server answers to bytes that no client would send."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        # A server that closes before it has read everything may reset the connection instead of answering.
        with suppress(ConnectionResetError):
            while piece := connection.recv(65_536):
                answer += piece
    return answer


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /v1/search?q=\xff\xfe\x80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /v1/documents/\xc3\x28 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /v1/search HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
    ],
    ids=["query", "path", "headers", "length", "nonsense"],
)
def test_bytes_that_are_no_http_are_refused(address: str, caller: httpx.Client, request_bytes: bytes) -> None:
    answer = raw(address, request_bytes)

    assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 200"))
    assert caller.get("/healthz").status_code == 200


def test_a_caller_who_hangs_up_amid_a_body_writes_nothing(
    address: str, caller: httpx.Client, shared: Passerelle
) -> None:
    turns = shared.conversations.count()
    body = json.dumps({"question": "Combien de projets ?"}).encode()
    head = (
        b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    )

    raw(address, head + body)

    assert shared.conversations.count() == turns
    assert caller.get("/healthz").status_code == 200
