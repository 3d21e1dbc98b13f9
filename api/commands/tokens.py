"""`passerelle tokens`: issue, list and revoke bearer tokens."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.console import JSON_HELP, opened, out, print_json
from api.governance_schemas import NewTokenOut, TokenOut, TokensOut
from corpus.access import ADMINISTRATOR, Scope
from retrieval.governance.tokens import LONGEST_DAYS, USUAL_DAYS

app = typer.Typer(help="Bearer tokens of people.", no_args_is_help=True)


@app.command()
def create(
    person: Annotated[str, typer.Argument(help="Id of the person.")],
    organisation: Annotated[str, typer.Argument(help="For which of their organisations.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="What it may be used for; repeat.")] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="Days that it is good.")] = USUAL_DAYS,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Issue a token and print it, this once."""
    with opened() as parts:
        token, text = parts.governance.tokens.issue(
            ADMINISTRATOR,
            person=person,
            organisation=organisation,
            scopes=scope or [Scope.READ],
            label=label,
            days=days,
        )
    if as_json:
        print_json(NewTokenOut(**TokenOut.of(token).model_dump(), token=text))
        return
    out.print(text, markup=False)
    out.print(
        f"{token.id}: {_scopes(token.scopes)}, until {token.expires}; it is not shown again", markup=False
    )


@app.command(name="list")
def list_(as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False) -> None:
    """List all tokens, without their secrets."""
    with opened() as parts:
        page = parts.governance.tokens.page(ADMINISTRATOR, limit=10_000)
    if as_json:
        items = [TokenOut.of(one) for one in page.items]
        print_json(TokensOut(items=items, total=page.total, next=None))
        return
    for token in page.items:
        state = f"revoked {token.revoked}" if token.revoked else f"until {token.expires}"
        used = f"last used {token.last_used}" if token.last_used else "never used"
        said = f"{token.id}  {token.person} @ {token.organisation}  {_scopes(token.scopes)}  {state}, {used}"
        out.print(f"{said}  {token.label}".rstrip(), markup=False)


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="Id of the token; of the person with --all.")],
    every: Annotated[bool, typer.Option("--all", help="All tokens of a person, named by their id.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """End a token at once, or all of a person's."""
    with opened() as parts:
        if every:
            count = parts.governance.tokens.revoke_all(token, ADMINISTRATOR)
            if as_json:
                print_json({"person": token, "revoked": count})
            else:
                out.print(f"{token}: {count} tokens revoked", markup=False)
            return
        ended = parts.governance.tokens.revoke(token, ADMINISTRATOR)
    if as_json:
        print_json(TokenOut.of(ended))
    else:
        out.print(f"{ended.id}: revoked", markup=False)


def _scopes(scopes: frozenset[Scope]) -> str:
    return " ".join(sorted(scopes))
