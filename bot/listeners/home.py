"""Somebody opened our tabs."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.desk import Desk, Incoming
from bot.parts import Parts
from bot.tasks import Opened


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") != "messages" or not event.get("channel"):
            return
        keys = (f"event:{body.get('event_id')}",)
        channel, user, now = str(event["channel"]), str(event["user"]), f"{parts.now():.6f}"
        desk.task("suggest", Incoming(str(body["team_id"]), channel, user, now, "", keys), Opened())

    @bolt.event("user_change")
    def changed(body: dict[str, Any], event: dict[str, Any]) -> None:
        parts.people.changed(str(body["team_id"]), str(event["user"]["id"]))
