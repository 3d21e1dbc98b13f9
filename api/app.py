"""The HTTP application: routes, errors, limits, metrics, and the model warmed before the first question."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.routes import ask, documents, health, reference, search, stats
from api.web import pages
from api.wiring import Passerelle
from corpus.errors import PasserelleError

_log = logging.getLogger(__name__)
_REQUESTS = Counter("passerelle_requests_total", "HTTP requests", ["route", "method", "status"])
_SECONDS = Histogram("passerelle_request_seconds", "Time to answer an HTTP request", ["route"])
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def create_app(passerelle: Passerelle, *, warm: bool = True) -> FastAPI:
    """The application over assembled parts; closes them when it ends."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=_warm, args=(passerelle,), daemon=True).start()
        yield
        passerelle.close()

    app = FastAPI(
        title="Passerelle",
        description="Search and answers with citations over smart-city projects, practices and law.",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=problems.RESPONSES,
    )
    app.state.passerelle = passerelle
    for module in (search, ask, documents, stats, health, reference, pages):
        app.include_router(module.router)
    pages.mount_static(app)
    problems.install(app)
    app.middleware("http")(_measured)
    app.add_middleware(BodyLimit, most=passerelle.settings.request_bytes)
    return app


def _warm(passerelle: Passerelle) -> None:
    """Load index and model while the server already listens, so that the first question does not wait."""
    try:
        passerelle.embedder.embed_queries(["bonjour"])
        _ = passerelle.searcher.generation
    except PasserelleError as error:
        _log.warning("not ready yet: %s", error)


async def _measured(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    start = time.perf_counter()
    status = 500  # unless a response is made
    try:
        response = await call_next(request)
        status = response.status_code
    finally:
        # The route's pattern, never the address: addresses hold questions.
        route = getattr(request.scope.get("route"), "path", "unmatched")
        # A method is any word that a stranger sends; each one would stay in memory as a label.
        method = request.method if request.method in _METHODS else "other"
        _REQUESTS.labels(route, method, str(status)).inc()
        _SECONDS.labels(route).observe(time.perf_counter() - start)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


class BodyLimit:
    """Refuses request bodies beyond a size, announced or not, before they are held in memory."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read at most `most` bytes; beyond, answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, more = b"", scope["method"] in {"POST", "PUT", "PATCH", "DELETE"}
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._most:
                detail = f"at most {self._most} bytes are read"
                refusal = problems.problem(413, "body-too-large", "The request is too large", detail)
                await refusal(scope, receive, send)
                return
        given = False

        async def replay() -> dict[str, object]:
            nonlocal given
            if given or scope["method"] == "GET":
                return dict(await receive())
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)
