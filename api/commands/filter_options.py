"""The filters of the contract as options of a command, wherever they stand on the line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from corpus.filters import NAMES

_HELP = {
    "kind": "initiative, regulation, practice or file.",
    "country": "Country, by code or name.",
    "region": "Region, by slug or name.",
    "province": "Province, by slug or name.",
    "municipality": "Municipality, by NIS code, postal code or name.",
    "arrondissement": "Arrondissement, by slug or name.",
    "near": "municipality:km, for instance Namur:20, the municipality included.",
    "domain": "Domain, for instance mobility.",
    "service": "Service of the municipality.",
    "status": "planned, ongoing, operational, pilot, completed, stopped or unknown.",
    "personal_data": "yes, no or unknown.",
    "technology": "Words of the technologies.",
    "programme": "Words of the funding programme.",
    "partner": "Words of a partner's name.",
    "year_from": "Begun in this year or later.",
    "year_to": "Begun in this year or earlier.",
    "budget_min": "Budget in euros, at least.",
    "budget_max": "Budget in euros, at most.",
    "subsidy_min": "Subsidy in euros, at least.",
    "subsidy_max": "Subsidy in euros, at most.",
    "missing": "Name of a field that the sources leave unknown.",
    "known": "Name of a field that the sources tell.",
    "language": "Language of the document: fr, nl, de or en.",
    "every": "filter:value that a document must meet beside all others named so, for instance domain:mobility.",
    "exclude": "filter:value that a document must not meet, for instance province:Namur.",
}
_PANEL = "Filters (repeat one for *or*)"


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each filter; it receives what was written, by name, as `filters`.

    An option that the command declares itself keeps its meaning.
    """
    own = [one for one in signature(command, eval_str=True).parameters.values() if one.name != "filters"]
    taken = {parameter.name for parameter in own}
    names = [name for name in NAMES if name not in taken]

    @wraps(command)
    def run(**given: Any) -> None:
        written = {name: given.pop(name) for name in names}
        command(**given, filters={name: values for name, values in written.items() if values})

    parameters = [*own, *(_option(name) for name in names)]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del run.__wrapped__
    return run


def _option(name: str) -> Parameter:
    option = typer.Option(
        f"--{name.replace('_', '-')}", help=_HELP[name], metavar="VALUE", rich_help_panel=_PANEL
    )
    annotation = Annotated[list[str] | None, option]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
