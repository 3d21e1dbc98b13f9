"""Messages of ours that show the state of something, so that all of them can be written anew when it changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, insert, select

from retrieval.state.database import StateDatabase
from retrieval.state.tables import slack_cards as cards

DAYS = 90
Kind = Literal["fiche", "pair", "relay"]


@dataclass(frozen=True)
class Card:
    """One message about `subject`; `user` is its only reader, empty where a channel reads it; `what` it first said."""

    kind: Kind
    subject: str
    team: str
    user: str
    channel: str
    message: str
    what: str = ""


class Cards:
    """All of them."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def shown(self, card: Card) -> None:
        """Remember a message."""
        at = self._now()
        with self._database.writing() as connection:
            connection.execute(delete(cards).where(cards.c.at < at - DAYS * 86_400.0))
            connection.execute(insert(cards).values(**card.__dict__, at=at))

    def of(self, kind: Kind, subject: str) -> tuple[Card, ...]:
        """Every message about something."""
        query = select(cards).where(cards.c.kind == kind, cards.c.subject == subject).order_by(cards.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        names = Card.__dataclass_fields__
        return tuple(Card(**{name: getattr(row, name) for name in names}) for row in rows)

    def direct(self, team: str, user: str) -> str:
        """The direct messages with somebody, where we wrote there before; else nothing."""
        query = select(cards.c.channel).where(cards.c.team == team, cards.c.user == user)
        query = query.where(cards.c.channel.startswith("D")).order_by(cards.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one_or_none() or ""

    def gone(self, card: Card) -> None:
        """The message cannot be changed any more."""
        same = (cards.c.team == card.team) & (cards.c.channel == card.channel)
        with self._database.writing() as connection:
            connection.execute(delete(cards).where(same, cards.c.message == card.message))
