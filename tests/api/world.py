"""Parts assembled as `api.wiring.build` does, with a hashing embedder; and the documents most tests read."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from api import wiring
from api.settings import Settings
from api.wiring import Passerelle
from corpus.access import Visibility
from corpus.models import Document
from retrieval.likeness.nearness import NAMES, IdeaJudge
from retrieval.likeness.pairs import JudgedPair, PairStore
from retrieval.likeness.profiles import Profiles
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.similar import Similar
from retrieval.likeness.values import Verdict
from retrieval.portfolio.college.precedents import LikePrecedents
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


def linked(parts: Passerelle, *ids: str) -> Passerelle:
    """The parts, with all these fiches judged to meet one need; it stays so in their catalogue."""
    parts.scan.refresh()
    every = [JudgedPair(a, b, Verdict.LINKED, 0.9) for a, b in combinations(sorted(ids), 2)]
    PairStore(parts.catalogue.transactions).replace(ids, every)
    return parts


def finding(parts: Passerelle) -> Passerelle:
    """The parts, with an idea near to every fiche that shares some of its letters: hashes know no meaning."""
    parts.scan.refresh()
    weights = np.array([10.0 if name == "need" else 0.0 for name in NAMES])
    near = IdeaJudge(-3.0, weights, np.zeros(len(NAMES)), 0.3, 0.5)
    profiles = Profiles(parts.catalogue, parts.meanings, judge_version=parts.judge.version)
    quotes = Quotes(parts.catalogue, parts.embedder)
    similar = Similar(parts.catalogue, parts.searcher, profiles, parts.judge, near, quotes)
    return replace(parts, similar=similar, college=replace(parts.college, precedents=LikePrecedents(similar)))


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
