"""Messages passed on to whoever is behind a fiche: followed until somebody answers, never with an address."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import delete, insert, select, update

from corpus.models import Language
from retrieval.state.database import StateDatabase, storable
from retrieval.state.tables import slack_relays as relays

DAYS = 90
MOST_A_DAY = 10  # of one person


class RelayState(StrEnum):
    """Where a message is."""

    SENT = "sent"  # with the people of the fiche's organisation
    WITH_COORDINATORS = "coordinators"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Relay:
    """A message about a document; `sender` is how its author is called, `answered_by` an account of Slack."""

    id: str
    team: str
    user: str
    language: Language
    sender: str
    document: str
    words: str
    state: RelayState = RelayState.SENT
    answered_by: str = ""


class Relays:
    """All of them."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(
        self, team: str, user: str, language: Language, *, sender: str, document: str, words: str
    ) -> Relay | None:
        """A new one; None where this person has sent many today."""
        at = self._now()
        relay = Relay(
            secrets.token_urlsafe(18), team, user, language, sender[:300], document, storable(words)
        )
        mine = select(relays.c.id).where(
            relays.c.team == team, relays.c.user == user, relays.c.at >= at - 86_400.0
        )
        with self._database.writing() as connection:
            connection.execute(delete(relays).where(relays.c.at < at - DAYS * 86_400.0))
            if len(connection.execute(mine).all()) >= MOST_A_DAY:
                return None
            connection.execute(insert(relays).values(**relay.__dict__, at=at, sent_at=at))
        return relay

    def get(self, identifier: str) -> Relay | None:
        """That one."""
        with self._database.reading() as connection:
            row = connection.execute(select(relays).where(relays.c.id == identifier)).one_or_none()
        return _relay(row) if row else None

    def of(self, team: str, user: str, *, limit: int = 5) -> tuple[Relay, ...]:
        """What somebody wrote, newest first."""
        mine = select(relays).where(relays.c.team == team, relays.c.user == user)
        with self._database.reading() as connection:
            rows = connection.execute(mine.order_by(relays.c.at.desc()).limit(limit)).all()
        return tuple(_relay(row) for row in rows)

    def overdue(self, days: float) -> tuple[Relay, ...]:
        """Those that their organisation has left without an answer for so many days."""
        old = relays.c.sent_at < self._now() - days * 86_400.0
        query = select(relays).where(relays.c.state == RelayState.SENT.value, old).order_by(relays.c.at)
        with self._database.reading() as connection:
            return tuple(_relay(row) for row in connection.execute(query))

    def to_coordinators(self, identifier: str) -> bool:
        """It goes to coordinators; False where it went already, or was answered."""
        waiting = (relays.c.id == identifier) & (relays.c.state == RelayState.SENT.value)
        values = {"state": RelayState.WITH_COORDINATORS.value, "sent_at": self._now()}
        with self._database.writing() as connection:
            return connection.execute(update(relays).where(waiting).values(values)).rowcount > 0

    def answered(self, identifier: str, user: str) -> bool:
        """Somebody answers; False where another did so first."""
        waiting = (relays.c.id == identifier) & (relays.c.state != RelayState.ANSWERED.value)
        values = {"state": RelayState.ANSWERED.value, "answered_by": user}
        with self._database.writing() as connection:
            return connection.execute(update(relays).where(waiting).values(values)).rowcount > 0


def _relay(row: Any) -> Relay:
    values = {name: getattr(row, name) for name in Relay.__dataclass_fields__}
    values |= {"state": RelayState(row.state), "language": cast(Language, row.language)}
    return Relay(**values)
