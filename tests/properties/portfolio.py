"""All that the portfolio tells a caller, as text that shows every byte."""

from __future__ import annotations

from datetime import date

from corpus.access import Caller
from corpus.filters import Filters
from corpus.project import Project
from retrieval.likeness.decisions import Decisions
from retrieval.likeness.meanings import PlainMeanings
from retrieval.likeness.pairs import PairStore
from retrieval.likeness.profiles import Profiles
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.scan import Scan
from retrieval.likeness.similar import Similar
from retrieval.portfolio.college.note import CollegeNotes
from retrieval.portfolio.college.precedents import LikePrecedents
from retrieval.portfolio.costs import Costs
from retrieval.portfolio.figures import Portfolios
from retrieval.portfolio.inventory import Inventory
from retrieval.portfolio.kit import Kits
from retrieval.portfolio.listed import Lists
from retrieval.portfolio.open_work import OpenWork
from retrieval.portfolio.pooling.judged import JudgedPairs
from retrieval.portfolio.pooling.note import Notes
from retrieval.portfolio.pooling.pooling import Pooling
from retrieval.portfolio.related import RelatedSheets
from retrieval.portfolio.touching import Neighbours
from retrieval.search.links import Links
from tests.conftest import World
from tests.properties.likeness import SEARCHING_IDEAS
from tests.retrieval.likeness.world import JUDGE

_DAY = date(2026, 6, 1)
_IDEA = Project.of_text("Des capteurs de stationnement et des lampes LED à Namur.", "fr")


def told(world: World, caller: Caller) -> dict[str, str]:
    """Figures, inventory, costs, groups with their notes, kits, neighbours, and a note for the college."""
    catalogue, links = world.catalogue, Links("http://test")
    lists, related = Lists(links), RelatedSheets(catalogue, world.searcher, links)
    costs = Costs(catalogue, lists)
    store = PairStore(catalogue.transactions)
    needs = JudgedPairs(store, Decisions(catalogue.transactions))
    profiles = Profiles(catalogue, PlainMeanings(world.embedder), judge_version=JUDGE.version)
    quotes = Quotes(catalogue, world.embedder)
    similar = Similar(catalogue, world.searcher, profiles, JUDGE, SEARCHING_IDEAS, quotes)
    Scan(catalogue, profiles, JUDGE, store).refresh()
    pooling = Pooling(catalogue, links, needs, Notes(catalogue, links), today=lambda: _DAY)
    portfolios = Portfolios(catalogue, lists, OpenWork(silent=pooling.without_exchange))
    kits, neighbours = Kits(catalogue, related, links), Neighbours(catalogue, links)
    college = CollegeNotes(catalogue, LikePrecedents(similar), costs, related)
    groups = pooling.groups(caller, "fr")
    found = {
        "portfolio": portfolios.of(Filters(), caller, "fr").model_dump_json(),
        "data": Inventory(catalogue, links).page(Filters(), caller, "fr").model_dump_json(),
        "costs": costs.matching(Filters(), caller, "fr").model_dump_json(),
        "groups": repr(groups),
        "notes": repr([pooling.note(one.group_id, caller, "fr") for one in groups]),
        "idea": college.of(_IDEA, caller, "fr", _DAY).model_dump_json(),
    }
    for identifier in sorted(catalogue.select(Filters(), caller)):
        found[f"kit of {identifier}"] = kits.of(identifier, caller, "fr").model_dump_json()
        found[f"neighbours of {identifier}"] = repr(neighbours.of(identifier, caller, "fr"))
        found[f"note on {identifier}"] = college.of_document(identifier, caller, "fr", _DAY).model_dump_json()
    return found
