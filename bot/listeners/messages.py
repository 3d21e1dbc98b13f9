"""Messages: to us directly, in threads where we take part, changed, taken back."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.desk import Desk, Incoming
from bot.escaping import said
from bot.listeners.reading import asked_of, is_a_person, read
from bot.parts import Parts


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.event("message")
    def written(body: dict[str, Any], event: dict[str, Any]) -> None:
        match event.get("subtype"):
            case "message_changed":
                _changed(desk, body, event)
            case "message_deleted":
                _deleted(desk, body, event)
            case _ if is_a_person(event):
                _posted(parts, desk, body, event)


def _posted(parts: Parts, desk: Desk, body: dict[str, Any], event: dict[str, Any]) -> None:
    incoming = read(body, event)
    if event.get("channel_type") == "im":
        asked_of(desk, incoming, event, body, surface="direct")
    elif _mentions_us(parts, incoming, event) or _goes_on(parts, incoming, event):
        asked_of(desk, incoming, event, body, surface="channel")


def _mentions_us(parts: Parts, incoming: Incoming, event: dict[str, Any]) -> bool:
    """A mention comes as such too; whichever is first is answered."""
    installation = parts.clients.installation(incoming.team)
    return installation is not None and f"<@{installation.bot_user}>" in str(event.get("text") or "")


def _goes_on(parts: Parts, incoming: Incoming, event: dict[str, Any]) -> bool:
    """A message in a thread of ours, where the workspace wants us to go on without being called again."""
    if not event.get("thread_ts") or "<@" in str(event.get("text") or ""):
        return False
    workspace = parts.choices.workspace(incoming.team)
    wanted = workspace.follow_ups and workspace.channel(incoming.channel).answers == "as_workspace"
    return wanted and parts.threads.is_known(incoming.team, incoming.channel, incoming.thread)


def _changed(desk: Desk, body: dict[str, Any], event: dict[str, Any]) -> None:
    now = event.get("message") or {}
    if not is_a_person(now):
        return
    before = event.get("previous_message") or {}
    text = said(str(now.get("text") or ""))
    if text and text != said(str(before.get("text") or "")):
        desk.changed(read(body, {**now, "channel": event["channel"]}), text)


def _deleted(desk: Desk, body: dict[str, Any], event: dict[str, Any]) -> None:
    before = event.get("previous_message") or {}
    if is_a_person(before):
        gone = read(body, {**before, "channel": event["channel"], "ts": event["deleted_ts"]})
        keys = (f"event:{body.get('event_id')}", f"deleted:{gone.channel}:{gone.message}")
        desk.deleted(Incoming(gone.team, gone.channel, gone.user, gone.message, gone.thread, keys))
