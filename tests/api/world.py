"""Parts assembled as `api.wiring.build` does, with a hashing embedder; and the documents most tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

from api import wiring
from api.settings import Settings
from api.wiring import Passerelle
from corpus.access import Visibility
from corpus.models import Document
from tests.builders import a_fiche, a_record
from tests.doubles import HashEmbedder

TOKEN = "a-token-that-nobody-guesses"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
SECRET_ORGANISATION = "organisation-that-nobody-may-see"


def a_passerelle(home: Path, *documents: Document, **settings: object) -> Passerelle:
    """Assembled parts whose state is in `home`."""
    chosen = Settings.model_validate({"home": home, "admin_token": TOKEN, **settings})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
        parts = wiring.build(chosen)
    if documents:
        parts.catalogue.writer.put([a_record(document) for document in documents])
        parts.ingester.publish()
    return parts


def some_documents() -> list[Document]:
    """Twenty-five fiches that all may read, and two that only their organisation and the network may."""
    towns = ("Namur", "Liège", "Charleroi", "Mons", "Tournai")
    numbered = [
        a_fiche(
            f"projet-{number:02}",
            title=f"Projet de capteurs {number}",
            municipality=towns[number % 5],
            province=None,
            domains=("mobility",),
            start_year=2015 + number % 5,
            budget="50000" if number % 2 else None,
        )
        for number in range(23)
    ]
    return [
        a_fiche(budget="134729.08", subsidy="0.1"),
        a_fiche(
            "liege-stationnement",
            title="Stationnement à Liège",
            municipality="Liège",
            province="Liège",
            domains=("mobility",),
            start_year=2021,
            budget="250000",
            need="Les automobilistes cherchaient longtemps une place de stationnement.",
        ),
        *numbered,
        a_fiche(
            "secret-projet",
            title="Projet secret",
            visibility=Visibility.ORGANISATION,
            organisation=SECRET_ORGANISATION,
            need="Un besoin confidentiel de licornes.",
        ),
        a_fiche(
            "reseau-projet",
            title="Projet du réseau",
            visibility=Visibility.NETWORK,
            organisation=SECRET_ORGANISATION,
        ),
    ]
