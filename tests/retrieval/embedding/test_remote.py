"""An embeddings endpoint over HTTP: order, batches, patience and clear refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import SecretStr

from retrieval.embedding.errors import EmbeddingError, EndpointRefused, EndpointUnavailable
from retrieval.embedding.remote import RemoteEmbedder, RetryPolicy
from tests.doubles import HashEmbedder
from tests.retrieval.embedding.endpoint import Endpoint

SECRET = "sk-very-secret"


Connect = Callable[..., RemoteEmbedder]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Makes embedders that record their waits instead of waiting, and closes them."""
    with ExitStack() as opened:

        def an_embedder(base_url: str, *, waits: list[float] | None = None, **options: Any) -> RemoteEmbedder:
            settings: dict[str, Any] = {
                "dimension": 64,
                "batch_size": 3,
                "timeout": 5.0,
                "query_prefix": "query: ",
            } | options
            embedder = RemoteEmbedder(
                base_url,
                "trigrams",
                api_key=SecretStr(SECRET),
                sleep=(waits if waits is not None else []).append,
                chance=lambda: 1.0,
                **settings,
            )
            opened.callback(embedder.close)
            return embedder

        yield an_embedder


def failing_with(status: int, **headers: str) -> Response:
    return JSONResponse({"error": {"message": "said by the server"}}, status, headers)


class TestAsking:
    def test_gives_the_endpoints_vectors_at_length_one_in_order(
        self, endpoint: Endpoint, connect: Connect
    ) -> None:
        texts = [f"texte {number}" for number in range(7)]

        vectors = connect(endpoint.base_url).embed_passages(texts)

        np.testing.assert_allclose(vectors, HashEmbedder().embed_passages(texts), atol=1e-6)

    def test_sends_batches_and_tells_progress(self, endpoint: Endpoint, connect: Connect) -> None:
        steps: list[int] = []

        connect(endpoint.base_url).embed_passages([str(n) for n in range(7)], steps.append)

        assert [len(body["input"]) for body in endpoint.bodies] == [3, 3, 1]
        assert steps == [3, 3, 1]

    def test_sends_model_prefix_and_key(self, endpoint: Endpoint, connect: Connect) -> None:
        connect(endpoint.base_url).embed_queries(["Namur"])

        assert endpoint.bodies == [
            {"model": "trigrams", "input": ["query: Namur"], "encoding_format": "float"}
        ]
        assert endpoint.keys == [f"Bearer {SECRET}"]

    def test_sends_no_key_when_there_is_none(self, endpoint: Endpoint, remote: RemoteEmbedder) -> None:
        remote.embed_queries(["Namur"])

        assert set(endpoint.keys) == {None}

    def test_asks_for_the_dimension_once_when_it_is_not_given(
        self, endpoint: Endpoint, connect: Connect
    ) -> None:
        embedder = connect(endpoint.base_url, dimension=None)

        assert (embedder.dimension, embedder.dimension) == (64, 64)
        assert endpoint.requests == 1

    def test_the_fingerprint_follows_the_model_and_not_the_address(
        self, endpoint: Endpoint, connect: Connect
    ) -> None:
        here = connect(endpoint.base_url)
        elsewhere = connect("http://user:hunter2@other.example/v1?token=abc")

        assert here.fingerprint == elsewhere.fingerprint
        assert "hunter2" not in elsewhere.description
        assert endpoint.requests == 0


