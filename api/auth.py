"""A bearer token to a caller; without one, an anonymous reader of public documents."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool

from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR, ANONYMOUS, Caller, may_read_gaps


async def passerelle_of(request: Request) -> Passerelle:
    """The assembled parts of this application."""
    parts: Passerelle = request.app.state.passerelle
    return parts


# These are coroutines, since the framework would run plain functions in threads that they do not need.
Parts = Annotated[Passerelle, Depends(passerelle_of)]


async def caller_of(request: Request, parts: Parts) -> Caller:
    """Who calls; 401 for a token that is not known, so that a mistyped one never reads as anonymous."""
    header = request.headers.get("authorization", "")
    if not header:
        return ANONYMOUS
    scheme, _, token = header.partition(" ")
    caller = (
        await run_in_threadpool(caller_with, token.strip(), parts) if scheme.lower() == "bearer" else None
    )
    if caller is None:
        raise HTTPException(401, "this token is not known", headers={"WWW-Authenticate": "Bearer"})
    return caller


def caller_with(token: str, parts: Passerelle) -> Caller | None:
    """Who calls with this token: that of the settings, or one that was issued; None for any other."""
    expected = parts.settings.admin_token.get_secret_value()
    if expected and _same(token, expected):
        return ADMINISTRATOR
    return parts.governance.tokens.caller(token)


async def gap_reader_of(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """A caller who may read what others asked in vain; 401 without a token, 403 with one that does not suffice."""
    if caller == ANONYMOUS:
        raise HTTPException(
            401, "reading open questions needs a token", headers={"WWW-Authenticate": "Bearer"}
        )
    if not may_read_gaps(caller):
        raise HTTPException(403, "open questions are read by coordinators")
    return caller


async def signed_of(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """A caller with a token; what it lets them do is settled further in. 401 without."""
    if caller == ANONYMOUS:
        raise HTTPException(401, "this needs a token", headers={"WWW-Authenticate": "Bearer"})
    return caller


async def writer_of(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """A caller who may change the catalogue itself; 401 without a token, 403 with one that does not suffice."""
    if caller == ANONYMOUS:
        raise HTTPException(401, "writing needs a token", headers={"WWW-Authenticate": "Bearer"})
    if not caller.is_administrator:
        raise HTTPException(403, "this is for administrators")
    return caller


def _same(given: str, expected: str) -> bool:
    return secrets.compare_digest(given.encode(), expected.encode())


Reader = Annotated[Caller, Depends(caller_of)]
GapReader = Annotated[Caller, Depends(gap_reader_of)]
Signed = Annotated[Caller, Depends(signed_of)]
Writer = Annotated[Caller, Depends(writer_of)]
