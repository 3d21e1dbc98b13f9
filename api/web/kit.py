"""The replication kit as a page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts, Reader
from api.web.addresses import Asked, citation_address
from api.web.reader import language_of
from api.web.rendering import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/initiatives/{document_id}/kit")
def kit(request: Request, document_id: str, parts: Parts, caller: Reader) -> HTMLResponse:
    """What somebody who repeats the project needs, each point with the way to its source."""
    language = language_of(request)
    found = parts.kits.of(document_id, caller, language)
    return page(
        request,
        "kit.html",
        language,
        asked=Asked(),
        kit=found,
        addresses={one.n: citation_address(one) for one in found.citations},
    )
