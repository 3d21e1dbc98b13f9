"""A small catalogue with everything that compares fiches: meanings by hashed words, and a judge of round weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.access import Caller, Role
from corpus.models import Document
from retrieval.likeness.absorbed import Absorbed
from retrieval.likeness.board import PairBoard
from retrieval.likeness.comparison import NAMES, Meaning
from retrieval.likeness.decisions import Decisions
from retrieval.likeness.judge import Judge, Question
from retrieval.likeness.meanings import PlainMeanings
from retrieval.likeness.nearness import NAMES as NEARNESSES
from retrieval.likeness.nearness import IdeaJudge
from retrieval.likeness.pairs import PairStore
from retrieval.likeness.profile import Profile
from retrieval.likeness.profiles import Profiles
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.scan import Scan
from retrieval.likeness.similar import Similar
from tests.builders import a_fiche
from tests.conftest import World
from tests.network import Days

ANNA = Caller(name="anna", organisation="namur", roles=frozenset({Role.COORDINATOR}))
BART = Caller(name="bart", organisation="mons", roles=frozenset({Role.COORDINATOR}))
READER = Caller(name="rita", organisation="namur", roles=frozenset({Role.CONTRIBUTOR}))


def question(bias: float, **weights: float) -> Question:
    return Question(bias, np.array([weights.get(name, 0.0) for name in NAMES]))


JUDGE = Judge(
    "round",
    related=question(-6, need=10),
    same=question(-3, same_place=4, same_owner=2, other_place=-4, need=1),
    later=question(-4, continues=2, gap=1),
)

# An idea is near what shares more than half of its words.
IDEAS = IdeaJudge(
    -6,
    np.array([10.0 if name == "need" else 0.0 for name in NEARNESSES]),
    np.zeros(len(NEARNESSES)),
    0.6,
    0.5,
)


class CountedMeanings(PlainMeanings):
    """Counts the profiles that it gives a meaning."""

    made = 0

    def of(self, profiles: Sequence[Profile]) -> list[Meaning]:
        self.made += len(profiles)
        return super().of(profiles)


class LikenessWorld(World):
    """Its parts are put together as `api.wiring` does."""

    def __init__(self, folder: Path, judge: Judge = JUDGE, url: str = "") -> None:
        super().__init__(folder, url)
        self.days = Days()
        self.meanings = CountedMeanings(self.embedder)
        self.profiles = Profiles(self.catalogue, self.meanings, judge_version=judge.version)
        self.store = PairStore(self.catalogue.transactions)
        self.decisions = Decisions(self.catalogue.transactions, self.days)
        self.scan = Scan(self.catalogue, self.profiles, judge, self.store)
        quotes = Quotes(self.catalogue, self.embedder)
        self.board = PairBoard(self.catalogue, self.profiles, judge, self.store, self.decisions, quotes)
        self.absorbed = Absorbed(self.catalogue, self.decisions)
        self.similar = Similar(self.catalogue, self.searcher, self.profiles, judge, IDEAS, quotes)

    def compares(self, *documents: Document) -> LikenessWorld:
        """Put fiches in, publish and judge them."""
        self.holds(*documents)
        self.scan.refresh()
        return self


def lights(identifier: str = "namur-lampes", **values: object) -> Document:
    """Lamps in Namur; with the same words everywhere, so that two of them are alike."""
    given = {"title": "Lampes LED", "lead": "Ville de Namur", **values}
    return a_fiche(identifier, **given)  # type: ignore[arg-type]


def bikes(identifier: str = "mons-velos", **values: object) -> Document:
    """Something else altogether."""
    given = {
        "title": "Vélos partagés",
        "municipality": "Mons",
        "province": "Hainaut",
        "domains": ("mobility",),
        "technologies": ("application mobile",),
        "lead": "Ville de Mons",
        "need": "Beaucoup de trajets courts se font en auto faute d'autre choix au centre.",
        "solution": "Une flotte de bicyclettes se loue par téléphone.",
        **values,
    }
    return a_fiche(identifier, **given)  # type: ignore[arg-type]
