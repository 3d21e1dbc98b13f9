"""GET /v1/stats: what the catalogue holds, unknowns included."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.auth import Parts, Reader
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import KINDS

router = APIRouter(tags=["stats"])
_COUNTED = ("region", "province", "domain", "status", "personal_data", "country", "programme")
_FIELDS = ("budget_eur", "subsidy_eur", "start_year", "end_year", "funding_programme", "municipal_services")


class Known(BaseModel):
    """How many initiatives tell a field, and how many do not."""

    known: int
    unknown: int


class Stats(BaseModel):
    """The catalogue in numbers; all over what the caller may read."""

    documents: int
    by_kind: dict[str, int]
    initiatives: dict[str, dict[str, int]]
    fields: dict[str, Known]
    revision: int | None = Field(
        description="of the catalogue, for administrators: it tells of changes that others may not see"
    )
    embedder: str


def stats_of(parts: Passerelle, caller: Caller) -> Stats:
    """Count everything."""
    catalogue = parts.catalogue
    initiatives = Filters(kind=("initiative",))
    facets = catalogue.facets(initiatives, caller, names=_COUNTED)
    total = catalogue.count(initiatives, caller)
    fields = {}
    for name in _FIELDS:
        known = catalogue.count(Filters(kind=("initiative",), known=(name,)), caller)
        fields[name] = Known(known=known, unknown=total - known)
    return Stats(
        documents=catalogue.count(Filters(), caller),
        by_kind={kind: catalogue.count(Filters(kind=(kind,)), caller) for kind in KINDS},
        initiatives={name: {one.value: one.count for one in counts} for name, counts in facets.items()},
        fields=fields,
        revision=catalogue.revision if caller.is_administrator else None,
        embedder=parts.embedder.fingerprint,
    )


@router.get("/v1/stats")
def stats(parts: Parts, caller: Reader) -> Stats:
    """What the catalogue holds."""
    return stats_of(parts, caller)
