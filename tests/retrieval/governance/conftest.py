"""Governance over a database of its own, of each kind, at a time that only passes when told to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.catalogue.catalogue import Catalogue
from retrieval.governance.governance import Governance
from tests.network import Days, an_organisation


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def governance(database_url: str, days: Days) -> Iterator[Governance]:
    catalogue = Catalogue.open(database_url)
    made = Governance.over(catalogue.transactions, days)
    for identifier in ("namur", "mons"):
        an_organisation(made, identifier)
    yield made
    catalogue.close()
