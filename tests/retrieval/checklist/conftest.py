"""A checker over the law sheets that ship, read once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.checklist.checklist import Checker
from tests.builders import a_fiche
from tests.retrieval.checklist.sheets import a_catalogue, law_sheets


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    cameras = a_fiche(
        "namur-cameras",
        title="Caméras à Namur",
        technologies=("vidéosurveillance",),
        solution="Six caméras sur la place contre le vandalisme.",
        personal_data="yes",
    )
    sensors = a_fiche(
        "namur-air",
        title="Air à Namur",
        technologies=("capteurs",),
        solution="Dix capteurs mesurent la qualité de l'air.",
        personal_data="no",
    )
    catalogue = a_catalogue(tmp_path_factory.mktemp("law"), *law_sheets(), cameras, sensors)
    yield Checker(catalogue)
    catalogue.close()
