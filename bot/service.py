"""The assistant in Slack as a whole: listeners, workers, and the way by which Slack reaches them."""

from __future__ import annotations

import logging
import threading

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import build_app
from bot.clients import web_client
from bot.parts import Parts
from bot.workers import Workers

_log = logging.getLogger(__name__)


class Service:
    """Started and stopped with its process. `app_token` opens sockets; without, Slack comes by HTTP (`bot.http`)."""

    def __init__(
        self, parts: Parts, *, signing_secret: str = "", app_token: str = "", threads: int = 4
    ) -> None:
        self.bolt = build_app(parts, signing_secret=signing_secret)
        self.parts = parts
        self._workers = Workers(parts, threads=threads)
        self._app_token = app_token
        self._socket: SocketModeHandler | None = None

    def start(self) -> None:
        """Begin to work, and to listen where Socket Mode is used. Raises what Slack's client raises."""
        self._workers.start()
        if self._app_token:
            client = web_client(self.parts.settings.api_url, None)
            self._socket = SocketModeHandler(self.bolt, self._app_token, web_client=client, logger=_log)
            self._socket.connect()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Listen no more, finish what is under way, close."""
        if self._socket is not None:
            self._socket.client.auto_reconnect_enabled = False
            self._socket.close()  # type: ignore[no-untyped-call]
        self._workers.stop()
        self.parts.close()

    def serve_until(self, ended: threading.Event) -> None:
        """Start, wait for the event, stop."""
        self.start()
        try:
            ended.wait()
        finally:
            self.stop()
