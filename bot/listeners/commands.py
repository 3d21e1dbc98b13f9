"""/passerelle and what follows it; answered to the one who typed it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.desk import Desk, Incoming
from bot.escaping import said
from bot.parts import Parts
from bot.tasks import Lookup, Question, Referring
from bot.views.forms import settings_form
from bot.views.help import help_text, language_text, privacy_text, unknown_command
from bot.views.notices import notice, working
from corpus.models import LANGUAGES, Language

COMMAND = "/passerelle"


class Typed:
    """One command, and who typed it."""

    def __init__(self, parts: Parts, desk: Desk, body: dict[str, Any]) -> None:
        word, _, rest = str(body.get("text") or "").strip().partition(" ")
        self.parts, self.desk, self.body = parts, desk, body
        self.word = word.lower() or "help"
        self.rest = said(rest)
        self.team, self.user = str(body["team_id"]), str(body["user_id"])
        self.response_url = str(body.get("response_url") or "")

    @property
    def language(self) -> Language:
        """That of the one who typed."""
        return self.parts.people.language(self.team, self.user, at_once=True)

    @property
    def incoming(self) -> Incoming:
        """It has no message: its trigger names it and our clock orders it."""
        keys = (f"trigger:{self.body.get('trigger_id')}",)
        now = f"{self.parts.now():.6f}"
        return Incoming(self.team, str(self.body["channel_id"]), self.user, now, "", keys)

    @property
    def working(self) -> str:
        """What is said while it is being done."""
        caller = self.parts.audiences.alone(self.team, self.user, at_once=True).caller
        return f"{working(self.parts.knowledge.catalogue.count_readable(caller), self.language)}…"


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.command(COMMAND)
    def typed(ack: Ack, body: dict[str, Any]) -> None:
        given = Typed(parts, desk, body)
        answer = ANSWERS.get(given.word)
        ack(answer(given) if answer else unknown_command(given.language))


def _ask(given: Typed) -> str:
    if not _has_words(given.rest):
        return notice("empty", given.language)
    question = Question(text=given.rest, surface="private", response_url=given.response_url)
    given.desk.question(given.incoming, question)
    return given.working


def _lookup(given: Typed, *, alike: bool) -> str:
    if not _has_words(given.rest):
        return notice("empty", given.language)
    wanted = Lookup(text=given.rest, alike=alike, response_url=given.response_url)
    given.desk.task("lookup", given.incoming, wanted)
    return given.working


def _referents(given: Typed) -> str:
    wanted = Referring(theme=given.rest, response_url=given.response_url)
    given.desk.task("referents", given.incoming, wanted)
    return ""  # what it says is there at once


def _language(given: Typed) -> str:
    chosen = given.rest.lower()
    if chosen == "auto":
        given.parts.choices.choose_language(given.team, given.user, None)
    for language in LANGUAGES:
        if chosen == language:
            given.parts.choices.choose_language(given.team, given.user, language)
    return language_text(chosen, given.language)


def _settings(given: Typed) -> str:
    person = given.parts.people.get(given.team, given.user, at_once=True)
    if person is None or not person.is_admin:
        return notice("admins_only", given.language)
    channel = str(given.body["channel_id"])
    here = channel if channel.startswith(("C", "G")) else ""
    form = settings_form(given.parts.choices.workspace(given.team), here, given.language)
    calls = given.parts.clients.of(given.team, at_once=True)
    if calls.quietly("views.open", trigger_id=given.body["trigger_id"], view=form) is None:
        return notice("no_form", given.language)
    return ""


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


ANSWERS: dict[str, Callable[[Typed], str]] = {
    "ask": _ask,
    "search": lambda given: _lookup(given, alike=False),
    "similar": lambda given: _lookup(given, alike=True),
    "referents": _referents,
    "language": _language,
    "privacy": lambda given: privacy_text(given.parts.settings.days, given.language),
    "settings": _settings,
    "help": lambda given: help_text(given.language),
}
