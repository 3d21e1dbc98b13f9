"""What is like a fiche or an idea: POST /v1/similar and GET /v1/initiatives/{id}/similar."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.auth import Parts, Reader
from api.routes.parameters import QueryFilters
from api.routes.projects import ProjectIn, Ui, refuse
from corpus.models import Language
from corpus.project import Project
from retrieval.likeness.similar import MOST, Exit, Likeness
from retrieval.likeness.values import Reason, Verdict
from retrieval.search.links import Links

router = APIRouter(tags=["likeness"])


class ReasonOut(BaseModel):
    """One feature in which two initiatives are alike, or differ."""

    field: str
    text: str
    weight: float = Field(description="what it adds to the log-odds of the verdict")

    @classmethod
    def of(cls, reason: Reason) -> ReasonOut:
        """From the domain."""
        return cls(field=reason.field, text=reason.text, weight=reason.weight)


class LikenessOut(BaseModel):
    """An initiative that is like what was sent."""

    document_id: str
    title: str
    url: str
    score: float = Field(description="probability that the two have to do with one another")
    verdict: Verdict
    reasons: list[ReasonOut]
    differences: list[ReasonOut]
    exits: list[Exit] = Field(description="join it, replicate it, or go on and say why; the likeliest first")
    fields: dict[str, Any]

    @classmethod
    def of(cls, one: Likeness, language: Language, links: Links) -> LikenessOut:
        """From the domain."""
        return cls(
            document_id=one.document.id,
            title=one.document.title.get(language),
            url=links.document(one.document.id),
            score=round(one.score, 4),
            verdict=one.verdict,
            reasons=[ReasonOut.of(reason) for reason in one.reasons],
            differences=[ReasonOut.of(difference) for difference in one.differences],
            exits=list(one.exits),
            fields=one.document.fields.model_dump(mode="json"),
        )


class SimilarIn(ProjectIn):
    """A project in free words or as a fiche, and how many likenesses at most."""

    limit: int = Field(default=10, ge=1, le=MOST)


@router.post("/v1/similar")
def to_project(
    body: SimilarIn, parts: Parts, caller: Reader, foreign: QueryFilters, ui: Ui = None
) -> list[LikenessOut]:
    """Existing initiatives near an idea or a fiche, best first; an empty list when nothing is near."""
    refuse(foreign)
    project = body.project
    return _shown(project, parts, caller, ui or project.language, body.limit)


@router.get("/v1/initiatives/{document_id}/similar")
def to_initiative(
    document_id: str,
    parts: Parts,
    caller: Reader,
    foreign: QueryFilters,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 10,
    ui: Ui = None,
) -> list[LikenessOut]:
    """The same for a fiche of the catalogue."""
    refuse(foreign)
    project = Project.of_document(parts.catalogue.get(document_id, caller))
    return _shown(project, parts, caller, ui or project.language, limit)


def _shown(
    project: Project, parts: Parts, caller: Reader, language: Language, limit: int
) -> list[LikenessOut]:
    found = parts.similar.to_project(project, caller, language=language, limit=limit)
    return [LikenessOut.of(one, language, parts.links) for one in found]
