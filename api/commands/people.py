"""`passerelle people`: people, their roles, and what is kept about each of them."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.console import JSON_HELP, opened, out, print_json
from api.erasure import export_person, forget_person
from api.governance_schemas import MembershipOut, PeopleOut, PersonOut
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR, Role
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.network import Person
from corpus.validation import naming_the_field

app = typer.Typer(help="People of the network.", no_args_is_help=True)


@app.command(name="list")
def list_(as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False) -> None:
    """List the people and what they do."""
    with opened() as parts:
        page = parts.governance.directory.people(ADMINISTRATOR, limit=100_000)
        people = [_out(one, parts) for one in page.items]
    if as_json:
        print_json(PeopleOut(items=people, total=page.total, next=None))
        return
    for one in people:
        roles = ", ".join(f"{held.role.value} @ {held.organisation}" for held in one.memberships)
        out.print(f"{one.id}  {one.name}  {roles}".rstrip(), markup=False)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="How they are called.")],
    language: Annotated[str, typer.Option(help="fr, nl, de or en.")] = "fr",
    email: Annotated[str | None, typer.Option(help="Only where a door needs it to recognise them.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Add a person, who has no role yet."""
    with opened() as parts, naming_the_field():
        directory = parts.governance.directory
        person = directory.add_person(ADMINISTRATOR, name=name, language=language, email=email)
        shown = _out(person, parts)
    if as_json:
        print_json(shown)
    else:
        out.print(person.id, markup=False)


@app.command()
def grant(
    person: Annotated[str, typer.Argument(help="Id of the person.")],
    organisation: Annotated[str, typer.Argument(help="Id of the organisation.")],
    role: Annotated[Role, typer.Argument(help="What they may do there.")],
    remit: Annotated[
        list[str] | None,
        typer.Option(help="What a coordinator answers for, as filter:value (province:Namur); repeat."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Give a person a role in an organisation."""
    with opened() as parts:
        held = parts.governance.directory.grant(
            person, organisation, role, ADMINISTRATOR, remit=_remit(remit or [])
        )
    if as_json:
        print_json(MembershipOut.of(held))
    else:
        out.print(f"{held.id}: {role.value} @ {organisation}", markup=False)


@app.command()
def withdraw(
    person: Annotated[str, typer.Argument(help="Id of the person.")],
    membership: Annotated[int, typer.Argument(help="Number of the role, as `grant` and `list --json` say.")],
) -> None:
    """Take a role back, at once for all tokens of the person."""
    with opened() as parts:
        parts.governance.directory.withdraw(person, membership, ADMINISTRATOR)
    out.print(f"{membership}: withdrawn", markup=False)


@app.command()
def export(person: Annotated[str, typer.Argument(help="Id of the person.")]) -> None:
    """Print all that is kept about a person, as JSON."""
    with opened() as parts:
        print_json(export_person(parts, person, ADMINISTRATOR))


@app.command()
def forget(
    person: Annotated[str, typer.Argument(help="Id of the person.")],
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Erase a person everywhere and print the receipt."""
    with opened() as parts:
        receipt = forget_person(parts, person, ADMINISTRATOR)
    if as_json:
        print_json(receipt)
        return
    out.print(f"{person}: erased at {receipt.at.isoformat()}", markup=False)
    for name, count in receipt.erased.items():
        out.print(f"    {name}: {count} erased", markup=False)
    for name, count in receipt.made_anonymous.items():
        out.print(f"    {name}: {count} without the name", markup=False)
    out.print(f"    kept: {receipt.kept}", markup=False)


def _out(person: Person, parts: Passerelle) -> PersonOut:
    held = parts.governance.directory.memberships(person.id, ADMINISTRATOR)
    return PersonOut.of(person, held, ADMINISTRATOR)


def _remit(written: list[str]) -> Filters:
    raw: dict[str, list[str]] = {}
    for one in written:
        name, colon, value = one.partition(":")
        if not colon:
            raise UnknownValue("remit", one, hint="filter:value, for example province:Namur")
        raw.setdefault(name, []).append(value)
    return Filters.parse(raw)
