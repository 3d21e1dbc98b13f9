"""What readers thought of answers: helpful or not, and why; one vote each, and never who."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, select

from retrieval.catalogue.inserting import insert_or_change
from retrieval.state.askings import NOT_HELPFUL, Unmet, keep_asking, take_back_asking
from retrieval.state.database import StateDatabase, storable
from retrieval.state.tables import feedback
from retrieval.state.voters import known_voter_of, voter_of


@dataclass(frozen=True)
class Judgement:
    """What was thought of an answer; `reason` is free of personal data."""

    helpful: bool
    reason: str
    outcome: str  # of the answer
    document_ids: tuple[str, ...]  # that the answer cited


@dataclass(frozen=True)
class Tally:
    """How many votes were given, on however many answers."""

    helpful: int
    not_helpful: int


class FeedbackBook:
    """Judgements by answer and voter; of each voter the last one counts."""

    def __init__(self, url: str, *, days: int = 180, now: Callable[[], float] = time.time) -> None:
        """Raises CatalogueError."""
        self._database = StateDatabase(url)
        self._days = days
        self._now = now

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def give(self, answer_id: str, judgement: Judgement, unmet: Unmet | None, *, by: str = "") -> None:
        """Keep a voter's judgement in place of their former one; `unmet` is the question of an answer that did not help.

        `by` is who judges, of which only a keyed digest is kept; all without an identity are one voter. The question
        stays open as long as anybody's vote gives a reason why the answer did not help. Expired ones are forgotten on the way. Raises StateUnavailable.
        """
        values = {
            "day": self._today,
            "helpful": judgement.helpful,
            "reason": storable(judgement.reason),
            "outcome": judgement.outcome,
            "document_ids": " ".join(judgement.document_ids),
        }
        with self._database.writing() as connection:
            connection.execute(delete(feedback).where(feedback.c.day < self._oldest))
            vote = {"answer_id": answer_id, "voter": voter_of(connection, answer_id, by)}
            insert_or_change(connection, feedback, vote, values)
            if unmet is not None:
                keep_asking(connection, answer_id, unmet, self._today)
            elif not _somebody_says_why_not(connection, answer_id):
                take_back_asking(connection, answer_id, NOT_HELPFUL)

    def of(self, answer_id: str, *, by: str = "") -> Judgement | None:
        """What a voter thought of an answer; None where they did not say."""
        fresh = select(feedback).where(feedback.c.answer_id == answer_id, feedback.c.day >= self._oldest)
        with self._database.reading() as connection:
            voter = known_voter_of(connection, answer_id, by)
            row = connection.execute(fresh.where(feedback.c.voter == voter)).one_or_none()
        if row is None:
            return None
        return Judgement(row.helpful, row.reason, row.outcome, tuple(row.document_ids.split()))

    def tally(self) -> Tally:
        """How many votes say that an answer helped, and how many that it did not."""
        query = (
            select(feedback.c.helpful, func.count())
            .where(feedback.c.day >= self._oldest)
            .group_by(feedback.c.helpful)
        )
        with self._database.reading() as connection:
            found = {bool(helpful): int(count) for helpful, count in connection.execute(query).all()}
        return Tally(found.get(True, 0), found.get(False, 0))

    @property
    def _today(self) -> date:
        return datetime.fromtimestamp(self._now(), UTC).date()

    @property
    def _oldest(self) -> date:
        """The first day that is still remembered."""
        return self._today - timedelta(days=max(self._days - 1, 0))


def _somebody_says_why_not(connection: Connection, answer_id: str) -> bool:
    mine = feedback.c.answer_id == answer_id
    why_not = exists().where(mine, feedback.c.helpful.is_(False), feedback.c.reason != "")
    return bool(connection.execute(select(why_not)).scalar_one())
