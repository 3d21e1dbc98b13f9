"""Catalogues whose fiches are compared, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.retrieval.likeness.world import LikenessWorld


@pytest.fixture
def likeness(tmp_path: Path, database_url: str) -> Iterator[LikenessWorld]:
    made = LikenessWorld(tmp_path, url=database_url)
    yield made
    made.catalogue.close()
