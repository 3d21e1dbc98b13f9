"""GET /v1/referents: universities, research centres and training bodies that know a theme or a territory."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.auth import Parts, Reader
from api.routes.parameters import FILTER_PARAMETERS, QueryFilters
from corpus.models import Language
from corpus.referents import ReferentKind
from retrieval.portfolio.referents import Known, Referents
from retrieval.search.links import Links

router = APIRouter(tags=["portfolio"])


class InitiativeOut(BaseModel):
    """An initiative that a referent leads or is a partner in."""

    document_id: str
    title: str
    url: str


class ReferentOut(BaseModel):
    """An organisation to turn to, with the initiatives by which it is known, the newest first."""

    name: str
    kind: ReferentKind
    country: str = Field(description="ISO 3166-1 alpha-2, in lower case")
    initiatives: list[InitiativeOut]

    @classmethod
    def of(cls, known: Known, links: Links, language: Language) -> ReferentOut:
        """From the domain."""
        initiatives = [
            InitiativeOut(document_id=one.id, title=one.title.get(language), url=links.document(one.id))
            for one in known.documents
        ]
        one = known.referent
        return cls(name=one.name, kind=one.kind, country=one.country, initiatives=initiatives)


@router.get("/v1/referents", openapi_extra={"parameters": FILTER_PARAMETERS})
def referents(
    parts: Parts,
    caller: Reader,
    filters: QueryFilters,
    referent: Annotated[ReferentKind | None, Query(description="only those of this kind")] = None,
    ui: Annotated[Language, Query(description="language of the reader")] = "fr",
) -> list[ReferentOut]:
    """Who leads initiatives that meet the filters (`domain=` for a theme), or is a partner in them; Belgian ones first."""
    found = Referents(parts.catalogue).of(filters, caller)
    wanted = [one for one in found if referent in (None, one.referent.kind)]
    return [ReferentOut.of(one, parts.links, ui) for one in wanted]
