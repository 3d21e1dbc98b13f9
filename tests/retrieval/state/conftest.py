"""What tests of the state share: a clock that they turn, and a database of their own, of each kind."""

from __future__ import annotations

import pytest

from tests.retrieval.state.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(database_url: str) -> str:
    return database_url
