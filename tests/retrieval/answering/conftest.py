"""What tests of answers share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.answering.answerer import Answerer
from retrieval.answering.evidence import PLAIN, Calibration, Model
from retrieval.search.links import Links
from tests.conftest import World

NO_WEIGHTS = tuple(0.0 for _ in PLAIN.near.weights)


@pytest.fixture
def lenient(tmp_path: Path) -> Iterator[World]:
    """A world that answers whatever was found: whether evidence is enough is tested elsewhere."""
    made = World(tmp_path)
    always = Calibration(near=Model(50.0, NO_WEIGHTS), told=Model(50.0, NO_WEIGHTS), threshold=0.5)
    made.answerer = Answerer(
        made.catalogue, made.searcher, made.embedder, Links("http://test"), calibration=always
    )
    yield made
    made.catalogue.close()


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[World]:
    """A world in which no passage is evidence enough."""
    made = World(tmp_path)
    never = Calibration(near=Model(-50.0, NO_WEIGHTS), told=Model(50.0, NO_WEIGHTS), threshold=0.5)
    made.answerer = Answerer(
        made.catalogue, made.searcher, made.embedder, Links("http://test"), calibration=never
    )
    yield made
    made.catalogue.close()


@pytest.fixture
def untold(tmp_path: Path) -> Iterator[World]:
    """A world in which everything is near and nothing tells what is asked."""
    made = World(tmp_path)
    never = Calibration(near=Model(50.0, NO_WEIGHTS), told=Model(-50.0, NO_WEIGHTS), threshold=0.5)
    made.answerer = Answerer(
        made.catalogue, made.searcher, made.embedder, Links("http://test"), calibration=never
    )
    yield made
    made.catalogue.close()
