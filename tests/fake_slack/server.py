"""The server itself: a thread of its own on a free port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from tests.fake_slack import web_api  # noqa: F401  # registers the methods
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Json
from tests.fake_slack.oauth import authorize
from tests.fake_slack.response_urls import respond
from tests.fake_slack.slack import Slack
from tests.fake_slack.web_api.dispatch import answer

START_SECONDS = 10.0


class _PromptServer(uvicorn.Server):
    """Stops at once when told, instead of looking ten times a second whether it should."""

    async def main_loop(self) -> None:
        """Wait for `stop_soon`."""
        self._stopping = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        await self._stopping.wait()

    def stop_soon(self) -> None:
        """To be called from any thread."""
        self._loop.call_soon_threadsafe(self._stopping.set)


class Server:
    """Serves one Slack over HTTP and web sockets."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._ready = Event()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind(("127.0.0.1", 0))
        # Calls that come before the first turn of the loop wait in line instead of being refused.
        self._socket.listen(2048)
        self.port: int = self._socket.getsockname()[1]
        slack.base_url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            self._application(),
            log_level="critical",
            access_log=False,
            ws="websockets-sansio",
            lifespan="on",
            timeout_graceful_shutdown=2,
        )
        self._uvicorn = _PromptServer(config)
        self._thread = Thread(
            target=self._uvicorn.run, args=([self._socket],), daemon=True, name="fake-slack"
        )

    def start(self) -> None:
        """Begin to listen; returns when calls are answered."""
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise RuntimeError("the server did not start")

    def stop(self) -> None:
        """Stop listening and close every connection."""
        self._slack.deliveries.run(self._slack.sockets.close()).result(START_SECONDS)
        self._uvicorn.stop_soon()
        self._thread.join(START_SECONDS)
        self._socket.close()

    def _application(self) -> Starlette:
        routes = [
            Route("/api/{method}", _call, methods=["GET", "POST"]),
            Route("/oauth/v2/authorize", authorize, methods=["GET", "POST"]),
            Route("/commands/{path:path}", _respond, methods=["POST"]),
            Route("/upload/v1/{secret}", _upload, methods=["POST"]),
            WebSocketRoute("/link/", _link),
        ]
        application = Starlette(routes=routes, lifespan=self._lifespan)
        application.state.slack = self._slack
        return application

    @asynccontextmanager
    async def _lifespan(self, _application: Starlette) -> AsyncIterator[None]:
        self._slack.deliveries.start()
        self._ready.set()
        yield
        await self._slack.deliveries.stop()


async def _call(request: Request) -> Response:
    slack: Slack = request.app.state.slack
    try:
        arguments = await _arguments(request)
    except ValueError:
        return JSONResponse({"ok": False, "error": "invalid_json"})
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    basic = _basic(credentials) if scheme.lower() == "basic" else None
    token = credentials if scheme.lower() == "bearer" else arguments.get("token")
    given = answer(slack, request.path_params["method"], arguments, token, basic)
    if given.hangs:
        await asyncio.sleep(given.hangs)
    headers = {"X-Slack-Req-Id": slack.directory.new_id("R").lower(), **given.headers}
    if isinstance(given.body, str):
        return HTMLResponse(given.body, given.status, headers)
    return JSONResponse(given.body, given.status, headers)


async def _arguments(request: Request) -> Json:
    """Arguments as Slack takes them: of the query, a form, or JSON."""
    arguments: Json = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/json"):
        body = await request.body()
        given = json.loads(body) if body else {}
        return arguments | (given if isinstance(given, dict) else {})
    if request.method == "POST":
        arguments |= dict(await request.form())
    return arguments


def _basic(credentials: str) -> tuple[str, str]:
    name, _, secret = base64.b64decode(credentials).decode().partition(":")
    return name, secret


async def _respond(request: Request) -> Response:
    slack: Slack = request.app.state.slack
    try:
        respond(slack, request.path_params["path"], json.loads(await request.body()))
    except SlackError as error:
        return JSONResponse({"ok": False, "error": error.error}, 404 if error.error.endswith("_url") else 400)
    except ValueError:
        return PlainTextResponse("invalid_payload", 400)
    return PlainTextResponse("ok")


async def _upload(request: Request) -> Response:
    slack: Slack = request.app.state.slack
    content = await request.body()
    with slack.lock:
        taken = slack.files.receive(request.path_params["secret"], content)
    return PlainTextResponse(f"OK - {len(content)}") if taken else PlainTextResponse("invalid upload", 400)


async def _link(websocket: WebSocket) -> None:
    slack: Slack = websocket.app.state.slack
    await slack.sockets.serve(websocket)
