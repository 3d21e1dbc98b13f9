"""Slack's requests over HTTP, as routes to mount in a server; Bolt blocks, so it runs in threads."""

from __future__ import annotations

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

EVENTS_PATH = "/slack/events"


def slack_routes(bolt: App) -> list[Route]:
    """Where events, commands and interactions arrive; the signature of each is verified."""

    async def events(request: Request) -> Response:
        body = await request.body()
        answer = await run_in_threadpool(bolt.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)

    return [Route(EVENTS_PATH, events, methods=["POST"])]
