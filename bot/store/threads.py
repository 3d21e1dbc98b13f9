"""Which conversation a thread is: the memory itself is that of all doors, and as short-lived."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, delete, select

from retrieval.catalogue.inserting import insert_or_change
from retrieval.state.database import StateDatabase
from retrieval.state.tables import slack_threads as threads


class Threads:
    """Conversations by thread and by on whose behalf it was answered there."""

    def __init__(self, database: StateDatabase, *, days: int, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._seconds = days * 86_400.0
        self._now = now

    def conversation(self, team: str, channel: str, thread: str, reader: str) -> str | None:
        """The conversation to go on with; None where there is none any more."""
        query = select(threads.c.conversation_id).where(
            _same(team, channel, thread),
            threads.c.reader == reader,
            threads.c.at >= self._now() - self._seconds,
        )
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def is_known(self, team: str, channel: str, thread: str) -> bool:
        """Whether the assistant took part in a thread lately."""
        query = select(threads.c.at).where(
            _same(team, channel, thread), threads.c.at >= self._now() - self._seconds
        )
        with self._database.reading() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def remember(self, team: str, channel: str, thread: str, reader: str, conversation_id: str) -> None:
        """Go on with this conversation from now on; expired ones are forgotten on the way."""
        at = self._now()
        row = {"team": team, "channel": channel, "thread": thread, "reader": reader}
        values = {"conversation_id": conversation_id, "at": at}
        with self._database.writing() as connection:
            connection.execute(delete(threads).where(threads.c.at < at - self._seconds))
            insert_or_change(connection, threads, row, values)

    def forget(self, team: str, channel: str, thread: str) -> tuple[tuple[str, str], ...]:
        """Forget a thread; returns its conversations, each with its reader."""
        with self._database.writing() as connection:
            query = select(threads.c.conversation_id, threads.c.reader).where(_same(team, channel, thread))
            found = tuple((row.conversation_id, row.reader) for row in connection.execute(query))
            connection.execute(delete(threads).where(_same(team, channel, thread)))
        return found


def _same(team: str, channel: str, thread: str) -> ColumnElement[bool]:
    return (threads.c.team == team) & (threads.c.channel == channel) & (threads.c.thread == thread)
