"""/v1/organisations: who belongs to the network."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Parts, Signed
from api.governance_schemas import OrganisationsOut
from api.routes.cursors import decoded, encoded
from corpus.network import Organisation

router = APIRouter(tags=["governance"])
_LIST = "organisations"


@router.get("/v1/organisations")
def page(
    parts: Parts,
    caller: Signed,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> OrganisationsOut:
    """The members of the network, in id order; for its members."""
    found = parts.governance.directory.organisations(caller, after=decoded(cursor, _LIST), limit=limit)
    following = encoded(_LIST, found.next) if found.next is not None else None
    return OrganisationsOut(items=list(found.items), total=found.total, next=following)


@router.get("/v1/organisations/{organisation_id}")
def read(organisation_id: str, parts: Parts, caller: Signed) -> Organisation:
    """One of them."""
    return parts.governance.directory.organisation(organisation_id, caller)


@router.post("/v1/organisations", status_code=201)
def add(body: Organisation, parts: Parts, caller: Signed) -> Organisation:
    """Let an organisation join; for administrators."""
    return parts.governance.directory.add_organisation(body, caller)


@router.put("/v1/organisations/{organisation_id}")
def change(organisation_id: str, body: Organisation, parts: Parts, caller: Signed) -> Organisation:
    """Replace what is known of an organisation; its id stays what it is."""
    return parts.governance.directory.change_organisation(
        body.model_copy(update={"id": organisation_id}), caller
    )
