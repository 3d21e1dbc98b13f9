"""The doors over a small real catalogue: one that is only read, shared by all, and fresh ones to write in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from tests.api.world import a_passerelle, some_documents


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passerelle]:
    """Parts over a catalogue that no test changes (conversations come and go)."""
    parts = a_passerelle(tmp_path_factory.mktemp("shared"), *some_documents())
    yield parts
    parts.close()


@pytest.fixture
def client(shared: Passerelle) -> TestClient:
    """HTTP over the shared catalogue; an unexpected error is raised here instead of being a 500."""
    return TestClient(create_app(shared, warm=False))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[..., Passerelle]]:
    """Makes parts that a test may change, over documents of its own."""
    made: list[Passerelle] = []

    def make(*documents: object, **settings: object) -> Passerelle:
        made.append(a_passerelle(tmp_path / f"home{len(made)}", *documents, **settings))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for parts in made:
        parts.close()
