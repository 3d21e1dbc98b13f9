"""`passerelle kit`: the replication kit of an initiative."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.console import JSON_HELP, language_option, opened, out, print_json
from corpus.access import ADMINISTRATOR
from corpus.text import translate
from retrieval.portfolio.kit import Entry, Kit


def kit(
    document_id: Annotated[str, typer.Argument(metavar="ID", help="Initiative to repeat.")],
    language: Annotated[str, typer.Option(help="Language to read it in: fr, nl, de or en.")] = "fr",
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Show what somebody who repeats a project needs to know, with its sources and what is not known."""
    chosen = language_option(language)
    with opened() as parts:
        found = parts.kits.of(document_id, ADMINISTRATOR, chosen)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _print(found: Kit) -> None:
    out.print(found.title, style="bold", markup=False)
    for item in found.items:
        out.print(f"\n{item.label}", style="bold", markup=False)
        for entry in item.entries:
            out.print(f"  {_line(entry)}", markup=False)
    if found.absent:
        out.print(f"\n{translate(found.language, 'Ce que la fiche ne dit pas')}", style="bold", markup=False)
    for absent in found.absent:
        out.print(f"  {absent.label}{_mark(absent.citation)}", markup=False)
    for near in (*found.practices, *found.regulations):
        out.print(f"\n{near.document_id}  {near.title} ({near.reason})", markup=False)
    out.print("")
    for citation in found.citations:
        out.print(f"[{citation.n}] {citation.quote}\n    {citation.url}", markup=False)
    for url in found.sources:
        out.print(url, markup=False)


def _line(entry: Entry) -> str:
    text = entry.text if entry.field else f"« {entry.text} »"
    return f"{text}{_mark(entry.citation)}"


def _mark(citation: int | None) -> str:
    return f" [{citation}]" if citation else ""
