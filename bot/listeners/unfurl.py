"""Somebody pasted the address of a document."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.desk import Desk, Incoming
from bot.parts import Parts
from bot.tasks import Preview


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.event("link_shared")
    def shared(body: dict[str, Any], event: dict[str, Any]) -> None:
        team, user = str(body["team_id"]), str(event.get("user") or "")
        installation = parts.clients.installation(team)
        if not user or (installation is not None and user == installation.bot_user):
            return  # our own answers have their sources already
        channel, ts = str(event["channel"]), str(event["message_ts"])
        addresses = tuple(str(link["url"]) for link in event.get("links") or ())
        preview = Preview(
            addresses=addresses,
            unfurl_id=str(event.get("unfurl_id") or ""),
            source=str(event.get("source") or ""),
        )
        keys = (f"event:{body.get('event_id')}", f"links:{channel}:{ts}")
        desk.task("preview", Incoming(team, channel, user, ts, f"links {ts}", keys), preview)
