"""`passerelle stats`: what the catalogue holds."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.console import JSON_HELP, opened, out, print_json
from api.routes.stats import Stats, stats_of
from corpus.access import ADMINISTRATOR

_SHOWN = 8


def stats(as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False) -> None:
    """Count what the catalogue holds, unknowns included."""
    with opened() as parts:
        found = stats_of(parts, ADMINISTRATOR)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _print(found: Stats) -> None:
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.by_kind.items() if count)
    out.print(f"{found.documents} documents: {kinds or 'none'}", markup=False)
    for name, counts in found.initiatives.items():
        first = ", ".join(f"{value} {count}" for value, count in list(counts.items())[:_SHOWN])
        more = f", … {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else ""
        out.print(f"  {name}: {first}{more}", markup=False)
    for name, known in found.fields.items():
        out.print(f"  {name}: known {known.known}, unknown {known.unknown}", markup=False)
