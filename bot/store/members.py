"""Under which accounts of Slack people of the network were met."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import select

from retrieval.catalogue.inserting import insert_or_change
from retrieval.state.database import StateDatabase
from retrieval.state.tables import slack_members as members

_NOTED_SECONDS = 3_600.0  # the same account is noted again after an hour


class Accounts:
    """Where people of the network were met, the latest first."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._noted: dict[tuple[str, str], tuple[str, float]] = {}

    def met(self, team: str, user: str, person: str) -> None:
        """Note that this account is that person."""
        at = self._now()
        known, since = self._noted.get((team, user), ("", 0.0))
        if known == person and at - since < _NOTED_SECONDS:
            return
        values = {"person": person, "at": at}
        with self._database.writing() as connection:
            insert_or_change(connection, members, {"team": team, "user": user}, values)
        self._noted[team, user] = (person, at)

    def of(self, person: str) -> tuple[tuple[str, str], ...]:
        """Workspace and user of a person; whether it still is that person is for the caller to see."""
        query = select(members.c.team, members.c.user).where(members.c.person == person)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(members.c.at.desc())).all()
        return tuple((row.team, row.user) for row in rows)
