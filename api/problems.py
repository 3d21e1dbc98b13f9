"""Errors as application/problem+json (RFC 9457): one table, stable slugs, nothing internal."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import InvalidDocument, NotFound, PasserelleError, UnknownValue
from ingest.errors import AnotherIngestRuns
from retrieval.embedding.errors import EmbeddingError
from retrieval.errors import CatalogueError, CatalogueLocked, ExpiredCursor, IndexUnusable, QueryTooLong

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

# Most particular first; the first class that fits gives status, slug and title.
_TABLE: tuple[tuple[type[Exception], int, str, str], ...] = (
    (UnknownValue, 400, "unknown-value", "Unknown filter or value"),
    (ExpiredCursor, 400, "unknown-cursor", "Unknown paging cursor"),
    (QueryTooLong, 413, "question-too-long", "The question is too long"),
    (InvalidDocument, 422, "invalid-document", "Not a valid document"),
    (NotFound, 404, "not-found", "No such document"),
    (AnotherIngestRuns, 409, "ingest-running", "Another ingest is running"),
    (CatalogueLocked, 503, "catalogue-busy", "The catalogue is busy"),
    (CatalogueError, 503, "catalogue-unavailable", "The catalogue is unavailable"),
    (IndexUnusable, 503, "index-unavailable", "The index is unavailable"),
    (EmbeddingError, 503, "embedder-unavailable", "The embedding model is unavailable"),
)


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
            named = {"parameter": error.parameter} if isinstance(error, UnknownValue) else {}
            retry = {"Retry-After": "5"} if status == 503 else None
            return problem(status, slug, title, str(error), headers=retry, **named)
    _log.error("unexpected error", exc_info=error)
    return problem(500, "internal-error", "Something went wrong here", "The error was logged.")


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""

    @app.exception_handler(PasserelleError)
    async def on_known(_request: Request, error: PasserelleError) -> JSONResponse:
        return problem_of(error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path"})
        detail = f"{where or 'body'}: {first['msg']}"
        return problem(422, "invalid-request", "The request is not valid", detail, parameter=where or "body")

    @app.exception_handler(HTTPException)
    async def on_http(_request: Request, error: HTTPException) -> JSONResponse:
        slugs = {401: "unauthenticated", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed"}
        slug = slugs.get(error.status_code, "http-error")
        headers = dict(error.headers) if error.headers else None
        return problem(error.status_code, slug, str(error.detail), str(error.detail), headers=headers)

    @app.exception_handler(Exception)
    async def on_unexpected(_request: Request, error: Exception) -> JSONResponse:
        return problem_of(error)
