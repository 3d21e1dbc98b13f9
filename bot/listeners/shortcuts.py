""" "Initiatives similaires" in the menu of a message: shown to the one who chose it, and nothing is kept of the message."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk import Desk, Incoming
from bot.escaping import said
from bot.parts import Parts
from bot.tasks import Lookup

SIMILAR = "similar"


def register(bolt: App, _parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.shortcut({"type": "message_action", "callback_id": SIMILAR})
    def similar(ack: Ack, body: dict[str, Any]) -> None:
        incoming = _incoming(body)
        text = said(str((body.get("message") or {}).get("text") or ""))
        response_url = str(body.get("response_url") or "")
        if any(sign.isalnum() for sign in text):
            wanted = Lookup(text=text, alike=True, thread=incoming.thread, response_url=response_url)
            desk.task("lookup", incoming, wanted)
        else:
            desk.notice(incoming, "no_words", private=True, response_url=response_url)
        ack()


def _incoming(body: dict[str, Any]) -> Incoming:
    message = body.get("message") or {}
    ts = str(body.get("message_ts") or message.get("ts") or "")
    return Incoming(
        team=str(body["team"]["id"]),
        channel=str(body["channel"]["id"]),
        user=str(body["user"]["id"]),
        message=str(body.get("action_ts") or ts),
        thread=str(message.get("thread_ts") or ""),
        keys=(f"trigger:{body.get('trigger_id')}",),
    )
