"""/v1/people: people, their roles, and what is to be told to them. `me` is the person of the token."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel

from api.auth import Parts, Signed
from api.erasure import PersonReceipt, export_person, forget_person
from api.governance_schemas import (
    MembershipIn,
    MembershipOut,
    PeopleOut,
    PersonChange,
    PersonIn,
    PersonOut,
)
from api.notices import NoticeOut, said
from api.routes.cursors import decoded, encoded
from api.routes.parameters import filters_from_json
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.network import Person
from retrieval.errors import ExpiredCursor
from retrieval.governance.errors import NoSuch, NotAllowed

router = APIRouter(tags=["governance"])
_LIST = "people"
_NOTICES = "notices"


class NoticesOut(BaseModel):
    """A page of notices."""

    items: list[NoticeOut]
    next: str | None


async def person_id_of(person_id: str, caller: Signed) -> str:
    """The id in the address, `me` understood."""
    if person_id != "me":
        return person_id
    if caller.person is None:
        raise NoSuch("person", "me")
    return caller.person


PersonId = Annotated[str, Depends(person_id_of)]
Number = Annotated[int, Path(ge=1, le=2**53)]


@router.get("/v1/people")
def page(
    parts: Parts,
    caller: Signed,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> PeopleOut:
    """The people of the caller's organisation; all of them for administrators."""
    found = parts.governance.directory.people(caller, after=decoded(cursor, _LIST), limit=limit)
    return PeopleOut(
        items=[_out(one, parts, caller) for one in found.items],
        total=found.total,
        next=encoded(_LIST, found.next) if found.next is not None else None,
    )


@router.post("/v1/people", status_code=201)
def add(body: PersonIn, parts: Parts, caller: Signed) -> PersonOut:
    """Add a person; for administrators."""
    person = parts.governance.directory.add_person(
        caller, name=body.name, language=body.language, email=body.email
    )
    return _out(person, parts, caller)


@router.get("/v1/people/{person_id}")
def read(person_id: PersonId, parts: Parts, caller: Signed) -> PersonOut:
    """One person."""
    return _out(parts.governance.directory.person(person_id, caller), parts, caller)


@router.patch("/v1/people/{person_id}")
def change(person_id: PersonId, body: PersonChange, parts: Parts, caller: Signed) -> PersonOut:
    """Change one's own name, language or address; administrators anybody's."""
    directory = parts.governance.directory
    person = directory.person(person_id, caller)
    given = body.model_dump(exclude_unset=True)
    wanted = {name: value for name, value in given.items() if value is not None or name == "email"}
    return _out(directory.change_person(person.model_copy(update=wanted), caller), parts, caller)


@router.post("/v1/people/{person_id}/memberships", status_code=201)
def grant(person_id: PersonId, body: MembershipIn, parts: Parts, caller: Signed) -> MembershipOut:
    """Give a person a role in an organisation; for administrators."""
    membership = parts.governance.directory.grant(
        person_id, body.organisation, body.role, caller, remit=filters_from_json(body.remit)
    )
    return MembershipOut.of(membership)


@router.delete("/v1/people/{person_id}/memberships/{membership_id}", status_code=204, response_class=Response)
def withdraw(person_id: PersonId, membership_id: Number, parts: Parts, caller: Signed) -> None:
    """Take a role back, at once for all the person's tokens; for administrators."""
    parts.governance.directory.withdraw(person_id, membership_id, caller)


@router.delete("/v1/people/{person_id}")
def forget(person_id: PersonId, parts: Parts, caller: Signed) -> PersonReceipt:
    """Erase oneself, or for administrators anybody: fiches stay with their organisation, without the name."""
    return forget_person(parts, person_id, caller)


@router.get("/v1/people/{person_id}/export")
def export(person_id: PersonId, parts: Parts, caller: Signed) -> dict[str, Any]:
    """All that is kept about a person, for themselves and administrators."""
    return export_person(parts, person_id, caller)


@router.get("/v1/people/{person_id}/notices")
def notices(
    person_id: PersonId,
    parts: Parts,
    caller: Signed,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> NoticesOut:
    """What was to be told to oneself, newest first; what one may no longer see is left out."""
    if caller.person != person_id:
        raise NotAllowed("notices are for the person that they are for")
    person = parts.governance.directory.person(person_id, caller)
    found = parts.governance.outbox.of(person_id, before=_before(cursor), limit=limit)
    shown = [said(one, person.language, parts) for one in found if one.organisation == caller.organisation]
    return NoticesOut(
        items=[one for one in shown if one is not None],
        next=encoded(_NOTICES, str(found[-1].id)) if len(found) == limit else None,
    )


def _before(cursor: str) -> int | None:
    text = decoded(cursor, _NOTICES)
    if text and not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ExpiredCursor(f"the cursor {cursor[:40]!r} was not made here")
    return int(text) if text else None


def _out(person: Person, parts: Passerelle, caller: Caller) -> PersonOut:
    return PersonOut.of(person, parts.governance.directory.memberships(person.id, caller), caller)
