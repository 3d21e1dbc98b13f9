"""What all tests share: parts over a temporary folder, no network but loopback, no skip in CI."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.models import Document
from ingest.pipeline import Ingester
from retrieval.answering.answerer import Answerer
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.search.links import Links
from retrieval.search.search import Searcher
from tests.builders import a_record
from tests.doubles import HashEmbedder
from tests.postgres import Server, a_server

_LOOPBACK = ("127.", "::1", "localhost")


class World:
    """A small real catalogue with a real index and a hashing embedder; the catalogue on SQLite unless `url` says where."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'catalogue.sqlite3'}"
        self.catalogue = Catalogue.open(self.url)
        self.embedder = HashEmbedder()
        self.index = folder / "index"
        self.ingester = Ingester(self.catalogue, self.embedder, self.index, folder / "ingest.lock")
        self.searcher = Searcher(self.catalogue, self.embedder, self.index)
        self.answerer = Answerer(self.catalogue, self.searcher, self.embedder, Links("http://test"))

    def holds(self, *documents: Document) -> World:
        """Put documents in and publish."""
        self.catalogue.writer.put([a_record(document) for document in documents])
        self.ingester.publish()
        return self


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.catalogue.close()


@pytest.fixture(scope="session")
def _some_server() -> Iterator[Server | None]:
    with a_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres(_some_server: Server | None) -> Server:
    """The PostgreSQL server of the tests."""
    if _some_server is None:
        pytest.skip("the PostgreSQL server is not installed, 15 or newer: apt-get install postgresql")
    return _some_server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database, once on each kind; on SQLite `database.sqlite3` of the test's folder."""
    yield from _database(request, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def module_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The same for the tests of a module that only read."""
    yield from _database(request, tmp_path_factory.mktemp("database"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same before anybody opened it, so that it has no tables."""
    yield from _database(request, tmp_path, empty=True)


def _database(request: pytest.FixtureRequest, folder: Path, *, empty: bool = False) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'database.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(empty=empty) as url:
        yield url


@pytest.fixture
def either_world(tmp_path: Path, database_url: str) -> Iterator[World]:
    """A world on each kind of database."""
    made = World(tmp_path, database_url)
    yield made
    made.catalogue.close()


@pytest.fixture(scope="session")
def bundled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `bundled` unpacks; use it together with `bundled`."""
    return tmp_path_factory.mktemp("model") / "e5-small"


@pytest.fixture(scope="session")
def bundled(bundled_folder: Path) -> SentenceTransformerEmbedder:
    embedder = SentenceTransformerEmbedder.from_bundled(bundled_folder)
    embedder.embed_queries(["unpack and load"])
    return embedder


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches the network."""
    connect: Callable[..., Any] = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test wanted to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test is a failure: everything that tests need is installed there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped: Sequence[object] = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") == "true" and skipped and exitstatus == 0:
        session.exitstatus = 1
