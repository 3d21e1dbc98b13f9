"""The portfolio as a page: figures that lead to their documents, and the data inventory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, get_args
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts, Reader
from api.routes.portfolio import portfolio_of
from api.web.addresses import Asked, citation_address, pairs_of
from api.web.reader import language_of
from api.web.rendering import page
from corpus.errors import UnknownValue
from corpus.models import Language
from corpus.text import format_money, mark, translate
from retrieval.answering.wording import describe_filters, group_label
from retrieval.portfolio.figures import Cell, Figures, Level
from retrieval.portfolio.inventory import DataRole
from retrieval.portfolio.listed import Listed, Money

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_LEVELS: tuple[Level, ...] = get_args(Level)
ROLES = {
    DataRole.PRODUCES: mark("produit"),
    DataRole.REUSES: mark("réutilise"),
    DataRole.PUBLISHES: mark("publie"),
    DataRole.DESCRIBES: mark("données décrites"),
}


@dataclass(frozen=True)
class Link:
    """A text and the address behind it; "" where there is none."""

    text: str
    address: str = ""
    current: bool = False


@dataclass(frozen=True)
class Row:
    """The figures of a theme or territory, ready to be shown."""

    label: str
    initiatives: Link
    budget: str
    known: Link
    unknown: Link
    statuses: tuple[Link, ...]
    silent: Link


@router.get("/portfolio")
def portfolio(
    request: Request,
    parts: Parts,
    caller: Reader,
    territory: Annotated[str, Query(max_length=20)] = "province",
) -> HTMLResponse:
    """Themes, territories, both together, and what is done with data."""
    language = language_of(request)
    asked = Asked.read(request.query_params)
    level = _level(territory)
    found = portfolio_of(parts, asked.filters, caller, language, level)
    return page(
        request,
        "portfolio.html",
        language,
        asked=Asked(),
        conditions=describe_filters(asked.filters, language),
        levels=[_switch(one, level, asked, language) for one in _LEVELS],
        total=_row("", found.total, language),
        tables=[
            (translate(language, "Par thème"), [_named(one, language) for one in found.domains]),
            (translate(language, "Par territoire"), [_named(one, language) for one in found.territories]),
        ],
        matrix=[
            (one.domain_label, one.territory_label, _row("", one.figures, language)) for one in found.cells
        ],
        data=found.data,
        roles={role: translate(language, label) for role, label in ROLES.items()},
        addresses={one.n: citation_address(one) for one in found.data.citations},
        json_address=f"/v1/portfolio?{urlencode([*pairs_of(asked.filters), ('territory', level), ('ui', language)])}",
    )


def _level(text: str) -> Level:
    for level in _LEVELS:
        if level == text:
            return level
    raise UnknownValue("territory", text, hint=f"one of {', '.join(_LEVELS)}")


def _switch(level: Level, current: Level, asked: Asked, language: Language) -> Link:
    pairs = [*pairs_of(asked.filters), ("territory", level)]
    return Link(group_label(level, language), f"/portfolio?{urlencode(pairs)}", level == current)


def _named(cell: Cell, language: Language) -> Row:
    return _row(cell.domain_label or cell.territory_label or "", cell.figures, language)


def _row(label: str, figures: Figures, language: Language) -> Row:
    return Row(
        label=label,
        initiatives=_counted(figures.initiatives),
        budget=_money(figures.budget, language),
        known=_counted(figures.budget.known),
        unknown=_counted(figures.budget.unknown),
        statuses=tuple(
            Link(f"{one.label} {one.initiatives.count}", local(one.initiatives.url))
            for one in figures.statuses
        ),
        silent=_silent(figures),
    )


def _counted(listed: Listed) -> Link:
    return Link(str(listed.count), local(listed.url) if listed.count else "")


def _silent(figures: Figures) -> Link:
    """Pairs without exchange, which stand in the groups of the same filters."""
    pairs, query = figures.without_exchange, urlsplit(figures.initiatives.url or "").query
    if not pairs or not pairs.count:
        return Link("0")
    return Link(str(pairs.count), f"/pooling?{query}" if query else "")


def _money(money: Money, language: Language) -> str:
    return format_money(money.total, language) if money.total is not None else "–"


def local(url: str | None) -> str:
    """The address below this site."""
    if url is None:
        return ""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path
