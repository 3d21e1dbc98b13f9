"""An embeddings endpoint on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.embedding.remote import RemoteEmbedder
from tests.retrieval.embedding.endpoint import Endpoint


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint.running() as running:
        yield running


@pytest.fixture
def remote(endpoint: Endpoint) -> Iterator[RemoteEmbedder]:
    embedder = RemoteEmbedder(endpoint.base_url, "trigrams", batch_size=4)
    yield embedder
    embedder.close()
