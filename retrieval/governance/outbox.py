"""The outbox: notices that wait until a door (Slack, e-mail) delivers them, and what a person reads of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from retrieval.catalogue.governance_tables import notices
from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments
from retrieval.governance.notices import NoticeKind

_CLAIM = timedelta(minutes=5)  # after which another process may deliver what one has claimed and not reported
MOST_ATTEMPTS = 8
KEPT_DAYS = 90  # after delivery, or after nobody could deliver


@dataclass(frozen=True)
class Notice:
    """Something to tell a person, as a member of an organisation. `subject` is a fiche, or a watch of theirs."""

    id: int
    person: str
    organisation: str
    kind: NoticeKind
    subject: str
    documents: tuple[str, ...]
    created_at: datetime
    not_before: datetime
    delivered_at: datetime | None
    channel: str | None
    attempts: int


class Outbox:
    """Hands out each notice to one door at a time, from its hour on, until it is delivered."""

    def __init__(self, transactions: Transactions, now: moments.Now = moments.now_utc) -> None:
        self._transactions = transactions
        self._now = now

    def claim(self, *, limit: int = 50) -> tuple[Notice, ...]:
        """Notices to deliver now, oldest first; they are not given to anybody else for five minutes."""
        now = self._now()
        columns = notices.c
        due = and_(
            columns.delivered_at.is_(None),
            columns.not_before <= moments.written(now),
            columns.attempts < MOST_ATTEMPTS,
            or_(columns.claimed_until.is_(None), columns.claimed_until < moments.written(now)),
        )
        query = select(notices).where(due).order_by(columns.not_before, columns.id).limit(limit)
        with (
            self._transactions.reading() as connection
        ):  # doors ask often: nobody is kept from writing for nothing
            if not connection.execute(query.limit(1)).first():
                return ()
        with self._transactions.writing() as connection:
            rows = connection.execute(query.with_for_update(skip_locked=True)).all()
            claimed = update(notices).where(columns.id.in_([row.id for row in rows]))
            values = {"claimed_until": moments.written(now + _CLAIM), "attempts": columns.attempts + 1}
            connection.execute(claimed.values(values))
        return tuple(_notice(row) for row in rows)

    def delivered(self, notice: int, channel: str) -> bool:
        """Note that a door delivered it; False where another one had."""
        values = {"delivered_at": moments.written(self._now()), "channel": channel, "claimed_until": None}
        same = and_(notices.c.id == notice, notices.c.delivered_at.is_(None))
        with self._transactions.writing() as connection:
            return bool(connection.execute(update(notices).where(same).values(values)).rowcount)

    def put_off(self, notice: int, *, minutes: int) -> None:
        """Give a notice back, to be tried again later."""
        later = moments.written(self._now() + timedelta(minutes=minutes))
        with self._transactions.writing() as connection:
            same = notices.c.id == notice
            connection.execute(update(notices).where(same).values(not_before=later, claimed_until=None))

    def of(self, person: str, *, before: int | None = None, limit: int = 50) -> tuple[Notice, ...]:
        """A person's notices whose hour has come, newest first, delivered or not."""
        query = select(notices).where(
            notices.c.person_id == person, notices.c.not_before <= moments.written(self._now())
        )
        if before is not None:
            query = query.where(notices.c.id < before)
        with self._transactions.reading() as connection:
            rows = connection.execute(query.order_by(notices.c.id.desc()).limit(limit)).all()
        return tuple(_notice(row) for row in rows)

    def forget_old(self) -> int:
        """Remove what was delivered, or could not be, more than ninety days ago; returns how many."""
        oldest = moments.written(self._now() - timedelta(days=KEPT_DAYS))
        old = notices.c.not_before < oldest
        with self._transactions.reading() as connection:
            if not connection.execute(select(notices.c.id).where(old).limit(1)).first():
                return 0
        with self._transactions.writing() as connection:
            return connection.execute(delete(notices).where(old)).rowcount


def _notice(row: Any) -> Notice:
    return Notice(
        id=row.id,
        person=row.person_id,
        organisation=row.organisation_id,
        kind=NoticeKind(row.kind),
        subject=row.subject,
        documents=tuple(row.documents.split()),
        created_at=moments.read(row.created_at),
        not_before=moments.read(row.not_before),
        delivered_at=moments.read(row.delivered_at) if row.delivered_at else None,
        channel=row.channel,
        attempts=row.attempts,
    )
