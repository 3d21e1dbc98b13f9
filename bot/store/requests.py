"""Questions handed to the coordinators of a workspace, followed until one of them answers."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import delete, insert, select, update

from corpus.models import Language
from retrieval.state.database import StateDatabase, storable
from retrieval.state.tables import slack_requests as requests

_DAYS = 90  # a question that nobody answered by then is forgotten


@dataclass(frozen=True)
class Request:
    """A question for a person. `asked_in` and `asked_as` are channel and message of the coordinators, `words` their answer."""

    id: str
    answer: str
    team: str
    channel: str
    thread: str
    user: str
    question: str
    language: Language
    asked_in: str = ""
    asked_as: str = ""
    answered_by: str = ""
    words: str = ""


class Requests:
    """All of them; each answer can be handed over once."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def open(
        self, answer: str, team: str, channel: str, thread: str, user: str, question: str, language: Language
    ) -> Request | None:
        """A new request; None where this answer was handed over already."""
        at = self._now()
        made = Request(
            secrets.token_urlsafe(18), answer, team, channel, thread, user, storable(question), language
        )
        with self._database.writing() as connection:
            connection.execute(delete(requests).where(requests.c.at < at - _DAYS * 86_400.0))
            if connection.execute(select(requests.c.id).where(requests.c.answer == answer)).first():
                return None
            connection.execute(insert(requests).values(**made.__dict__, at=at))
        return made

    def get(self, identifier: str, team: str) -> Request | None:
        """One of a workspace's."""
        query = select(requests).where(requests.c.id == identifier, requests.c.team == team)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _request(row) if row else None

    def shown(self, identifier: str, channel: str, message: str) -> None:
        """Note where the coordinators read it."""
        values = {"asked_in": channel, "asked_as": message}
        with self._database.writing() as connection:
            connection.execute(update(requests).where(requests.c.id == identifier).values(values))

    def withdraw(self, identifier: str) -> None:
        """It could not be shown to anybody."""
        with self._database.writing() as connection:
            connection.execute(delete(requests).where(requests.c.id == identifier))

    def answer(self, identifier: str, team: str, user: str, words: str) -> bool:
        """Somebody answers; False where another did so first."""
        free = (requests.c.id == identifier) & (requests.c.team == team) & (requests.c.answered_by == "")
        values = {"answered_by": user, "words": storable(words)}
        with self._database.writing() as connection:
            return connection.execute(update(requests).where(free).values(values)).rowcount > 0

    def waiting(self, days: float) -> tuple[Request, ...]:
        """Those that coordinators have left without an answer for so many days."""
        old = (requests.c.at < self._now() - days * 86_400.0) & (requests.c.answered_by == "")
        query = select(requests).where(old, requests.c.asked_as != "").order_by(requests.c.at)
        with self._database.reading() as connection:
            return tuple(_request(row) for row in connection.execute(query))


def _request(row: Any) -> Request:
    values = {name: getattr(row, name) for name in Request.__dataclass_fields__}
    return Request(**{**values, "language": cast(Language, row.language)})
