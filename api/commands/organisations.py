"""`passerelle organisations`: who belongs to the network."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.console import JSON_HELP, opened, out, print_json
from api.governance_schemas import OrganisationsOut
from corpus.access import ADMINISTRATOR
from corpus.network import Organisation, OrganisationKind
from corpus.validation import naming_the_field

app = typer.Typer(help="Organisations of the network.", no_args_is_help=True)


@app.command(name="list")
def list_(as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False) -> None:
    """List the organisations."""
    with opened() as parts:
        page = parts.governance.directory.organisations(ADMINISTRATOR, limit=100_000)
    if as_json:
        print_json(OrganisationsOut(items=list(page.items), total=page.total, next=None))
        return
    for one in page.items:
        out.print(f"{one.id}  {one.kind.value}  {one.name}", markup=False)


@app.command()
def add(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A slug that never changes.")],
    name: Annotated[str, typer.Argument(help="How it is called.")],
    kind: Annotated[OrganisationKind, typer.Option(help="What sort of body it is.")],
    language: Annotated[str, typer.Option(help="fr, nl, de or en.")] = "fr",
    municipality: Annotated[
        str | None, typer.Option(help="The town that it governs, by name or code.")
    ] = None,
    email_domain: Annotated[list[str] | None, typer.Option(help="Of its people's addresses; repeat.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Let an organisation join the network."""
    values = {
        "id": identifier,
        "name": name,
        "kind": kind,
        "language": language,
        "municipality": municipality,
        "email_domains": email_domain or [],
    }
    with opened() as parts:
        with naming_the_field():
            organisation = Organisation.model_validate(values)
        added = parts.governance.directory.add_organisation(organisation, ADMINISTRATOR)
    if as_json:
        print_json(added)
    else:
        out.print(f"{added.id}: added", markup=False)
