"""/v1/tokens: bearer tokens, one's own; administrators everybody's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Parts, Signed
from api.governance_schemas import NewTokenOut, TokenIn, TokenOut, TokensOut
from api.routes.cursors import decoded, encoded
from retrieval.governance.errors import NotAllowed

router = APIRouter(tags=["governance"])
_LIST = "tokens"


@router.get("/v1/tokens")
def page(
    parts: Parts,
    caller: Signed,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> TokensOut:
    """What is known of tokens; never their secrets."""
    found = parts.governance.tokens.page(caller, after=decoded(cursor, _LIST), limit=limit)
    return TokensOut(
        items=[TokenOut.of(one) for one in found.items],
        total=found.total,
        next=encoded(_LIST, found.next) if found.next is not None else None,
    )


@router.post("/v1/tokens", status_code=201)
def issue(body: TokenIn, parts: Parts, caller: Signed) -> NewTokenOut:
    """Issue a token; `token` is said this once."""
    person = body.person or caller.person
    organisation = body.organisation or caller.organisation
    if person is None or organisation is None:
        raise NotAllowed("a token acts for a person in an organisation: name both")
    token, text = parts.governance.tokens.issue(
        caller,
        person=person,
        organisation=organisation,
        scopes=body.scopes,
        label=body.label,
        days=body.days,
    )
    return NewTokenOut(**TokenOut.of(token).model_dump(), token=text)


@router.delete("/v1/tokens/{token_id}")
def revoke(token_id: str, parts: Parts, caller: Signed) -> TokenOut:
    """End a token at once."""
    return TokenOut.of(parts.governance.tokens.revoke(token_id, caller))
