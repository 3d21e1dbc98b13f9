"""Figures by theme and territory: exact, each with its list, and without a trace of what may not be read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from corpus.access import ANONYMOUS, Caller, Visibility
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.models import Document
from retrieval.portfolio.figures import Cell, Figures, Portfolio, Portfolios
from retrieval.portfolio.listed import Listed, Lists
from retrieval.portfolio.open_work import OpenWork, PairRow
from retrieval.search.links import Links
from tests.builders import a_fiche
from tests.conftest import World

MEMBER = Caller(name="m", organisation="x")


def some_fiches() -> list[Document]:
    return [
        a_fiche("a", budget="0.10", subsidy="5"),
        a_fiche("b", budget="0.20", domains=("lighting", "energy")),
        a_fiche("c", municipality="Liège", province="Liège", status="planned"),
        a_fiche("d", municipality=None, province=None, domains=("un mot à nous",), status=None),
        a_fiche("e", budget="999", visibility=Visibility.ORGANISATION, organisation="x", domains=("waste",)),
    ]


def portfolio(world: World, caller: Caller = ANONYMOUS, filters: Filters | None = None) -> Portfolio:
    counting = Portfolios(world.catalogue, Lists(Links("http://test")))
    return counting.of(filters or Filters(), caller, "fr")


def cell(found: tuple[Cell, ...], domain: str | None = None, territory: str | None = None) -> Figures:
    return next(one.figures for one in found if (one.domain, one.territory) == (domain, territory))


def every_list(found: Portfolio) -> Iterator[Listed]:
    figures = [
        found.total,
        *(one.figures for one in (*found.domains, *found.territories, *found.cells)),
    ]
    for one in figures:
        yield from (
            one.initiatives,
            one.budget.known,
            one.budget.unknown,
            one.subsidy.known,
            one.subsidy.unknown,
        )
        yield from (status.initiatives for status in one.statuses)


def test_sums_are_exact_and_say_how_many_are_unknown(world: World) -> None:
    world.holds(*some_fiches())

    total = portfolio(world).total
    assert total.budget.total == Decimal("0.30")
    assert (total.budget.least, total.budget.most) == (Decimal("0.10"), Decimal("0.20"))
    assert total.budget.known.document_ids == ("a", "b")
    assert total.budget.unknown.document_ids == ("c", "d")
    assert total.model_dump(mode="json")["budget"]["total"] == 0.3


def test_an_initiative_of_two_themes_stands_in_both_and_once_in_the_total(world: World) -> None:
    world.holds(*some_fiches())
    found = portfolio(world)

    assert cell(found.domains, "lighting").initiatives.document_ids == ("a", "b", "c")
    assert cell(found.domains, "energy").initiatives.document_ids == ("b",)
    assert found.total.initiatives.count == 4
    assert cell(found.cells, "lighting", "namur").initiatives.document_ids == ("a", "b")


def test_no_known_amount_is_no_sum_of_zero(world: World) -> None:
    world.holds(*some_fiches())

    assert cell(portfolio(world).territories, territory="liege").budget.total is None


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(domain=("lighting",)), Filters(province=("namur",), known=("budget_eur",))]
)
@pytest.mark.parametrize("caller", [ANONYMOUS, MEMBER])
def test_the_filters_of_every_figure_give_its_list(world: World, caller: Caller, filters: Filters) -> None:
    world.holds(*some_fiches())

    lists = list(every_list(portfolio(world, caller, filters)))
    assert any(one.filters is not None for one in lists)
    for one in lists:
        if one.filters is not None:
            again = Filters.parse(
                {k: map(str, v if isinstance(v, list) else [v]) for k, v in one.filters.items()}
            )
            assert world.catalogue.select(again, caller) == set(one.document_ids), one
        assert one.count == len(one.document_ids)


def test_a_word_that_no_filter_understands_has_its_list_but_no_address(world: World) -> None:
    world.holds(*some_fiches())

    found = cell(portfolio(world).domains, "un-mot-a-nous").initiatives
    assert (found.document_ids, found.url) == (("d",), None)


def test_a_document_that_may_not_be_read_leaves_no_trace(world: World) -> None:
    world.holds(*some_fiches()[:4])
    without = portfolio(world)
    world.holds(some_fiches()[4])

    assert portfolio(world) == without
    assert cell(portfolio(world, MEMBER).domains, "waste").budget.total == 999


def test_another_kind_than_initiatives_is_refused(world: World) -> None:
    with pytest.raises(UnknownValue, match="kind"):
        portfolio(world, filters=Filters(kind=("practice",)))


def test_open_pairs_stand_where_their_initiatives_do(world: World) -> None:
    world.holds(*some_fiches())
    work = OpenWork(
        duplicates=lambda _caller: [PairRow(pair_id="a+b", a="a", b="b", score=0.9)],
        silent=lambda _caller: [PairRow(pair_id="b+c", a="b", b="c", score=0.7)],
    )
    found = Portfolios(world.catalogue, Lists(Links("http://test")), work).of(Filters(), ANONYMOUS, "fr")

    namur, liege = (cell(found.territories, territory=one) for one in ("namur", "liege"))
    assert namur.open_duplicates is not None
    assert namur.open_duplicates.count == 1
    assert liege.open_duplicates is not None
    assert liege.open_duplicates.count == 0
    assert liege.without_exchange is not None
    assert [one.pair_id for one in liege.without_exchange.pairs] == ["b+c"]


def test_a_pair_with_a_document_outside_is_not_counted(world: World) -> None:
    world.holds(*some_fiches())
    work = OpenWork(silent=lambda _caller: [PairRow(pair_id="a+e", a="a", b="e", score=0.9)])
    found = Portfolios(world.catalogue, Lists(Links("http://test")), work).of(Filters(), ANONYMOUS, "fr")

    assert found.total.without_exchange is not None
    assert found.total.without_exchange.count == 0
    assert found.total.open_duplicates is None
