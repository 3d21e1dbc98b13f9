"""Owners of published fiches that nobody has touched for long are asked whether they still hold."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from corpus.access import ADMINISTRATOR
from corpus.fiche_life import FicheState
from retrieval.catalogue.governance_tables import submissions
from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments
from retrieval.governance.notices import NoticeKind, owners_of, put_notice
from retrieval.governance.submissions import Submissions

AGAIN = timedelta(days=90)  # after which an unanswered request is made once more


class Freshness:
    """Asks owners; `confirm`, `revise`, `finish` or `withdraw` answers."""

    def __init__(
        self,
        transactions: Transactions,
        fiches: Submissions,
        *,
        days: int = 365,
        now: moments.Now = moments.now_utc,
    ) -> None:
        """`days` without a step make a fiche stale; 0: none ever is."""
        self._transactions = transactions
        self._fiches = fiches
        self._days = days
        self._now = now

    def ask(self) -> int:
        """Put requests into the outbox, each once in ninety days; returns how many."""
        if self._days == 0:
            return 0
        now = self._now()
        since = now - timedelta(days=self._days)
        stale = select(submissions.c.id).where(
            submissions.c.state == FicheState.PUBLISHED.value,
            submissions.c.updated_at < moments.written(since),
        )
        with self._transactions.reading() as connection:
            ids = connection.execute(stale.order_by(submissions.c.id)).scalars().all()
        asked = 0
        for identifier in ids:
            fiche = self._fiches.get(identifier, ADMINISTRATOR)
            turn = (since - fiche.updated_at) // AGAIN
            once = f"fresh:{identifier}:{fiche.version}:{turn}"
            with self._transactions.writing() as connection:
                for owner in owners_of(connection, fiche):
                    asked += put_notice(
                        connection, owner, NoticeKind.FRESHNESS, identifier, once=once, at=now
                    )
        return asked
