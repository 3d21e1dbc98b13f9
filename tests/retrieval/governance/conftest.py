"""Governance over a database of its own, at a time that only passes when told to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.catalogue.catalogue import Catalogue
from retrieval.governance.governance import Governance
from tests.network import Days, an_organisation


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite3"


@pytest.fixture
def governance(database: Path, days: Days) -> Iterator[Governance]:
    catalogue = Catalogue.open(f"sqlite:///{database}")
    made = Governance.over(catalogue.transactions, days)
    for identifier in ("namur", "mons"):
        an_organisation(made, identifier)
    yield made
    catalogue.close()
