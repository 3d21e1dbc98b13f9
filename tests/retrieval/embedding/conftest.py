"""The bundled model, unpacked once a session, and an embeddings endpoint on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.embedding.remote import RemoteEmbedder
from tests.retrieval.embedding.endpoint import Endpoint


@pytest.fixture(scope="session")
def bundled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `bundled` unpacks; use it together with `bundled`."""
    return tmp_path_factory.mktemp("model") / "e5-small"


@pytest.fixture(scope="session")
def bundled(bundled_folder: Path) -> SentenceTransformerEmbedder:
    embedder = SentenceTransformerEmbedder.from_bundled(bundled_folder)
    embedder.embed_queries(["unpack and load"])
    return embedder


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint.running() as running:
        yield running


@pytest.fixture
def remote(endpoint: Endpoint) -> Iterator[RemoteEmbedder]:
    embedder = RemoteEmbedder(endpoint.base_url, "trigrams", batch_size=4)
    yield embedder
    embedder.close()
