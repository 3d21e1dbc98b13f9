"""Events of messages, read."""

from __future__ import annotations

from typing import Any, Literal

from bot.desk import Desk, Incoming
from bot.escaping import said
from bot.tasks import Question

# What a person writes, and how: with a file, to the whole channel as well, as /me.
_WRITTEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})


def is_a_person(event: dict[str, Any]) -> bool:
    """Whether a message is a person's: no bot's, workflow's or our own, and nothing that Slack reports of itself."""
    written = event.get("subtype") in _WRITTEN
    return written and bool(event.get("user")) and not event.get("bot_id") and not event.get("bot_profile")


def read(body: dict[str, Any], event: dict[str, Any]) -> Incoming:
    """Where it is, and its keys: the delivery, the message, the gesture of writing it."""
    channel, ts = str(event["channel"]), str(event["ts"])
    written = event.get("client_msg_id")
    return Incoming(
        team=str(body.get("team_id") or event.get("team") or ""),
        channel=channel,
        user=str(event.get("user") or ""),
        message=ts,
        thread=str(event.get("thread_ts") or ts),
        keys=(
            f"event:{body.get('event_id')}",
            f"message:{channel}:{ts}",
            f"written:{written}" if written else "",
        ),
    )


def asked_of(
    desk: Desk,
    incoming: Incoming,
    event: dict[str, Any],
    body: dict[str, Any],
    *,
    surface: Literal["channel", "direct"],
) -> None:
    """Take a question in; a message without words is answered by a word on what is expected."""
    text = said(str(event.get("text") or ""))
    if not any(sign.isalnum() for sign in text):
        desk.notice(incoming, "no_words" if text or event.get("files") else "empty")
        return
    shared = bool(body.get("is_ext_shared_channel"))
    desk.question(incoming, Question(text=text, surface=surface, thread=incoming.thread, shared=shared))
