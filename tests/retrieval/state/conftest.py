"""What tests of the state share: a clock that they turn, and a database of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.retrieval.state.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'state.sqlite3'}"
