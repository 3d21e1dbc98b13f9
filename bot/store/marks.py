"""How far something was looked at in a workspace: each thing is told once, also by several processes."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import delete, select

from retrieval.catalogue.inserting import insert_if_new, insert_or_change
from retrieval.state.database import StateDatabase
from retrieval.state.tables import slack_marks as marks

_DAYS = 400  # after which a mark that never moved is forgotten


class Marks:
    """Numbers by workspace and name."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def get(self, team: str, name: str) -> int | None:
        """The number; None where nothing was looked at yet."""
        query = select(marks.c.value).where(marks.c.team == team, marks.c.name == name[:255])
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def move(self, team: str, name: str, value: int) -> None:
        """Set it."""
        values = {"value": value, "at": self._now()}
        with self._database.writing() as connection:
            insert_or_change(connection, marks, {"team": team, "name": name[:255]}, values)

    def first(self, team: str, name: str) -> bool:
        """Take the right to do something once; False where it was taken before."""
        at = self._now()
        row = {"team": team, "name": name[:255], "value": 1, "at": at}
        with self._database.writing() as connection:
            connection.execute(delete(marks).where(marks.c.at < at - _DAYS * 86_400.0))
            return insert_if_new(connection, marks, row)
