"""Who can read a reply, and therefore on whose behalf it is searched.

In a channel only what everyone in it may read; whenever that is not certain, what everybody in the world may read.
What was posted stays, and later members read it too: a public channel is open to the world for us.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.clients import Clients
from bot.errors import SlackFailure
from bot.people import Network, People, SlackPerson
from corpus.access import Caller

MOST_MEMBERS = 50  # of a channel that is looked at one by one
# No organisation is called so: it may read what the network may, and no organisation's own.
_ANY_ORGANISATION = "any organisation of the network"


class Scope(StrEnum):
    """How far what is shown may go."""

    PUBLIC = "public"
    NETWORK = "network"
    ORGANISATION = "organisation"
    OWN = "own"  # one person's rights, in what only they read


@dataclass(frozen=True)
class Audience:
    """Who reads along; `caller` may read what all of them may. `outsiders`: people of other organisations are among them."""

    caller: Caller
    scope: Scope
    outsiders: bool = False

    @property
    def reader(self) -> str:
        """A name for all who may read the same here: what was said to one is not continued for another."""
        return f"{self.caller.name}/{self.scope}"[:120]


def as_themselves(team: str, user: str) -> Caller:
    """Somebody of a workspace, with no rights beyond everybody's."""
    return Caller(name=f"slack:{team}:{user}")


class Audiences:
    """Looks at who is there, at the moment of answering."""

    def __init__(self, clients: Clients, people: People, network: Network) -> None:
        self._clients = clients
        self._people = people
        self._network = network

    def alone(self, team: str, user: str, *, at_once: bool = False) -> Audience:
        """Somebody in direct messages with us, or who alone sees what is shown; `at_once` as in `People.get`."""
        person = self._people.get(team, user, at_once=at_once)
        caller = self._caller(team, person)
        if caller is None:
            return Audience(as_themselves(team, user), Scope.PUBLIC)
        return Audience(caller, Scope.OWN)

    def channel(self, team: str, channel: str, *, shared: bool) -> Audience:
        """Everybody in a channel; `shared` where the event said already that it reaches beyond the workspace."""
        told = self._told(team, channel)
        outsiders = shared or bool(told and (told.get("is_ext_shared") or told.get("is_pending_ext_shared")))
        everybody = Caller(name=f"slack:{team}:{channel}")
        if outsiders or told is None or not told.get("is_private"):
            return Audience(everybody, Scope.PUBLIC, outsiders)
        members = self._members(team, channel)
        if any(member.home != team for member in members or ()):
            return Audience(everybody, Scope.PUBLIC, outsiders=True)
        return self._common(team, everybody, members)

    def _common(self, team: str, everybody: Caller, members: list[SlackPerson] | None) -> Audience:
        """What all of these members may read."""
        callers = [self._caller(team, member) for member in members or ()]
        organisations = {caller.organisation if caller else None for caller in callers}
        if not organisations or None in organisations:
            return Audience(everybody, Scope.PUBLIC)
        if len(organisations) == 1:
            own = everybody.model_copy(update={"organisation": organisations.pop()})
            return Audience(own, Scope.ORGANISATION)
        return Audience(everybody.model_copy(update={"organisation": _ANY_ORGANISATION}), Scope.NETWORK)

    def _caller(self, team: str, person: SlackPerson | None) -> Caller | None:
        if person is None or not person.is_member:
            return None
        return self._network.caller(team, person)

    def _told(self, team: str, channel: str) -> dict[str, Any] | None:
        """What Slack says of a channel; None where it does not."""
        try:
            told = self._clients.of(team).call("conversations.info", patience=2.0, channel=channel)
        except SlackFailure:
            return None
        found = told.get("channel")
        return found if isinstance(found, dict) else None

    def _members(self, team: str, channel: str) -> list[SlackPerson] | None:
        """Who is in a channel, our own bot apart; None where they are too many, or one of them is not known."""
        try:
            told = self._clients.of(team).call(
                "conversations.members", patience=2.0, channel=channel, limit=MOST_MEMBERS + 1
            )
        except SlackFailure:
            return None
        users = [str(user) for user in told.get("members") or ()]
        more = (told.get("response_metadata") or {}).get("next_cursor")
        if more or len(users) > MOST_MEMBERS:
            return None
        installation = self._clients.installation(team)
        own = installation.bot_user if installation else ""
        found = [self._people.get(team, user) for user in users if user != own]
        return None if None in found else [person for person in found if person is not None]
