"""`passerelle portfolio`, `costs` and `touching`: figures with their lists, known costs, neighbours of other services."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.console import JSON_HELP, Written, failing_clearly, language_option, opened, out, print_json
from api.routes.portfolio import PortfolioOut, costs_of, portfolio_of
from corpus.access import ADMINISTRATOR
from corpus.filters import Filters
from corpus.models import Language
from corpus.text import format_money
from retrieval.portfolio.costs import KnownCosts
from retrieval.portfolio.figures import Cell, Figures, Level

_LANGUAGE_HELP = "Language to read it in: fr, nl, de or en."


def portfolio(
    filters: Written,
    territory: Annotated[Level, typer.Option(help="Which territories the rows are.")] = "province",
    language: Annotated[str, typer.Option(help=_LANGUAGE_HELP)] = "fr",
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Count initiatives, known budgets and statuses by theme and territory; --json adds every list."""
    chosen = language_option(language)
    with failing_clearly():
        wanted = Filters.parse(filters)
    with opened() as parts:
        found = portfolio_of(parts, wanted, ADMINISTRATOR, chosen, territory)
    if as_json:
        print_json(found)
    else:
        _print(found)


def costs(
    filters: Written,
    identifiers: Annotated[
        list[str] | None, typer.Argument(metavar="[ID …]", help="Initiatives to compare; or filters.")
    ] = None,
    language: Annotated[str, typer.Option(help=_LANGUAGE_HELP)] = "fr",
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Show what initiatives are known to cost: the range, its list and years, and how many do not say."""
    chosen = language_option(language)
    with failing_clearly():
        wanted = Filters.parse(filters)
    with opened() as parts:
        found = costs_of(parts, identifiers or [], wanted, ADMINISTRATOR, chosen)
    if as_json:
        print_json(found)
    else:
        _print_costs(found, chosen)


def touching(
    document_id: Annotated[str, typer.Argument(metavar="ID", help="Initiative.")],
    language: Annotated[str, typer.Option(help=_LANGUAGE_HELP)] = "fr",
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """List initiatives of other services nearby that touch one, with the reasons."""
    chosen = language_option(language)
    with opened() as parts:
        found = parts.neighbours.of(document_id, ADMINISTRATOR, chosen)
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        out.print(f"{one.document_id}  {one.title}", style="bold", markup=False)
        for reason in one.reasons:
            out.print(f"    {reason.text}", markup=False)


def _print(found: PortfolioOut) -> None:
    out.print(_line("total", found.total, found.language), style="bold", markup=False)
    for cells in (found.domains, found.territories):
        out.print("")
        for cell in cells:
            out.print(_line(_name(cell), cell.figures, found.language), markup=False)


def _name(cell: Cell) -> str:
    return " · ".join(label for label in (cell.domain_label, cell.territory_label) if label)


def _line(name: str, figures: Figures, language: Language) -> str:
    budget = figures.budget
    money = format_money(budget.total, language) if budget.total is not None else "–"
    statuses = ", ".join(f"{one.label} {one.initiatives.count}" for one in figures.statuses)
    return (
        f"{figures.initiatives.count:>5}  {name}  {money}"
        f" ({budget.known.count} known, {budget.unknown.count} unknown)  {statuses}"
    )


def _print_costs(found: KnownCosts, language: Language) -> None:
    out.print(found.text, style="bold", markup=False)
    for cost in found.known:
        year = f" ({cost.year})" if cost.year else ""
        out.print(f"  {format_money(cost.euros, language)}{year}  {cost.document_id}", markup=False)
    for one in found.stated:
        out.print(f"  « {one.quote} »  {one.document_id}", markup=False)
    for identifier in found.not_found:
        out.print(f"  not found: {identifier}", markup=False)
