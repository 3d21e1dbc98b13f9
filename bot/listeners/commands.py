"""/passerelle and what follows it; answered to the one who typed it alone."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.desk import Desk, Incoming
from bot.escaping import said
from bot.parts import Parts
from bot.tasks import Question
from bot.views.help import help_text, unknown_command
from bot.views.notices import notice, working

COMMAND = "/passerelle"


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.command(COMMAND)
    def typed(ack: Ack, body: dict[str, Any]) -> None:
        word, _, rest = str(body.get("text") or "").strip().partition(" ")
        ack(_answered(parts, desk, body, word.lower(), said(rest)))


def _answered(parts: Parts, desk: Desk, body: dict[str, Any], word: str, rest: str) -> str:
    """What is said at once; the rest comes when it is done."""
    language = parts.people.language(body["team_id"], body["user_id"])
    match word:
        case "" | "help":
            return help_text(language)
        case "ask":
            return _ask(parts, desk, body, rest)
        case _:
            return unknown_command(word, language)


def _ask(parts: Parts, desk: Desk, body: dict[str, Any], text: str) -> str:
    language = parts.people.language(body["team_id"], body["user_id"])
    if not any(sign.isalnum() for sign in text):
        return notice("empty", language)
    incoming = incoming_of(parts, body)
    question = Question(text=text, surface="private", response_url=str(body.get("response_url") or ""))
    desk.question(incoming, question)
    audience = parts.audiences.alone(incoming.team, incoming.user)
    return f"{working(parts.knowledge.catalogue.count_readable(audience.caller), language)}…"


def incoming_of(parts: Parts, body: dict[str, Any]) -> Incoming:
    """A command: it has no message, so its trigger names it and our clock orders it."""
    ts = f"{parts.now():.6f}"
    keys = (f"trigger:{body.get('trigger_id')}",)
    return Incoming(str(body["team_id"]), str(body["channel_id"]), str(body["user_id"]), ts, "", keys)
