"""Errors as application/problem+json (RFC 9457): one table, stable slugs, nothing internal."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from corpus.errors import InvalidDocument, NotFound, PasserelleError, UnknownValue
from corpus.fiche_life import StepNotPossible
from ingest.errors import AnotherIngestRuns
from retrieval.embedding.errors import EmbeddingError
from retrieval.errors import (
    CatalogueError,
    CatalogueLocked,
    ExpiredCursor,
    IndexNotWritten,
    IndexUnusable,
    QueryTooLong,
)
from retrieval.governance.errors import AlreadyThere, ChangedMeanwhile, NoSuch, NotAllowed
from retrieval.likeness.errors import AlreadyDecided, NotDecided, NotEntitled
from retrieval.state.errors import StateUnavailable, UnknownAnswer

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

# Most particular first; the first class that fits gives status, slug and title.
_TABLE: tuple[tuple[type[Exception], int, str, str], ...] = (
    (UnknownValue, 400, "unknown-value", "Unknown filter or value"),
    (ExpiredCursor, 400, "unknown-cursor", "Unknown paging cursor"),
    (QueryTooLong, 413, "question-too-long", "The question is too long"),
    (InvalidDocument, 422, "invalid-document", "Not a valid document"),
    (NotFound, 404, "not-found", "No such document"),
    (NotDecided, 404, "not-decided", "Nothing was decided"),
    (NotEntitled, 403, "not-allowed", "Not allowed"),
    (AlreadyDecided, 409, "already-decided", "Somebody has decided"),
    (NoSuch, 404, "not-found", "No such thing"),
    (NotAllowed, 403, "not-allowed", "Not allowed"),
    (ChangedMeanwhile, 409, "changed-meanwhile", "Somebody else was quicker"),
    (StepNotPossible, 409, "step-not-possible", "Not possible in this state"),
    (AlreadyThere, 409, "already-there", "It exists already"),
    (UnknownAnswer, 404, "unknown-answer", "No such answer"),
    (AnotherIngestRuns, 409, "ingest-running", "Another ingest is running"),
    (CatalogueLocked, 503, "catalogue-busy", "The catalogue is busy"),
    (CatalogueError, 503, "catalogue-unavailable", "The catalogue is unavailable"),
    (IndexNotWritten, 503, "index-not-written", "The index cannot be written"),
    (IndexUnusable, 503, "index-unavailable", "The index is unavailable"),
    (EmbeddingError, 503, "embedder-unavailable", "The embedding model is unavailable"),
    (StateUnavailable, 503, "state-unavailable", "Conversations and feedback are unavailable"),
)
_SLUGS = {
    400: "invalid-request",
    401: "unauthenticated",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    428: "version-needed",
    429: "too-many-requests",
}
# Where pydantic says which reading of a union failed; no part of what the caller wrote.
_READINGS = ("str", "int", "float", "list[")


class Problem(BaseModel):
    """What every error looks like (RFC 9457)."""

    type: str = Field(description="stable slug")
    title: str
    status: int
    detail: str = Field(description="one sentence for a person")
    parameter: str | None = Field(default=None, description="the parameter or field at fault")


# Every route answers errors alike; said once for OpenAPI.
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
    for status, text in {"4XX": "The request cannot be answered", "5XX": "A part is down"}.items()
}


def problem(
    status: int, slug: str, title: str, detail: str, *, headers: dict[str, str] | None = None, **extra: object
) -> JSONResponse:
    """One problem as a response."""
    body = {"type": slug, "title": title, "status": status, "detail": detail, **extra}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def problem_of(error: Exception) -> JSONResponse:
    """The problem of a named error."""
    for kind, status, slug, title in _TABLE:
        if isinstance(error, kind):
            parameter = _parameter(error)
            named = {"parameter": parameter} if parameter else {}
            retry = {"Retry-After": "5"} if status == 503 else None
            return problem(status, slug, title, str(error), headers=retry, **named)
    _log.error("unexpected error", exc_info=error)
    return problem(500, "internal-error", "Something went wrong here", "The error was logged.")


def _parameter(error: Exception) -> str:
    """The parameter or field at fault; of an unknown filter, its name."""
    if isinstance(error, InvalidDocument):
        return error.field
    if not isinstance(error, UnknownValue):
        return ""
    return error.value if error.parameter == "filter" else error.parameter


def _problem_of_form(request: Request, error: RequestValidationError) -> JSONResponse:
    """The first part of a request that has not the form it should have."""
    first = error.errors()[0]
    media_type = request.headers.get("content-type", "")
    if first["loc"] == ("body",) and first["type"] != "missing" and not _is_json(media_type):
        detail = f"the body is {media_type or 'of no named type'}; send application/json"
        return problem(415, "unsupported-media-type", "Only JSON is read", detail, parameter="body")
    if first["type"] == "json_invalid":
        detail = f"body: not JSON at character {first['loc'][-1]}"
        return problem(422, "invalid-request", "The request is not valid", detail, parameter="body")
    where = ".".join(_named(first["loc"])) or "body"
    detail = f"{where}: {first['msg']}"
    return problem(422, "invalid-request", "The request is not valid", detail, parameter=where)


def _named(location: Sequence[int | str]) -> list[str]:
    """The names of a location that the caller knows; storable even if the caller sent half a character."""
    parts = [str(part).encode("utf-8", "replace").decode() for part in location[1:]]
    return [part for part in parts if not part.startswith(_READINGS)]


def _is_json(media_type: str) -> bool:
    subtype = media_type.partition(";")[0].strip().lower()
    return subtype == "application/json" or subtype.endswith("+json")


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""

    @app.exception_handler(PasserelleError)
    async def on_known(_request: Request, error: PasserelleError) -> JSONResponse:
        return problem_of(error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _problem_of_form(request, error)

    @app.exception_handler(HTTPException)
    async def on_http(_request: Request, error: HTTPException) -> JSONResponse:
        slug = _SLUGS.get(error.status_code, "http-error")
        headers = dict(error.headers) if error.headers else None
        if error.status_code == 400:  # FastAPI's word for bytes, depths and numbers that no parser takes
            detail = "body: cannot be read as JSON"
            return problem(400, slug, "The request is not valid", detail, parameter="body")
        return problem(error.status_code, slug, str(error.detail), str(error.detail), headers=headers)

    @app.exception_handler(Exception)
    async def on_unexpected(_request: Request, error: Exception) -> JSONResponse:
        return problem_of(error)
