"""What readers thought of answers: helpful or not, and why; never who."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, func, select, update

from retrieval.catalogue.inserting import insert_if_new
from retrieval.state.askings import NOT_HELPFUL, Unmet, keep_asking, take_back_asking
from retrieval.state.database import StateDatabase, storable
from retrieval.state.tables import feedback


@dataclass(frozen=True)
class Judgement:
    """What was thought of an answer; `reason` is free of personal data."""

    helpful: bool
    reason: str
    outcome: str  # of the answer
    document_ids: tuple[str, ...]  # that the answer cited


@dataclass(frozen=True)
class Tally:
    """How many answers were judged."""

    helpful: int
    not_helpful: int


class FeedbackBook:
    """Judgements by answer; the last one counts."""

    def __init__(self, url: str, *, days: int = 180, now: Callable[[], float] = time.time) -> None:
        """Raises CatalogueError."""
        self._database = StateDatabase(url)
        self._days = days
        self._now = now

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def give(self, answer_id: str, judgement: Judgement, unmet: Unmet | None) -> None:
        """Keep a judgement in place of a former one; `unmet` is the question of an answer that did not help.

        Expired ones are forgotten on the way. Raises StateUnavailable.
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
            if not insert_if_new(connection, feedback, {"answer_id": answer_id, **values}):
                connection.execute(update(feedback).where(feedback.c.answer_id == answer_id).values(values))
            if unmet is not None:
                keep_asking(connection, answer_id, unmet, self._today)
            else:
                take_back_asking(connection, answer_id, NOT_HELPFUL)

    def of(self, answer_id: str) -> Judgement | None:
        """What was thought of an answer; None where nobody said."""
        query = select(feedback).where(feedback.c.answer_id == answer_id, feedback.c.day >= self._oldest)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return Judgement(row.helpful, row.reason, row.outcome, tuple(row.document_ids.split()))

    def tally(self) -> Tally:
        """How many answers helped, and how many did not."""
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
