"""Conversations: unguessable ids, few turns, kept for days and then forgotten.

They live in a database of their own, so that a busy assistant never waits for an ingest.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, delete, func, insert, select

from retrieval.catalogue.database import open_plain_engine

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
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Turn(row.question, row.outcome, tuple(row.document_ids.split())) for row in reversed(rows)
        )

    def add(self, conversation_id: str, owner: str, turn: Turn) -> str:
        """Keep a turn; returns the new answer's id. Expired turns are forgotten on the way."""
        answer_id = secrets.token_urlsafe(18)
        with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
            connection.execute(delete(_turns).where(_turns.c.at < self._now() - self._seconds))
            connection.execute(
                insert(_turns).values(
                    conversation_id=conversation_id,
                    owner=owner,
                    at=self._now(),
                    answer_id=answer_id,
                    question=turn.question,
                    outcome=turn.outcome,
                    document_ids=" ".join(turn.document_ids),
                )
            )
        return answer_id

    def forget(self, conversation_id: str, owner: str) -> int:
        """Forget a conversation of the caller's; returns how many turns went."""
        with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
            return connection.execute(
                delete(_turns).where(_turns.c.conversation_id == conversation_id, _turns.c.owner == owner)
            ).rowcount

    def count(self) -> int:
        """How many turns are kept."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(_turns)).scalar_one())
