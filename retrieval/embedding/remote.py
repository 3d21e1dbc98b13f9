"""Vectors from any OpenAI-compatible `/v1/embeddings` endpoint, over HTTP.

Which texts leave the machine is the administrator's decision: this embedder is used only when a
setting names an endpoint. Texts are never put into an error or a log.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from retrieval.embedding.embedder import EmbeddingRecipe, Progress, encodable, unit_length
from retrieval.embedding.errors import EndpointRefused, EndpointUnavailable

_DETAIL = 200  # characters of the server's own explanation that an error repeats


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how patiently a busy endpoint is asked again. Times in seconds."""

    attempts: int = 5
    first_wait: float = 0.5
    longest_wait: float = 30.0

    def wait(self, failures: int, asked: float | None, chance: float) -> float:
        """Seconds to wait after so many failures: what the server asked, else twice as long each time.

        `chance` in [0, 1) spreads the clients of one outage, so that they do not all return at once.
        """
        if asked is None:
            asked = self.first_wait * 2.0 ** (failures - 1) * (0.5 + chance / 2)
        return min(asked, self.longest_wait)


class RemoteEmbedder:
    """An embedding model behind HTTP; the endpoint decides what it does with overlong texts."""

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        api_key: SecretStr | None = None,
        query_prefix: str = "",
        passage_prefix: str = "",
        dimension: int | None = None,
        batch_size: int = 64,
        timeout: float = 30.0,
        retries: RetryPolicy = RetryPolicy(),
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`base_url` ends before `/embeddings` (`https://host/v1`); `timeout` in seconds.

        Without `dimension`, the endpoint is asked for one vector when it is first needed.
        Raises EndpointRefused when `base_url` is not an address.
        """
        self._url = _address(base_url)
        self._shown = str(self._url.copy_with(userinfo=b"", query=None))  # no password in an error
        self._model = model
        self._prefixes = (query_prefix, passage_prefix)
        self._dimension = dimension
        self._batch_size = batch_size
        self._retries = retries
        self._sleep = sleep
        self._chance = chance
        self._lock = threading.Lock()
        headers = {"Authorization": f"Bearer {api_key.get_secret_value()}"} if api_key else {}
        self._client = httpx.Client(headers=headers, timeout=timeout)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @property
    def fingerprint(self) -> str:
        """See `Embedder`. The address is not part of it: a model may move."""
        return self._recipe().fingerprint

    @property
    def description(self) -> str:
        """See `Embedder`."""
        return f"{self._recipe().description} at {self._shown}"

    @property
    def dimension(self) -> int:
        """See `Embedder`; the first call may ask the endpoint."""
        with self._lock:
            if self._dimension is None:
                self._dimension = len(self._request(["dimension"])[0])
            return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`. Raises EndpointRefused or EndpointUnavailable."""
        return self._embed(texts, self._prefixes[0], None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """See `Embedder`. Raises EndpointRefused or EndpointUnavailable."""
        return self._embed(texts, self._prefixes[1], progress)

    def _recipe(self) -> EmbeddingRecipe:
        query_prefix, passage_prefix = self._prefixes
        return EmbeddingRecipe(
            model=self._model,
            revision="remote",  # the protocol has no way to ask for it
            query_prefix=query_prefix,
            passage_prefix=passage_prefix,
            pooling="remote",
            dimension=self.dimension,
            text="prefix + text",
        )

    def _embed(self, texts: Sequence[str], prefix: str, progress: Progress | None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), self._batch_size):
            batch = [encodable(prefix + text) for text in texts[start : start + self._batch_size]]
            vectors[start : start + len(batch)] = self._checked(self._request(batch))
            if progress is not None:
                progress(len(batch))
        return unit_length(vectors)

    def _checked(self, rows: list[list[float]]) -> NDArray[np.float32]:
        if any(len(row) != self.dimension for row in rows):
            raise EndpointRefused(
                f"{self._shown} answered vectors of another length than {self.dimension}:"
                " the model behind it has changed"
            )
        return np.asarray(rows, np.float32)

    def _request(self, texts: list[str]) -> list[list[float]]:
        """The vectors as they came, in the order of the texts."""
        body = {"model": self._model, "input": texts, "encoding_format": "float"}
        failures = 0
        while True:
            try:
                return _vectors(self._post(body), len(texts), self._shown)
            except _TryAgain as failure:
                failures += 1
                if failures >= self._retries.attempts:
                    raise EndpointUnavailable(
                        f"{self._shown} did not answer after {failures} attempts: {failure}"
                    ) from failure
                self._sleep(self._retries.wait(failures, failure.after, self._chance()))

    def _post(self, body: dict[str, Any]) -> httpx.Response:
        """A successful response; sorts every failure into worth repeating or not."""
        try:
            response = self._client.post(self._url, json=body)
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError) as failure:  # our own fault
            raise EndpointRefused(f"{self._shown} cannot be called: {failure}") from failure
        except httpx.TransportError as failure:  # refused connection, time-out, cut line
            raise _TryAgain(f"{type(failure).__name__} {failure}".strip()) from failure
        except httpx.HTTPError as failure:  # a body that cannot be decoded
            raise EndpointRefused(f"{self._shown} answers what cannot be read: {failure}") from failure
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            raise _TryAgain(f"status {response.status_code}", after=_retry_after(response))
        if not response.is_success:
            raise EndpointRefused(f"{self._shown} {_reason(response, self._model)}")
        return response


class _TryAgain(Exception):
    """A failure that may pass; `after` is the wait in seconds that the server asked for."""

    def __init__(self, message: str, *, after: float | None = None) -> None:
        self.after = after
        super().__init__(message)


def _address(base_url: str) -> httpx.URL:
    try:
        return httpx.URL(f"{base_url.rstrip('/')}/embeddings")
    except httpx.InvalidURL as failure:
        raise EndpointRefused(f"the address of the embeddings endpoint is not one: {failure}") from failure


def _vectors(response: httpx.Response, expected: int, name: str) -> list[list[float]]:
    """The rows of a successful response, ordered by their index."""
    try:
        items = sorted(response.json()["data"], key=lambda item: int(item["index"]))
        rows = [[float(number) for number in item["embedding"]] for item in items]
        indexes = [int(item["index"]) for item in items]
    except (ValueError, KeyError, TypeError) as failure:
        raise EndpointRefused(f"{name} does not answer as an embeddings endpoint") from failure
    if indexes != list(range(expected)):
        raise EndpointRefused(f"{name} answered {len(rows)} vectors for {expected} texts")
    return rows


def _retry_after(response: httpx.Response) -> float | None:
    """The Retry-After header in seconds; its rarer date form is ignored."""
    try:
        return max(0.0, float(response.headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def _reason(response: httpx.Response, model: str) -> str:
    """Why a request was refused, with what to check."""
    match response.status_code:
        case 401 | 403:
            return "refuses the API key"
        case 404:
            return f"does not exist or has no model {model!r}"
        case 413:
            return "finds the batch too large: lower the batch size"
        case status if 300 <= status < 400:
            return f"redirects to {response.headers.get('location', 'nowhere')}: set that address"
        case status:
            return f"refuses with status {status}: {_detail(response)}"


def _detail(response: httpx.Response) -> str:
    """The server's own words, shortened."""
    try:
        error = response.json()["error"]
        detail = str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, KeyError, TypeError):
        detail = "no explanation"
    return detail[:_DETAIL]
