"""The portfolio: figures by theme and territory with their lists, the data inventory, known costs, touching initiatives."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Parts, Reader
from api.routes.cursors import decoded, encoded
from api.routes.parameters import FILTER_PARAMETERS, QueryFilters
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.models import Language
from retrieval.portfolio.costs import KnownCosts
from retrieval.portfolio.figures import Level, Portfolio
from retrieval.portfolio.inventory import DataPage, DataRole
from retrieval.portfolio.touching import Touching

router = APIRouter(tags=["portfolio"])
_LIST = "data"
_ROWS = 50
_FILTERED = {"parameters": FILTER_PARAMETERS}
Ui = Annotated[Language, Query(description="language of the reader")]


class PortfolioOut(Portfolio):
    """The figures, and the beginning of the data inventory of the same initiatives (`/v1/portfolio/data` goes on)."""

    data: DataPage


@router.get("/v1/portfolio", openapi_extra=_FILTERED)
def portfolio(
    parts: Parts,
    caller: Reader,
    filters: QueryFilters,
    territory: Annotated[Level, Query(description="which territories the rows are")] = "province",
    ui: Ui = "fr",
) -> PortfolioOut:
    """How many initiatives, what is known of their money and how they stand, by theme and territory; each with its list."""
    return portfolio_of(parts, filters, caller, ui, territory)


@router.get("/v1/portfolio/data", openapi_extra=_FILTERED)
def data(
    parts: Parts,
    caller: Reader,
    filters: QueryFilters,
    role: Annotated[DataRole | None, Query(description="only what is done with data in this way")] = None,
    ui: Ui = "fr",
    limit: Annotated[int, Query(ge=1, le=200)] = _ROWS,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> DataPage:
    """Who produces, reuses or publishes which data, word for word; `limit` initiatives are read at a time."""
    found = parts.inventory.page(filters, caller, ui, role=role, after=decoded(cursor, _LIST), limit=limit)
    return _paged(found)


@router.get("/v1/portfolio/costs", openapi_extra=_FILTERED)
def costs(
    parts: Parts,
    caller: Reader,
    filters: QueryFilters,
    identifiers: Annotated[
        list[str] | None, Query(alias="id", description="initiatives to compare; repeat it, without filters")
    ] = None,
    ui: Ui = "fr",
) -> KnownCosts:
    """What initiatives are known to cost: the range, its list and years, and how many do not say."""
    return costs_of(parts, identifiers or [], filters, caller, ui)


@router.get("/v1/initiatives/{document_id}/touching")
def touching(document_id: str, parts: Parts, caller: Reader, ui: Ui = "fr") -> list[Touching]:
    """Initiatives of other services of the same municipality or province that touch this one, with the reasons."""
    return list(parts.neighbours.of(document_id, caller, ui))


def portfolio_of(
    parts: Passerelle, filters: Filters, caller: Caller, language: Language, level: Level
) -> PortfolioOut:
    """The figures with the first rows of the data inventory."""
    figures = parts.portfolios.of(filters, caller, language, level=level)
    rows = parts.inventory.page(filters, caller, language, limit=_ROWS)
    return PortfolioOut(**dict(figures), data=_paged(rows))


def costs_of(
    parts: Passerelle, identifiers: list[str], filters: Filters, caller: Caller, language: Language
) -> KnownCosts:
    """The costs of named initiatives, or of those that meet the filters; raises UnknownValue for both or none."""
    if bool(identifiers) == (not filters.is_empty):
        raise UnknownValue("id", "", hint="either initiatives or filters are needed, not both")
    if identifiers:
        return parts.costs.of(identifiers, caller, language)
    return parts.costs.matching(filters, caller, language)


def _paged(page: DataPage) -> DataPage:
    """The place to go on from as an opaque cursor."""
    return page.model_copy(update={"next": encoded(_LIST, page.next) if page.next else None})
