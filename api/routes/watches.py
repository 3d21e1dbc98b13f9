"""/v1/watches: questions and conditions that somebody follows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.auth import Parts, Signed
from api.governance_schemas import In
from api.routes.cursors import decoded, encoded
from api.routes.parameters import filters_from_json
from corpus.following import Cadence, Quiet, Wish, read_question
from corpus.models import Language, Text
from corpus.validation import naming_the_field
from retrieval.governance.watches import Watch

router = APIRouter(tags=["governance"])
_LIST = "watches"


class WatchIn(In):
    """What to follow: a question, filters, or both."""

    question: Annotated[Text, Field(max_length=500)] = Field(
        default="", description="as people say it: « Préviens-moi quand une commune de ma taille lance… »"
    )
    filters: dict[str, Any] = Field(default_factory=dict)
    like_ours: bool | None = Field(
        default=None, description="only municipalities of about our size; as the question says, if not given"
    )
    cadence: Cadence = Cadence.DAILY
    quiet: Quiet | None = Field(default=None, description="hours of Brussels in which nothing comes")
    language: Language = "fr"


class WatchChange(In):
    """What changes of a watch; what is not given stays."""

    question: Annotated[Text, Field(max_length=500)] | None = None
    filters: dict[str, Any] | None = None
    like_ours: bool | None = None
    cadence: Cadence | None = None
    quiet: Quiet | None = None
    language: Language | None = None


class WatchOut(BaseModel):
    """A watch."""

    id: str
    question: str
    filters: dict[str, Any]
    like_ours: bool
    cadence: Cadence
    quiet: Quiet | None
    language: Language
    created_at: datetime
    told_at: datetime = Field(description="when the last digest was made, or the watch began")

    @classmethod
    def of(cls, watch: Watch) -> WatchOut:
        """From the domain."""
        wish = watch.wish
        return cls(
            id=watch.id,
            question=wish.question,
            filters=wish.filters.as_dict(),
            like_ours=wish.like_ours,
            cadence=wish.cadence,
            quiet=wish.quiet,
            language=wish.language,
            created_at=watch.created_at,
            told_at=watch.told_at,
        )


class WatchesOut(BaseModel):
    """A page of watches."""

    items: list[WatchOut]
    total: int
    next: str | None


class StopIn(In):
    """The sign of a digest's link."""

    sign: Annotated[Text, Field(max_length=200)]


class Stopped(BaseModel):
    """What became of it."""

    stopped: bool = Field(description="false where it was stopped before")


@router.get("/v1/watches")
def page(
    parts: Parts,
    caller: Signed,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> WatchesOut:
    """The caller's own."""
    found = parts.governance.watches.page(caller, after=decoded(cursor, _LIST), limit=limit)
    return WatchesOut(
        items=[WatchOut.of(one) for one in found.items],
        total=found.total,
        next=encoded(_LIST, found.next) if found.next is not None else None,
    )


@router.post("/v1/watches", status_code=201)
def begin(body: WatchIn, parts: Parts, caller: Signed) -> WatchOut:
    """Follow something from now on; a digest comes when there is something new, never more often than asked."""
    question, our_size = read_question(body.question)
    with naming_the_field():
        wish = Wish(
            question=question,
            filters=filters_from_json(body.filters),
            like_ours=our_size if body.like_ours is None else body.like_ours,
            cadence=body.cadence,
            quiet=body.quiet,
            language=body.language,
        )
    return WatchOut.of(parts.watching.begin(wish, caller))


@router.post("/v1/watches/stop")
def stop_by_link(body: StopIn, parts: Parts) -> Stopped:
    """Stop the watch of a digest; its link is all that is needed."""
    return Stopped(stopped=parts.governance.watches.stop_by(body.sign))


@router.get("/v1/watches/{watch_id}")
def read(watch_id: str, parts: Parts, caller: Signed) -> WatchOut:
    """One of the caller's."""
    return WatchOut.of(parts.governance.watches.get(watch_id, caller))


@router.patch("/v1/watches/{watch_id}")
def change(watch_id: str, body: WatchChange, parts: Parts, caller: Signed) -> WatchOut:
    """Follow something else, or at other hours."""
    given = {name: getattr(body, name) for name in body.model_fields_set}
    kept = {name: value for name, value in given.items() if value is not None or name == "quiet"}
    if "filters" in kept:
        kept["filters"] = filters_from_json(kept["filters"])
    present = parts.governance.watches.get(watch_id, caller).wish
    with naming_the_field():
        wish = Wish.model_validate({**dict(present), **kept})
    return WatchOut.of(parts.watching.change(watch_id, wish, caller))


@router.delete("/v1/watches/{watch_id}", status_code=204, response_class=Response)
def stop(watch_id: str, parts: Parts, caller: Signed) -> None:
    """Stop following, and forget what was followed."""
    parts.governance.watches.stop(watch_id, caller)
