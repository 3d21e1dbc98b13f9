"""`passerelle pooling`: groups of municipalities that could pool an effort, and the note to share."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, Written, failing_clearly, language_option, opened, out, print_json
from api.routes.pooling import group_of
from corpus.access import ADMINISTRATOR
from corpus.filters import Filters
from retrieval.portfolio.pooling.pooling import Group


def pooling(
    filters: Written,
    group: Annotated[
        str | None, typer.Argument(metavar="[GROUP]", help="Print the note of this group.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language to read it in: fr, nl, de or en.")] = "fr",
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """List groups of municipalities with the same need that could join; with a group, the note to share."""
    chosen = language_option(language)
    with failing_clearly():
        wanted = Filters.parse(filters)
    with opened() as parts:
        if group is not None:
            one = group_of(parts, group, ADMINISTRATOR, chosen)
            if as_json:
                print_json(one)
            else:
                sys.stdout.write(one.note[chosen] + "\n")
            return
        found = parts.pooling.groups(ADMINISTRATOR, chosen, filters=wanted)
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
    else:
        _print(found)


def _print(found: tuple[Group, ...]) -> None:
    out.print(f"{len(found)} groups", markup=False)
    for group in found:
        out.print(f"\n{group.group_id}  {group.need}", style="bold", markup=False)
        for member in group.members:
            towns = ", ".join(member.municipalities)
            out.print(f"    {towns}: {member.title} ({member.document_id}, {member.stage})", markup=False)
        for why in group.why:
            out.print(f"    = {why.text}", markup=False)
        out.print(f"    → {group.next_step}", markup=False)
