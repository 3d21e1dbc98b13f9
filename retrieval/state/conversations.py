"""Conversations: unguessable ids, few turns, kept for days and then forgotten.

They live in a database of their own, so that a busy assistant never waits for an ingest.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DatabaseError

from retrieval.catalogue.database import open_plain_engine
from retrieval.state.errors import StateUnavailable

_MOST_TURNS = 20
_metadata = MetaData()
_turns = Table(
    "turns",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(43), nullable=False, index=True),
    Column("owner", String(120), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("answer_id", String(43), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("document_ids", Text, nullable=False),
)


@dataclass(frozen=True)
class Turn:
    """One question of a conversation and what it led to."""

    question: str
    outcome: str
    document_ids: tuple[str, ...]


class Conversations:
    """Turns by conversation; a conversation belongs to the caller who began it."""

    def __init__(self, url: str, *, days: int = 7, now: Callable[[], float] = time.time) -> None:
        self._engine = open_plain_engine(url, _metadata)
        self._seconds = days * 86_400.0
        self._now = now

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def resume(self, conversation_id: str | None, owner: str) -> str:
        """The id to go on with: the given one if it is known, fresh and the caller's own, else a new one."""
        if conversation_id and self.turns(conversation_id, owner):
            return conversation_id
        return secrets.token_urlsafe(24)

    def turns(self, conversation_id: str, owner: str) -> tuple[Turn, ...]:
        """The last turns, oldest first; nothing for a stranger's or expired conversation."""
        columns = _turns.c
        query = (
            select(_turns)
            .where(
                columns.conversation_id == conversation_id,
                columns.owner == owner,
                columns.at >= self._now() - self._seconds,
            )
            .order_by(columns.id.desc())
            .limit(_MOST_TURNS)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Turn(row.question, row.outcome, tuple(row.document_ids.split())) for row in reversed(rows)
        )

    def add(self, conversation_id: str, owner: str, turn: Turn) -> str:
        """Keep a turn; returns the new answer's id. Expired turns are forgotten on the way."""
        answer_id = secrets.token_urlsafe(18)
        with self._writing() as connection:
            connection.execute(delete(_turns).where(_turns.c.at < self._now() - self._seconds))
            connection.execute(
                insert(_turns).values(
                    conversation_id=conversation_id,
                    owner=owner,
                    at=self._now(),
                    answer_id=answer_id,
                    question=_storable(turn.question),
                    outcome=turn.outcome,
                    document_ids=" ".join(turn.document_ids),
                )
            )
        return answer_id

    def forget(self, conversation_id: str, owner: str | None) -> int:
        """Forget a conversation of the owner's, or of anybody's (None); returns how many turns went."""
        query = delete(_turns).where(_turns.c.conversation_id == conversation_id)
        if owner is not None:
            query = query.where(_turns.c.owner == owner)
        with self._writing() as connection:
            return connection.execute(query).rowcount

    def count(self) -> int:
        """How many turns are kept."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(_turns)).scalar_one())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise StateUnavailable(f"conversations cannot be read or written: {error.orig}") from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One write transaction; leaving it in error leaves no trace."""
        try:
            with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise StateUnavailable(f"conversations cannot be read or written: {error.orig}") from error


def _storable(text: str) -> str:
    """The text without lone surrogates (from a command line that is no UTF-8): no database takes them."""
    return text.encode("utf-8", "replace").decode()
