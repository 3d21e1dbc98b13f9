"""Conversations: unguessable ids, few turns, kept for days and then forgotten.

They live in a database of their own, so that a busy assistant never waits for an ingest.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select

from retrieval.state import tables
from retrieval.state.askings import forget_answers
from retrieval.state.database import StateDatabase, storable

_MOST_TURNS = 20
_turns = tables.turns


@dataclass(frozen=True)
class Turn:
    """One question of a conversation and what it led to."""

    question: str
    outcome: str
    document_ids: tuple[str, ...]
    meant: str = ""  # the question as it stands alone, after those before it
    language: str = ""


class Conversations:
    """Turns by conversation; a conversation belongs to the caller who began it."""

    def __init__(self, url: str, *, days: int = 7, now: Callable[[], float] = time.time) -> None:
        self._database = StateDatabase(url)
        self._seconds = days * 86_400.0
        self._now = now

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

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
                columns.conversation_id == storable(conversation_id),  # it is what somebody sent
                columns.owner == owner,
                columns.at >= self._now() - self._seconds,
            )
            .order_by(columns.id.desc())
            .limit(_MOST_TURNS)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(_turn(row) for row in reversed(rows))

    def turn(self, answer_id: str) -> Turn | None:
        """The turn that led to an answer; None for an unknown or expired one."""
        query = select(_turns).where(
            _turns.c.answer_id == answer_id, _turns.c.at >= self._now() - self._seconds
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _turn(row) if row else None

    def add(self, conversation_id: str, owner: str, turn: Turn) -> str:
        """Keep a turn; returns the new answer's id. Expired turns are forgotten on the way."""
        answer_id = secrets.token_urlsafe(18)
        with self._database.writing() as connection:
            connection.execute(delete(_turns).where(_turns.c.at < self._now() - self._seconds))
            connection.execute(
                insert(_turns).values(
                    conversation_id=conversation_id,
                    owner=owner,
                    at=self._now(),
                    answer_id=answer_id,
                    question=storable(turn.question),
                    outcome=turn.outcome,
                    document_ids=" ".join(turn.document_ids),
                    meant=storable(turn.meant),
                    language=turn.language,
                )
            )
        return answer_id

    def forget(self, conversation_id: str, owner: str | None) -> int:
        """Forget a conversation of the owner's, or of anybody's (None); returns how many turns went.

        With it go the feedback on its answers, and its questions from among the open ones.
        """
        whose = [_turns.c.conversation_id == storable(conversation_id)]
        if owner is not None:
            whose.append(_turns.c.owner == owner)
        return self._forget(*whose)

    def of_owner(self, owner: str) -> tuple[Turn, ...]:
        """All turns that are kept of somebody, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(_turns).where(_turns.c.owner == owner).order_by(_turns.c.id)
            ).all()
        return tuple(_turn(row) for row in rows)

    def forget_owner(self, owner: str) -> int:
        """Forget all conversations of somebody, likewise; returns how many turns went."""
        return self._forget(_turns.c.owner == owner)

    def _forget(self, *whose: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            forget_answers(connection, connection.execute(select(_turns.c.answer_id).where(*whose)).scalars())
            return connection.execute(delete(_turns).where(*whose)).rowcount

    def count(self) -> int:
        """How many turns are kept."""
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(_turns)).scalar_one())


def _turn(row: Any) -> Turn:
    return Turn(row.question, row.outcome, tuple(row.document_ids.split()), row.meant, row.language)
