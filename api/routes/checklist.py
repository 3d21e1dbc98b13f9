"""What the law asks of a project, and what falls due: POST /v1/checklist, and the checklist and calendar of fiches."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.auth import Parts, Reader
from api.calendar_file import MEDIA_TYPE, calendar_file
from api.routes.parameters import QueryFilters
from api.routes.projects import ProjectIn, Ui, refuse
from corpus.project import Project
from retrieval.checklist.calendar import MOST_MONTHS, Deadline
from retrieval.checklist.values import Certainty, Obligation, State
from retrieval.search.links import Links

router = APIRouter(tags=["checklist"])

Months = Annotated[int, Query(ge=1, le=MOST_MONTHS, description="how many months ahead")]


class ObligationOut(BaseModel):
    """One article and how it stands; no verdict of law."""

    obligation: str = Field(description="what the article asks")
    document_id: str
    title: str
    act: str
    article: str
    because: str = Field(description="the words or fields that bring it up, or why it is excluded")
    state: State
    due: str | None = Field(description="the day the article gives, ISO 8601")
    confidence: str = Field(description="how far the sheet was verified")
    certainty: Certainty = Field(
        description="to_check: whether the article applies is a question, in `because`"
    )
    evidence: str | None = Field(description="a sentence of the description, word for word")
    url: str

    @classmethod
    def of(cls, row: Obligation, links: Links) -> ObligationOut:
        """From the domain."""
        return cls(**row.model_dump(mode="json"), url=links.document(row.document_id))


class DeadlineOut(BaseModel):
    """A day and what falls due on it."""

    day: str
    initiative_id: str
    initiative: str
    obligation: str
    document_id: str
    title: str
    article: str
    because: str
    state: State
    url: str

    @classmethod
    def of(cls, one: Deadline, links: Links) -> DeadlineOut:
        """From the domain."""
        row = one.obligation.model_dump(
            include={"obligation", "document_id", "title", "article", "because", "state"}
        )
        return cls(
            day=one.day.isoformat(),
            initiative_id=one.initiative_id,
            initiative=one.initiative,
            url=links.document(one.obligation.document_id),
            **row,
        )


@router.post("/v1/checklist")
def of_project(
    body: ProjectIn, parts: Parts, caller: Reader, foreign: QueryFilters, ui: Ui = None
) -> list[ObligationOut]:
    """What the law asks of a project: one row an article, those that apply first."""
    refuse(foreign)
    project = body.project
    rows = parts.checker.check(project, caller, ui or project.language)
    return [ObligationOut.of(row, parts.links) for row in rows]


@router.get("/v1/initiatives/{document_id}/checklist")
def of_initiative(
    document_id: str, parts: Parts, caller: Reader, foreign: QueryFilters, ui: Ui = None
) -> list[ObligationOut]:
    """The same for a fiche of the catalogue."""
    refuse(foreign)
    project = Project.of_document(parts.catalogue.get(document_id, caller))
    rows = parts.checker.check(project, caller, ui or project.language)
    return [ObligationOut.of(row, parts.links) for row in rows]


_ICS: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}


@router.get("/v1/initiatives/{document_id}/calendar", response_model=list[DeadlineOut], responses=_ICS)
def calendar_of_initiative(
    request: Request,
    document_id: str,
    parts: Parts,
    caller: Reader,
    foreign: QueryFilters,
    months: Months = 24,
    ui: Ui = None,
) -> Response | list[DeadlineOut]:
    """What falls due for a fiche; with `Accept: text/calendar`, as a file for calendars."""
    refuse(foreign)
    found = parts.calendar.of_initiative(document_id, caller, ui or "fr", months=months)
    return _answer(request, found, parts.links)


@router.get("/v1/calendar", response_model=list[DeadlineOut], responses=_ICS)
def calendar_of_municipality(
    request: Request,
    parts: Parts,
    caller: Reader,
    foreign: QueryFilters,
    municipality: Annotated[str, Query(max_length=200, description="NIS code or name in any language")],
    months: Months = 24,
    ui: Ui = None,
) -> Response | list[DeadlineOut]:
    """What falls due for the fiches of a municipality."""
    refuse(foreign)
    found = parts.calendar.of_municipality(municipality, caller, ui or "fr", months=months)
    return _answer(request, found, parts.links)


def _answer(request: Request, found: list[Deadline], links: Links) -> Response | list[DeadlineOut]:
    if MEDIA_TYPE in request.headers.get("accept", ""):
        return Response(calendar_file(found, links), media_type=MEDIA_TYPE)
    return [DeadlineOut.of(one, links) for one in found]
