"""GET /v1/search and /v1/facets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.auth import Parts, Reader
from api.routes.parameters import FILTER_PARAMETERS, QueryFilters
from api.schemas import FacetOut, SearchOut
from corpus.models import Language
from retrieval.query.query import MAX_CHARACTERS
from retrieval.query.understanding import clean, understand
from retrieval.search.facets import FACETS, facet_values

router = APIRouter(tags=["search"])


@router.get("/v1/search", response_model=SearchOut, openapi_extra={"parameters": FILTER_PARAMETERS})
def search(
    parts: Parts,
    caller: Reader,
    filters: QueryFilters,
    q: Annotated[str, Query(max_length=MAX_CHARACTERS)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    infer: bool = True,
    explain: bool = False,
) -> Response:
    """Documents by words and meaning, one result a document; without `q`, all that meet the filters."""
    parts.embedder.begin(clean(q))
    query = understand(q, filters=filters, infer=infer)
    result = parts.searcher.search(query, caller, limit=limit, offset=offset)
    # Written once: the framework would check and convert what is of the right type already.
    return Response(SearchOut.json_of(result, parts.links, explain=explain), media_type="application/json")


@router.get("/v1/facets", openapi_extra={"parameters": FILTER_PARAMETERS})
def facets(
    parts: Parts, caller: Reader, filters: QueryFilters, ui: Language = "fr"
) -> dict[str, list[FacetOut]]:
    """Counts of each value over the documents that meet the filters; labels in the language `ui`."""
    counts = parts.catalogue.facets(filters, caller, names=FACETS)
    return {
        name: [FacetOut(value=one.value, label=one.label, count=one.count) for one in values]
        for name, values in facet_values(counts, ui).items()
    }