class TestPatience:
    def test_a_busy_endpoint_is_asked_again_more_and_more_slowly(
        self, endpoint: Endpoint, connect: Connect
    ) -> None:
        endpoint.failures.extend([failing_with(429), failing_with(503), failing_with(500)])
        waits: list[float] = []

        vectors = connect(endpoint.base_url, waits=waits).embed_queries(["Namur"])

        assert vectors.shape == (1, 64)
        assert endpoint.requests == 4
        assert waits == [0.5, 1.0, 2.0]

    def test_the_wait_that_the_server_asks_for_is_kept_within_bounds(
        self, endpoint: Endpoint, connect: Connect
    ) -> None:
        endpoint.failures.extend([failing_with(429, **{"retry-after": after}) for after in ("7", "9999")])
        endpoint.failures.append(failing_with(429, **{"retry-after": "Mon, 23 Nov 2026 08:00:00 GMT"}))
        waits: list[float] = []

        connect(endpoint.base_url, waits=waits).embed_queries(["Namur"])

        assert waits == [7.0, 30.0, 2.0]

    def test_it_gives_up_after_the_last_attempt(self, endpoint: Endpoint, connect: Connect) -> None:
        endpoint.failures.extend([failing_with(503)] * 9)
        waits: list[float] = []

        with pytest.raises(EndpointUnavailable, match="after 3 attempts: status 503"):
            connect(endpoint.base_url, waits=waits, retries=RetryPolicy(attempts=3)).embed_queries(["a"])

        assert endpoint.requests == 3
        assert len(waits) == 2

    def test_an_endpoint_that_is_not_there_is_unavailable(self, connect: Connect) -> None:
        # Port 1 needs the administrator's rights, and nobody serves there.
        embedder = connect("http://127.0.0.1:1/v1", retries=RetryPolicy(attempts=2))

        with pytest.raises(EndpointUnavailable, match="ConnectError"):
            embedder.embed_queries(["Namur"])


class TestRefusal:
    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            (failing_with(401), "refuses the API key"),
            (failing_with(403), "refuses the API key"),
            (failing_with(404), "has no model 'trigrams'"),
            (failing_with(413), "lower the batch size"),
            (failing_with(400), "status 400: said by the server"),
            (PlainTextResponse("x" * 1000, 422), "status 422: no explanation"),
            (Response(status_code=307, headers={"location": "https://new.example"}), "new.example"),
            (PlainTextResponse("<html>"), "does not answer as an embeddings endpoint"),
            (JSONResponse({"data": "none"}), "does not answer as an embeddings endpoint"),
            (JSONResponse({"data": []}), "0 vectors for 1 texts"),
            (JSONResponse({"data": [{"index": 4, "embedding": [1.0]}]}), "1 vectors for 1 texts"),
            (JSONResponse({"data": [{"index": 0, "embedding": [1.0]}]}), "another length than 64"),
            (JSONResponse({"data": [{"index": 0, "embedding": ["a"]}]}), "embeddings endpoint"),
        ],
    )
    def test_says_what_to_change_and_does_not_insist(
        self, endpoint: Endpoint, connect: Connect, answer: Response, message: str
    ) -> None:
        endpoint.failures.append(answer)

        with pytest.raises(EndpointRefused, match=message) as caught:
            connect(endpoint.base_url).embed_queries(["texte confidentiel"])

        assert endpoint.requests == 1
        assert SECRET not in str(caught.value)
        assert "confidentiel" not in str(caught.value)

    def test_a_vector_of_zeros_is_refused(self, endpoint: Endpoint, connect: Connect) -> None:
        endpoint.failures.append(JSONResponse({"data": [{"index": 0, "embedding": [0.0] * 64}]}))

        with pytest.raises(EmbeddingError, match="without a direction"):
            connect(endpoint.base_url).embed_queries(["Namur"])

    @pytest.mark.parametrize("address", ["ftp://host/v1", "host/v1", "http://[::1/v1"])
    def test_an_address_that_is_none_is_refused(self, connect: Connect, address: str) -> None:
        with pytest.raises(EndpointRefused):
            connect(address).embed_queries(["Namur"])


def test_every_failure_of_the_http_library_becomes_one_of_ours(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for failure in _kinds_of(httpx.HTTPError):
        if failure is httpx.HTTPStatusError:  # raised by raise_for_status only, which is not called
            continue
        with monkeypatch.context() as patch:
            patch.setattr(httpx.Client, "post", _raising(failure))
            with pytest.raises((EndpointRefused, EndpointUnavailable)):
                connect("http://127.0.0.1/v1").embed_queries(["Namur"])


def _kinds_of(kind: type[httpx.HTTPError]) -> list[type[httpx.HTTPError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _kinds_of(child))]


def _raising(failure: type[httpx.HTTPError]) -> Callable[..., httpx.Response]:
    def post(*_: object, **__: object) -> httpx.Response:
        raise failure("broken")

    return post
