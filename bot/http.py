"""Slack over HTTP, as routes to mount in a server: its requests, and installing. Bolt blocks, so it runs in threads."""

from __future__ import annotations

import html

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.errors import SlackFailure
from bot.installing import Installing
from bot.people import language_of_locale
from corpus.text import mark, translate

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_COOKIE = "passerelle-slack-state"
_COOKIE_SECONDS = 600
_INSTALLED = mark("Passerelle est installée. Invitez-la dans un canal, ou écrivez-lui dans Slack.")
_NOT_INSTALLED = mark("Passerelle n'a pas été installée. Recommencez depuis la page d'installation.")


def slack_routes(bolt: App, installing: Installing | None = None) -> list[Route]:
    """Where events, commands and interactions arrive, each signed; and where an app for many is installed."""

    async def events(request: Request) -> Response:
        body = await request.body()
        answer = await run_in_threadpool(bolt.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)

    routes = [Route(EVENTS_PATH, events, methods=["POST"])]
    return [*routes, *_install_routes(installing)] if installing is not None else routes


def _install_routes(installing: Installing) -> list[Route]:
    secure = installing.redirect_url.startswith("https://")

    def begin(_request: Request) -> Response:
        state, address = installing.begin()
        answer = RedirectResponse(address, status_code=302)
        answer.set_cookie(
            _COOKIE,
            state,
            max_age=_COOKIE_SECONDS,
            path="/slack",
            httponly=True,
            secure=secure,
            samesite="lax",
        )
        return answer

    def complete(request: Request) -> Response:
        query, kept = request.query_params, request.cookies.get(_COOKIE, "")
        try:
            installing.complete(query.get("code", ""), query.get("state", ""), kept)
        except SlackFailure:
            return _page(request, _NOT_INSTALLED, 400)
        return _page(request, _INSTALLED, 200)

    return [Route(INSTALL_PATH, begin, methods=["GET"]), Route(REDIRECT_PATH, complete, methods=["GET"])]


def _page(request: Request, message: str, status: int) -> Response:
    language = language_of_locale(request.headers.get("accept-language", ""))
    said = html.escape(translate(language, message))
    page = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Passerelle</title><p>{said}</p></html>'
    answer = HTMLResponse(page, status_code=status)
    answer.delete_cookie(_COOKIE, path="/slack")
    return answer
