"""What the tests of the server are built of: a manifest, clients of the real library, a real Bolt app behind an address."""

from __future__ import annotations

import copy
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fake_slack.apps import Installation, SlackApp
from tests.fake_slack.fake import FakeSlack
from tests.fake_slack.model import Json

ADDRESS = "https://assistant.test/slack/events"

SCOPES = [
    *("app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands"),
    *(
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "links:read",
        "links:write",
    ),
    *(
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "users:read",
        "users:read.email",
    ),
]
EVENTS = [
    *("agent_session_stopped", "app_context_changed", "app_home_opened", "app_mention", "app_uninstalled"),
    *(
        "entity_details_requested",
        "link_shared",
        "member_joined_channel",
        "message.channels",
        "message.groups",
    ),
    *("message.im", "reaction_added", "tokens_revoked", "user_change"),
]


def a_manifest(
    *,
    scopes: Sequence[str] = SCOPES,
    events: Sequence[str] = EVENTS,
    socket_mode: bool = False,
    rotates: bool = False,
    name: str = "passerelle",
) -> Json:
    """A manifest that Slack takes."""
    return copy.deepcopy(
        {
            "_metadata": {"major_version": 2, "minor_version": 1},
            "display_information": {"name": name, "description": "Réponses sourcées"},
            "features": {
                "app_home": {
                    "home_tab_enabled": True,
                    "messages_tab_enabled": True,
                    "messages_tab_read_only_enabled": False,
                },
                "bot_user": {"display_name": name, "always_online": True},
                "agent_view": {"agent_description": "Répond avec des sources."},
                "shortcuts": [
                    {
                        "name": "Initiatives similaires",
                        "type": "message",
                        "callback_id": "similar",
                        "description": "x",
                    },
                    {
                        "name": "Nouvelle fiche",
                        "type": "global",
                        "callback_id": "new_fiche",
                        "description": "x",
                    },
                ],
                "slash_commands": [{"command": f"/{name}", "url": ADDRESS, "description": "Chercher"}],
                "unfurl_domains": ["fiches.test"],
            },
            "oauth_config": {
                "redirect_urls": ["https://assistant.test/slack/oauth_redirect"],
                "scopes": {"bot": list(scopes)},
            },
            "settings": {
                "event_subscriptions": {"request_url": ADDRESS, "bot_events": list(events)},
                "interactivity": {"is_enabled": True, "request_url": ADDRESS},
                "org_deploy_enabled": False,
                "socket_mode_enabled": socket_mode,
                "token_rotation_enabled": rotates,
            },
        }
    )


def a_form(**more: Any) -> Json:
    """A modal with a text and a select whose options the app gives."""
    return {
        "type": "modal",
        "callback_id": "fiche",
        "title": {"type": "plain_text", "text": "Nouvelle fiche"},
        "submit": {"type": "plain_text", "text": "Envoyer"},
        "blocks": [
            {
                "type": "input",
                "block_id": "title",
                "label": {"type": "plain_text", "text": "Titre"},
                "element": {"type": "plain_text_input", "action_id": "title"},
            },
            {
                "type": "input",
                "block_id": "place",
                "label": {"type": "plain_text", "text": "Commune"},
                "element": {"type": "external_select", "action_id": "place", "min_query_length": 2},
            },
        ],
    } | more


def a_client(fake: FakeSlack, installation: Installation, **more: Any) -> WebClient:
    """The real client, as that installation; nothing is tried again behind the test's back."""
    return WebClient(
        token=installation.bot_token, base_url=fake.base_url, retry_handlers=[], timeout=5, **more
    )


def a_bolt_app(fake: FakeSlack, installation: Installation) -> App:
    """A real Bolt app for one workspace."""
    app = installation.app
    return App(
        client=a_client(fake, installation), signing_secret=app.signing_secret, token=installation.bot_token
    )


@contextmanager
def served(bolt: App, app: SlackApp) -> Iterator[str]:
    """The Bolt app behind an address of its own, to which the manifest's addresses are moved."""
    handler = SlackRequestHandler(bolt)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    paths = ("/slack/events", "/slack/install", "/slack/oauth_redirect")
    routes = [Route(path, endpoint, methods=["GET", "POST"]) for path in paths]
    with listening(Starlette(routes=routes)) as address:
        app.listens_on(address)
        yield address


@contextmanager
def listening(application: Starlette, port: int = 0) -> Iterator[str]:
    """An ASGI application on a port of 127.0.0.1, a free one where none is given."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(100)
    server = uvicorn.Server(
        uvicorn.Config(application, log_level="critical", lifespan="off", timeout_graceful_shutdown=2)
    )
    thread = Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def connected(fake: FakeSlack, bolt: App, app: SlackApp) -> Iterator[SocketModeHandler]:
    """The Bolt app on a socket of the real client."""
    handler = SocketModeHandler(
        bolt, app.app_token, web_client=WebClient(base_url=fake.base_url), ping_interval=1
    )
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        fake.wait_until(lambda: fake.is_connected(app), what="a socket")
        yield handler
    finally:
        # The client would wait three seconds for bytes on a socket that is open.
        handler.client.default_auto_reconnect_enabled = handler.client.auto_reconnect_enabled = False
        fake.deliveries.run(fake.slack.sockets.close()).result(timeout=10)
        # Closing a socket that is just being closed raises in the client.
        fake.wait_until(lambda: not handler.client.is_connected(), what="the end of the socket")
        handler.close()  # type: ignore[no-untyped-call]
