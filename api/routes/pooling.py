"""GET /v1/pooling: groups of municipalities that could pool an effort, and the note to share with them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Parts, Reader
from api.routes.parameters import FILTER_PARAMETERS, QueryFilters
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.models import LANGUAGES, Language
from retrieval.portfolio.pooling.pooling import Group

router = APIRouter(tags=["portfolio"])
Ui = Annotated[Language, Query(description="language of the reader")]


class GroupOut(Group):
    """A group with its note in each language, as CommonMark with its sources."""

    note: dict[Language, str]


@router.get("/v1/pooling", openapi_extra={"parameters": FILTER_PARAMETERS})
def pooling(parts: Parts, caller: Reader, filters: QueryFilters, ui: Ui = "fr") -> list[Group]:
    """Groups with the same need and a calendar that allows joining, the surest first; filters keep those they touch."""
    return list(parts.pooling.groups(caller, ui, filters=filters))


@router.get("/v1/pooling/{group_id}")
def group(group_id: str, parts: Parts, caller: Reader, ui: Ui = "fr") -> GroupOut:
    """One group with the note to share in the four languages."""
    return group_of(parts, group_id, caller, ui)


def group_of(parts: Passerelle, group_id: str, caller: Caller, language: Language) -> GroupOut:
    """A group and its notes; raises NotFound."""
    found = parts.pooling.group(group_id, caller, language)
    notes = {one: parts.pooling.note(group_id, caller, one) for one in LANGUAGES}
    return GroupOut(**dict(found), note=notes)
