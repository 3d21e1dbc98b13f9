"""The stop button of a session."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.desk import Desk
from bot.parts import Parts


def register(bolt: App, _parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.event("agent_session_stopped")
    def stopped(body: dict[str, Any], event: dict[str, Any]) -> None:
        desk.stop(str(body.get("team_id") or ""), str(event["channel"]), str(event["thread_ts"]))
