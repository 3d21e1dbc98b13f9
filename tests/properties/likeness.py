"""All that is said of likenesses, pairs and decisions to a caller, as text that shows every byte."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np

from corpus.access import ADMINISTRATOR, Caller
from corpus.filters import Filters
from corpus.project import Project
from retrieval.likeness.absorbed import Absorbed
from retrieval.likeness.board import PairBoard, Status
from retrieval.likeness.decisions import Decisions
from retrieval.likeness.meanings import PlainMeanings
from retrieval.likeness.nearness import NAMES as NEARNESSES
from retrieval.likeness.nearness import IdeaJudge
from retrieval.likeness.pairs import PairStore
from retrieval.likeness.profiles import Profiles
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.scan import Scan
from retrieval.likeness.similar import Similar
from retrieval.likeness.values import Verdict
from retrieval.portfolio.pooling.judged import JudgedPairs
from tests.conftest import World
from tests.network import Days
from tests.retrieval.likeness.world import JUDGE

_IDEAS = ("Des lampes LED à Namur.", "lampes LED à Namur. Les rues restaient sombres le soir.", "Hydrogène")
# Weighs all that the search makes of an idea, so that each part of it would show.
SEARCHING_IDEAS = IdeaJudge(
    -3, np.linspace(0.5, 4, len(NEARNESSES)), np.zeros(len(NEARNESSES)), least=0.0, doubtful=0.2
)
_VERDICTS = (Verdict.DUPLICATE, Verdict.DISTINCT, Verdict.LINKED)


def told(world: World, caller: Caller) -> dict[str, str]:
    """Similar ones of ideas and fiches; the pairs, open and decided, with their history; what was absorbed."""
    catalogue = world.catalogue
    profiles = Profiles(catalogue, PlainMeanings(world.embedder), judge_version=JUDGE.version)
    store, decisions = PairStore(catalogue.transactions), Decisions(catalogue.transactions, Days())
    quotes = Quotes(catalogue, world.embedder)
    board = PairBoard(catalogue, profiles, JUDGE, store, decisions, quotes)
    similar = Similar(catalogue, world.searcher, profiles, JUDGE, SEARCHING_IDEAS, quotes)
    absorbed, needs = Absorbed(catalogue, decisions), JudgedPairs(store, decisions)
    scan = Scan(catalogue, profiles, JUDGE, store)
    scan.refresh()
    scan.deepen()
    _decide(board, world)
    ids = sorted(catalogue.select(Filters(), caller))
    found = {
        f"similar to {text}": repr(
            similar.to_project(Project.of_text(text, "fr"), caller, language="fr", limit=50)
        )
        for text in _IDEAS
    }
    for status in Status:
        page = board.page(caller, language="fr", status=status, limit=1000)
        found[f"{status} pairs"] = _without_numbers(repr((page.total, page.pairs)))
    for identifier in ids:
        document = catalogue.get(identifier, caller)
        found[f"like {identifier}"] = repr(similar.to_document(document, caller, language="fr"))
        found[f"absorbed by {identifier}"] = repr(absorbed.by(identifier, caller))
    for key in combinations(ids, 2):
        found[f"pair {key}"] = _without_numbers(repr(board.get(key, caller, language="fr")))
        found[f"history of {key}"] = _without_numbers(repr(board.history(key, caller)))
    found["absorbed"] = repr(absorbed.into(ids, caller))
    found["open duplicates"] = repr(needs.open_duplicates(caller))
    return found


def _decide(board: PairBoard, world: World) -> None:
    """Somebody who reads everything decides some pairs, by their names alone."""
    for a, b in combinations(sorted(world.catalogue.select(Filters(), ADMINISTRATOR)), 2):
        number = sum(map(ord, a + b)) % (len(_VERDICTS) + 1)
        if number < len(_VERDICTS):
            board.decide((a, b), _VERDICTS[number], ADMINISTRATOR, reason="Vu.", kept=a)


def _without_numbers(text: str) -> str:
    """Decisions are numbered in the order in which they were made, whoever may read them."""
    return re.sub(r"decision_id=\d+", "decision_id=…", text)
