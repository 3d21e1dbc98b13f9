"""The parts that the assistant's tests share: one catalogue made once, and a copy with a state of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.wiring import Passerelle
from tests.api.world import a_passerelle, some_documents


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("bot") / "home"
    a_passerelle(home, *some_documents()).close()
    return home


@pytest.fixture
def passerelle(filled_home: Path, tmp_path: Path) -> Iterator[Passerelle]:
    home = tmp_path / "home"
    shutil.copytree(filled_home, home)
    parts = a_passerelle(home)
    yield parts
    parts.close()
