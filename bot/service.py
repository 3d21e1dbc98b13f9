"""The assistant in Slack as a whole: listeners, workers, and the way by which Slack reaches them."""

from __future__ import annotations

import logging
import threading

from slack_bolt.adapter.socket_mode import SocketModeHandler
from starlette.routing import Route

from bot.app import build_app
from bot.clients import AppSecrets, web_client
from bot.errors import SlackFailure
from bot.http import REDIRECT_PATH, slack_routes
from bot.installing import Installing
from bot.manifest import scopes_of
from bot.parts import Parts
from bot.rounds import Rounds
from bot.workers import Workers

_CONNECTIONS = 2  # Slack spreads what it tells over both, and uses one while the other comes back
# Within which a closed socket is noticed: what comes meanwhile waits for Slack to repeat it.
_PING_SECONDS = 2.0
_log = logging.getLogger(__name__)


class Service:
    """Started and stopped with its process. `app_token` opens sockets; without, Slack comes by HTTP (`bot.http`).

    With `public_url`, where this server is reached, an app for many workspaces can be installed there.
    """

    def __init__(
        self,
        parts: Parts,
        *,
        signing_secret: str = "",
        app_token: str = "",
        public_url: str = "",
        threads: int = 4,
    ) -> None:
        self.bolt = build_app(parts, signing_secret=signing_secret)
        self.installing = installing_of(parts, public_url) if public_url else None
        self.parts = parts
        self._workers = Workers(parts, threads=threads)
        self._rounds = Rounds(parts)
        self._app_token = app_token
        self._sockets: list[SocketModeHandler] = []

    def routes(self) -> list[Route]:
        """What to mount in a server."""
        return slack_routes(self.bolt, self.installing)

    def start(self) -> None:
        """Begin to work, and to listen where Socket Mode is used. Raises what Slack's client raises."""
        if self.parts.installations is not None and (changed := self.parts.installations.reseal()):
            _log.info("tokens of %d workspaces are sealed with the new key", changed)
        self._know_ourselves()
        self._workers.start()
        self._rounds.start()
        for _ in range(_CONNECTIONS if self._app_token else 0):
            client = web_client(self.parts.settings.api_url, None)
            handler = SocketModeHandler(
                self.bolt, self._app_token, web_client=client, logger=_log, ping_interval=_PING_SECONDS
            )
            self._sockets.append(handler)
            handler.connect()  # type: ignore[no-untyped-call]

    def _know_ourselves(self) -> None:
        """Ask Slack whose our token is, where it is one workspace's: the first event would wait for it else."""
        try:
            self.parts.workspaces.teams()
        except SlackFailure as failure:
            _log.warning("not known yet in which workspace we are: %s", failure)

    def stop(self) -> None:
        """Listen no more, finish what is under way, close."""
        for handler in self._sockets:
            handler.client.auto_reconnect_enabled = False
            handler.close()  # type: ignore[no-untyped-call]
        self._rounds.stop()
        self._workers.stop()
        self.parts.close()

    def serve_until(self, ended: threading.Event) -> None:
        """Start, wait for the event, stop."""
        self.start()
        try:
            ended.wait()
        finally:
            self.stop()


def installing_of(parts: Parts, public_url: str) -> Installing | None:
    """How the app is installed at that address; None for an app of one workspace, which is installed on Slack."""
    settings = parts.settings
    if parts.installations is None or not settings.client_id:
        return None
    return Installing(
        database=parts.database,
        installations=parts.installations,
        secrets=AppSecrets(settings.api_url, settings.client_id, settings.client_secret),
        scopes=tuple(scopes_of()),
        redirect_url=f"{public_url.rstrip('/')}{REDIRECT_PATH}",
        now=parts.now,
    )
