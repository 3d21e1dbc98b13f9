"""The page behind "stop" in a digest: one button, since programs that check links follow them too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts
from api.web.reader import language_of
from api.web.rendering import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Sign = Annotated[str, Path(max_length=200)]


@router.get("/watches/stop/{sign}")
def ask(request: Request, sign: Sign) -> HTMLResponse:
    """The button; whether there is such a watch is not told."""
    return page(request, "stop.html", language_of(request), sign=sign, stopped=False)


@router.post("/watches/stop/{sign}")
def stop(request: Request, sign: Sign, parts: Parts) -> HTMLResponse:
    """Stop it; mail programs post here themselves (RFC 8058)."""
    parts.governance.watches.stop_by(sign)
    return page(request, "stop.html", language_of(request), sign=sign, stopped=True)
