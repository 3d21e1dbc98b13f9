"""Somebody mentioned us in a channel."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.reading import asked_of, is_a_person, read
from bot.parts import Parts


def register(bolt: App, _parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.event("app_mention")
    def mentioned(body: dict[str, Any], event: dict[str, Any]) -> None:
        if is_a_person(event) and not event.get("edited"):
            asked_of(desk, read(body, event), event, body, surface="channel")
