"""What every request passes: an address that can be read, a limit on its size, measurements, and headers of safety.

Plain ASGI: a wrapper that makes a task and a stream for each request costs more than all that it does here.
"""

from __future__ import annotations

import time

from prometheus_client import Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems

_REQUESTS = Counter("passerelle_requests_total", "HTTP requests", ["route", "method", "status"])
_SECONDS = Histogram("passerelle_request_seconds", "Time to answer an HTTP request", ["route"])
_UNKNOWN, _ENCODED = "\ufffd", b"%EF%BF%BD"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """Counts and times requests by route, and adds the headers that every response bears."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what it became is counted even when it fails."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        status = 500  # unless a response begins

        async def begun(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
            await send(message)

        try:
            await self._app(scope, receive, begun)
        finally:
            # The route's pattern, never the address: addresses hold questions.
            route = getattr(scope.get("route"), "path", "unmatched")
            # A method is any word that a stranger sends; each one would stay in memory as a label.
            method = scope["method"] if scope["method"] in _METHODS else "other"
            _REQUESTS.labels(route, method, str(status)).inc()
            _SECONDS.labels(route).observe(time.perf_counter() - start)


class ReadableAddress:
    """Reads a NUL in an address as the unknown character, as bytes that are no text are: nothing that is kept has it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with such an address."""
        if scope["type"] == "http":
            if "\x00" in scope["path"]:
                scope = {**scope, "path": scope["path"].replace("\x00", _UNKNOWN)}
            query = scope.get("query_string", b"")
            if b"%00" in query or b"\x00" in query:
                read = query.replace(b"%00", _ENCODED).replace(b"\x00", _ENCODED)
                scope = {**scope, "query_string": read}
        await self._app(scope, receive, send)


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
