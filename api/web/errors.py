"""Errors as pages for browsers, in the reader's language; programs keep their problem+json."""

from __future__ import annotations

import json
import logging
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA_TYPE, problem_of
from api.web.reader import language_of
from api.web.rendering import page
from corpus.errors import PasserelleError
from corpus.models import Language
from corpus.text import mark, translate

_log = logging.getLogger(__name__)
_FOR_PROGRAMS = ("/v1/", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/static/")
_SENTENCES = {
    "unknown-value": mark("Un filtre de cette adresse n'a pas une valeur connue : {parameter}."),
    "question-too-long": mark("La question est trop longue ; quelques phrases suffisent."),
    "body-too-large": mark("La demande est trop grande pour être lue."),
    "unknown-answer": mark("Cette réponse n'est plus en mémoire ; un avis ne peut plus y être joint."),
    "too-many-requests": mark("Trop de demandes en peu de temps. Réessayez dans une minute."),
    "not-found": mark("Cette page n'existe pas, n'existe plus ou ne vous est pas ouverte."),
    "unauthenticated": mark("Le jeton d'accès présenté n'est pas connu."),
    "not-allowed": mark("Vous n'avez pas accès à cette page."),
    "method-not-allowed": mark("Cette adresse ne peut pas être utilisée de cette façon."),
}
_BAD = mark("La demande n'a pas pu être comprise.")
_DOWN = mark("La recherche est momentanément indisponible. Réessayez dans quelques minutes.")
_BROKEN = mark("Une erreur s'est produite de notre côté ; elle a été notée. Réessayez dans un instant.")


def said_problem(error: PasserelleError, language: Language) -> tuple[int, str]:
    """Status and sentence of a named error."""
    response = problem_of(error)
    return response.status_code, sentence(json.loads(bytes(response.body)), language)


def sentence(problem: dict[str, Any], language: Language) -> str:
    """A problem in one sentence for a person."""
    known = _SENTENCES.get(str(problem.get("type")))
    if known is not None:
        return translate(language, known, parameter=problem.get("parameter", ""))
    status = int(problem.get("status", 500))
    return translate(language, _BAD if status < 500 else _DOWN if status == 503 else _BROKEN)


class ErrorPages:
    """Turns problems into pages where a browser asked for one, unexpected errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold a problem back until it is whole, then send the page in its place."""
        if not _is_for_a_person(scope):
            await self._app(scope, receive, send)
            return
        watch = _Watch(send)
        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            if watch.started:
                raise
            _log.error("unexpected error", exc_info=error)
            watch.problem = b'{"status": 500}'
        if watch.problem is not None:
            await _page_of(Request(scope), watch.problem)(scope, receive, send)


class _Watch:
    """Passes a response on, unless it is a problem: then its body is kept in `problem`."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False
        self.problem: bytes | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith(MEDIA_TYPE):
                self.problem = b""
            else:
                self.started = True
        if self.problem is None:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self.problem += message.get("body", b"")


def _is_for_a_person(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"].startswith(_FOR_PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _page_of(request: Request, body: bytes) -> HTMLResponse:
    problem = json.loads(body)
    language = language_of(request)
    status = int(problem.get("status", 500))
    return page(request, "error.html", language, status=status, code=status, said=sentence(problem, language))
