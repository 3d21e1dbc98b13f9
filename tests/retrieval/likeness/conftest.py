"""Catalogues whose fiches are compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.retrieval.likeness.world import LikenessWorld


@pytest.fixture
def likeness(tmp_path: Path) -> Iterator[LikenessWorld]:
    made = LikenessWorld(tmp_path)
    yield made
    made.catalogue.close()
