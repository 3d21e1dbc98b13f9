"""What is done with data: read from sentences as they stand, and nothing that a sentence denies."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS
from corpus.filters import Filters
from corpus.models import Language
from retrieval.portfolio.inventory import DataRole, Inventory, roles_of
from retrieval.search.links import Links
from tests.builders import a_fiche
from tests.conftest import World


@pytest.mark.parametrize(
    ("text", "language", "roles"),
    [
        ("Chaque minute, la station enregistre les teneurs en NO et NO2.", "fr", {DataRole.PRODUCES}),
        ("L'occupation des parkings est réutilisée dans l'application.", "fr", {DataRole.REUSES}),
        ("Tout paraît sur le portail.", "fr", {DataRole.PUBLISHES}),
        ("Les relevés sont publiés sur le portail.", "fr", {DataRole.PRODUCES, DataRole.PUBLISHES}),
        ("Les données ne sont pas publiées.", "fr", {DataRole.DESCRIBES}),
        ("Le projet relève à la fois de l'environnement et de la santé.", "fr", {DataRole.DESCRIBES}),
        ("De sensoren meten elke minuut.", "nl", {DataRole.PRODUCES}),
        ("Die Daten werden veröffentlicht.", "de", {DataRole.PUBLISHES}),
        ("The counts are published and based on cameras.", "en", set(DataRole) - {DataRole.DESCRIBES}),
    ],
)
def test_what_a_sentence_says_is_done_with_data(text: str, language: Language, roles: set[DataRole]) -> None:
    assert set(roles_of(text, language)) == roles


def test_sentences_on_personal_data_alone_and_open_points_are_no_inventory(world: World) -> None:
    body = (
        "## Données produites, réutilisées, publiées\n\nLes capteurs mesurent le bruit. La source n'évoque pas de données"
        " personnelles. Quelles données circulent ?"
    )
    world.holds(a_fiche().model_copy(update={"body": body}), a_fiche("sans-donnees"))

    page = Inventory(world.catalogue, Links()).page(Filters(), ANONYMOUS, "fr")
    assert [(row.document_id, [one.quote for one in row.entries]) for row in page.rows] == [
        ("namur-eclairage", ["Les capteurs mesurent le bruit."])
    ]
    assert (page.read, page.total) == (2, 2)
    assert page.citations[0].quote == "Les capteurs mesurent le bruit."
