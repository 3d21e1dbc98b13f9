"""The parts that the assistant's tests share: one catalogue that nobody changes, a state of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.wiring import Passerelle
from tests.api.world import a_passerelle, some_documents


@pytest.fixture
def passerelle(tmp_path: Path) -> Iterator[Passerelle]:
    parts = a_passerelle(tmp_path / "home", *some_documents())
    yield parts
    parts.close()
