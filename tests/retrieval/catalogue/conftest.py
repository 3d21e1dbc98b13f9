"""Everything that is promised of the catalogue is promised on both kinds of database."""

from __future__ import annotations

import pytest

from tests.conftest import World


@pytest.fixture
def world(either_world: World) -> World:
    return either_world
