"""Who somebody is: asked of Slack, by id and never by a name that people give themselves; kept for some minutes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

from bot.clients import Clients
from bot.errors import SlackFailure
from bot.store.choices import Choices
from corpus.access import Caller
from corpus.models import LANGUAGES, Language
from corpus.text import SOURCE_LANGUAGE

_KEPT_SECONDS = 300.0
_MOST_KEPT = 20_000
_PATIENCE_SECONDS = 5.0
_NOT_AGAIN_SECONDS = 3.0  # after Slack did not say at once: one gesture asks several times


@dataclass(frozen=True)
class SlackPerson:
    """Somebody as Slack knows them; `home` is the workspace of their account."""

    user: str
    home: str
    language: Language
    email: str = ""  # only where Slack has confirmed it
    is_member: bool = (
        False  # a full member of the workspace that asks: no guest, stranger, bot or closed account
    )
    is_admin: bool = False
    is_bot: bool = False


class Network(Protocol):
    """Finds who a member is in the network of organisations."""

    def caller(self, team: str, person: SlackPerson) -> Caller | None:
        """On whose behalf that person asks when they ask alone; None for somebody who is not of the network."""
        ...


class People:
    """People by workspace."""

    def __init__(
        self, clients: Clients, choices: Choices, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clients = clients
        self._choices = choices
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, SlackPerson]] = {}
        self._in_vain: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def get(self, team: str, user: str, *, at_once: bool = False) -> SlackPerson | None:
        """That person; None where Slack does not say, so that nothing may be taken for granted.

        `at_once`: somebody waits for an acknowledgement, so that Slack is asked once and not for long.
        """
        with self._lock:
            known = self._known.get((team, user))
            in_vain = self._in_vain.get((team, user), 0.0)
        if known is not None and known[0] > self._clock():
            return known[1]
        if at_once and in_vain > self._clock():
            return None
        try:
            calls = self._clients.of(team, at_once=at_once)
            patience = 0.0 if at_once else _PATIENCE_SECONDS
            told = calls.call("users.info", patience=patience, user=user, include_locale=True)
        except SlackFailure:
            with self._lock:
                self._in_vain[team, user] = self._clock() + _NOT_AGAIN_SECONDS
            return None
        person = _person(team, told.get("user") or {})
        self._keep(team, user, person)
        return person

    def _keep(self, team: str, user: str, person: SlackPerson) -> None:
        with self._lock:
            if len(self._known) + len(self._in_vain) >= _MOST_KEPT:
                self._known.clear()
                self._in_vain.clear()
            self._known[team, user] = (self._clock() + _KEPT_SECONDS, person)
            self._in_vain.pop((team, user), None)

    def language(self, team: str, user: str, *, at_once: bool = False) -> Language:
        """The language to speak with somebody: their own choice, else that of their Slack. `at_once` as in `get`."""
        chosen = self._choices.language(team, user)
        if chosen is not None:
            return chosen
        person = self.get(team, user, at_once=at_once)
        return person.language if person else SOURCE_LANGUAGE

    def changed(self, team: str, user: str) -> None:
        """Slack says that somebody changed: ask again."""
        with self._lock:
            self._known.pop((team, user), None)


def _person(team: str, told: dict[str, Any]) -> SlackPerson:
    home = str(told.get("team_id") or team)
    outside = home != team or any(
        told.get(sign) for sign in ("is_stranger", "is_restricted", "is_ultra_restricted")
    )
    is_bot = bool(told.get("is_bot"))
    is_member = not (outside or is_bot or told.get("deleted"))
    profile = told.get("profile") or {}
    confirmed = is_member and told.get("is_email_confirmed", True)
    return SlackPerson(
        user=str(told.get("id", "")),
        home=home,
        language=language_of_locale(str(told.get("locale") or "")),
        email=str(profile.get("email") or "") if confirmed else "",
        is_member=is_member,
        is_admin=is_member and bool(told.get("is_admin") or told.get("is_owner")),
        is_bot=is_bot,
    )


def language_of_locale(locale: str) -> Language:
    """`fr-BE` as `fr`; French for a language that we do not speak."""
    code = locale[:2].lower()
    return next((language for language in LANGUAGES if language == code), SOURCE_LANGUAGE)
