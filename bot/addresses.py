"""Where in Slack a person of the network is reached: where they were met, else by their address; looked at each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.clients import Clients, Workspaces
from bot.errors import SlackFailure
from bot.network import Members
from bot.people import People
from bot.store.members import Accounts
from corpus.access import ADMINISTRATOR, Caller
from retrieval.governance.directory import Directory
from retrieval.governance.errors import NoSuch

_NOT_AGAIN_SECONDS = 900.0  # after a search in vain


@dataclass(frozen=True)
class Account:
    """One account in one workspace."""

    team: str
    user: str


class Addresses:
    """Accounts of people; an account that is no longer theirs is never returned."""

    def __init__(
        self,
        workspaces: Workspaces,
        clients: Clients,
        people: People,
        members: Members,
        directory: Directory,
        accounts: Accounts,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._workspaces = workspaces
        self._clients = clients
        self._people = people
        self._members = members
        self._directory = directory
        self._accounts = accounts
        self._clock = clock
        self._in_vain: dict[str, float] = {}

    def of(self, person: str) -> Account | None:
        """Where that person is reached; None where nowhere."""
        for team, user in self._accounts.of(person):
            if self._is(Account(team, user), person):
                return Account(team, user)
        if self._in_vain.get(person, 0.0) > self._clock():
            return None
        for account in self._found(person):
            if self._is(account, person):
                return account
        self._in_vain[person] = self._clock() + _NOT_AGAIN_SECONDS
        return None

    def met(self, account: Account, caller: Caller) -> None:
        """This person is there."""
        if caller.person:
            self._accounts.met(account.team, account.user, caller.person)

    def _is(self, account: Account, person: str) -> bool:
        known = self._people.get(account.team, account.user)
        caller = self._members.caller(account.team, known) if known and known.is_member else None
        return caller is not None and caller.person == person

    def _found(self, person: str) -> Iterator[Account]:
        try:
            email = self._directory.person(person, ADMINISTRATOR).email
        except NoSuch:
            return
        for team in self._workspaces.teams() if email else ():
            try:
                told = self._clients.of(team).call("users.lookupByEmail", patience=2.0, email=email)
            except SlackFailure:  # `users_not_found` is one
                continue
            yield Account(team, str((told.get("user") or {}).get("id", "")))
