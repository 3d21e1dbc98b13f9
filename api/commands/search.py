"""`passerelle search`: hybrid search, with the filters of the contract as options."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.console import JSON_HELP, Written, opened, out, print_json
from api.schemas import ResultOut, SearchOut
from corpus.access import ADMINISTRATOR
from corpus.filters import Filters
from retrieval.query.understanding import understand


def search(
    query: Annotated[str, typer.Argument(help="Words or a question, in fr, nl, de or en.")],
    filters: Written,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many documents.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=100_000, help="How many to pass over.")] = 0,
    explain: Annotated[bool, typer.Option("--explain", help="Show the parts of each score.")] = False,
    no_infer: Annotated[bool, typer.Option("--no-infer", help="Read no filter from the sentence.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Find documents by words and meaning."""
    with opened() as parts:
        understood = understand(query, filters=Filters.parse(filters), infer=not no_infer)
        result = parts.searcher.search(understood, ADMINISTRATOR, limit=limit, offset=offset)
        shown = SearchOut.of(result, parts.links, explain=explain)
    if as_json:
        print_json(shown)
        return
    _print(shown, offset)


def _print(shown: SearchOut, offset: int) -> None:
    filters = ", ".join(f"{name}={value}" for name, value in shown.query.filters.items())
    out.print(f"{shown.total} documents" + (f" ({filters})" if filters else ""), style="dim", markup=False)
    for number, result in enumerate(shown.results, start=offset + 1):
        _print_result(number, result)


def _print_result(number: int, result: ResultOut) -> None:
    out.print(f"\n{number}. {result.title}", style="bold", markup=False)
    out.print(f"   {result.kind} · {result.passage.section} · {result.url}", style="dim", markup=False)
    out.print(f"   {' '.join(result.snippet.split())}", markup=False)
    if result.explain:
        parts = "  ".join(f"{name} {value}" for name, value in result.explain.items())
        out.print(f"   {parts}", style="dim", markup=False)
