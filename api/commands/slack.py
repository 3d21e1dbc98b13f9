"""`passerelle slack`: the assistant in Slack by Socket Mode, which needs no public address."""

from __future__ import annotations

import signal
import threading

from api.commands.console import err, failing_clearly
from api.logs import configure_logs
from api.settings import Settings
from api.slack import slack_service
from api.wiring import build


def slack() -> None:
    """Answer in Slack until stopped. `serve` does the same by HTTP where a signing secret is set."""
    with failing_clearly():
        settings = Settings.read()
        configure_logs(settings.log_level)
        parts = build(settings)
        try:
            service = slack_service(parts, socket_mode=True)
            ended = threading.Event()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: ended.set())
            err.print("Passerelle in Slack (Ctrl-C stops)", markup=False)
            service.serve_until(ended)
        finally:
            parts.close()
