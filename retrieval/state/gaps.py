"""Questions without an answer, and answers that did not help: kept for days, without who asked.

A wording is one gap however often it is asked; each asking is remembered by its day alone.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, select, update

from corpus.models import Language
from retrieval.state.askings import NOT_HELPFUL, Unmet, drop_unasked, keep_asking
from retrieval.state.database import StateDatabase
from retrieval.state.tables import askings, feedback, gaps

MOST_GAPS = 5_000  # wordings; beyond, those that were not asked for longest go


@dataclass(frozen=True)
class Gap:
    """A wording with its askings; `vector` has length 1 and is None where it is of another space, or missing."""

    id: int
    text: str
    language: Language
    outcomes: Mapping[str, int]  # what askings led to, and how often
    first: date
    last: date
    answered_by: tuple[str, ...]  # documents; empty while it is open
    reasons: tuple[str, ...] = ()  # why answers to it did not help
    vector: NDArray[np.float32] | None = field(default=None, compare=False)

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class Pending:
    """An open question to be asked again; `judged` are the documents of answers that did not help."""

    id: int
    text: str
    language: Language
    judged: frozenset[str]


@dataclass(frozen=True)
class Counts:
    """How many wordings are kept."""

    open: int
    answered: int


class Gaps:
    """The open questions, and those that were answered since."""

    def __init__(self, url: str, *, days: int = 180, now: Callable[[], float] = time.time) -> None:
        """Of `days` 0, nothing is kept. Raises CatalogueError."""
        self._database = StateDatabase(url)
        self._days = days
        self._now = now

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._days > 0

    def keep(self, answer_id: str, unmet: Unmet) -> None:
        """Keep one asking; what has expired is forgotten on the way. Raises StateUnavailable."""
        if not self.keeps:
            return
        with self._database.writing() as connection:
            keep_asking(connection, answer_id, unmet, self._today)
            self._forget_expired(connection)

    def forget_expired(self) -> None:
        """Forget what is older than its days; raises StateUnavailable."""
        with self._database.writing() as connection:
            self._forget_expired(connection)

    def all(self, space: str) -> list[Gap]:
        """Every gap in the order in which they were first met, with the vectors of a space."""
        with self._database.reading() as connection:
            asked = self._askings(connection)
            reasons = self._reasons(connection)
            rows = connection.execute(select(gaps).order_by(gaps.c.id)).all()
        return [_gap(row, asked[row.id], reasons.get(row.id, ()), space) for row in rows if row.id in asked]

    def counts(self) -> Counts:
        """How many are open, and how many were answered since."""
        every = (
            select(func.count(gaps.c.id.distinct()))
            .join(askings, askings.c.gap_id == gaps.c.id)
            .where(askings.c.day >= self._oldest)
        )
        with self._database.reading() as connection:
            open_ones = connection.execute(every.where(gaps.c.answered_by == "")).scalar_one()
            answered = connection.execute(every.where(gaps.c.answered_by != "")).scalar_one()
        return Counts(int(open_ones), int(answered))

    # -- vectors ----------------------------------------------------------------------------------

    def without_vector(self, space: str, most: int) -> dict[int, str]:
        """Texts that have no vector of a space yet, by id; at most so many."""
        query = (
            select(gaps.c.id, gaps.c.text)
            .where(gaps.c.space.is_distinct_from(space) | gaps.c.vector.is_(None))
            .order_by(gaps.c.id)
            .limit(most)
        )
        with self._database.reading() as connection:
            return {row.id: row.text for row in connection.execute(query)}

    def put_vectors(self, space: str, vectors: Mapping[int, NDArray[np.float32]]) -> None:
        """Keep vectors by the id of their gap; of one that is gone, nothing."""
        with self._database.writing() as connection:
            for identifier, vector in vectors.items():
                values = {"space": space, "vector": vector.astype("<f4").tobytes()}
                connection.execute(update(gaps).where(gaps.c.id == identifier).values(values))

    # -- asking again -----------------------------------------------------------------------------

    def pending(self, asked_of: str, most: int) -> list[Pending]:
        """Open gaps that were not asked of this state of the catalogue, the latest asked first."""
        last = (
            select(askings.c.gap_id, func.max(askings.c.day).label("day"))
            .group_by(askings.c.gap_id)
            .subquery()
        )
        query = (
            select(gaps.c.id, gaps.c.text, gaps.c.language)
            .join(last, last.c.gap_id == gaps.c.id)
            .where(gaps.c.answered_by == "", gaps.c.asked_of != asked_of, last.c.day >= self._oldest)
            .order_by(last.c.day.desc(), gaps.c.id.desc())
            .limit(most)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            judged = self._judged(connection, [row.id for row in rows])
        return [Pending(row.id, row.text, row.language, judged.get(row.id, frozenset())) for row in rows]

    def count_pending(self, asked_of: str) -> int:
        """How many `pending` would give without a limit."""
        return len(self.pending(asked_of, MOST_GAPS))

    def asked_again(self, identifier: int, asked_of: str, answered_by: Sequence[str]) -> None:
        """Note that a gap was asked of this state of the catalogue, and which documents answered it."""
        values = {"asked_of": asked_of, "answered_by": " ".join(answered_by)}
        with self._database.writing() as connection:
            connection.execute(update(gaps).where(gaps.c.id == identifier).values(values))

    def answers(self) -> dict[int, tuple[str, ...]]:
        """The documents by which each answered gap was answered."""
        query = select(gaps.c.id, gaps.c.answered_by).where(gaps.c.answered_by != "")
        with self._database.reading() as connection:
            return {row.id: tuple(row.answered_by.split()) for row in connection.execute(query)}

    def reopen(self, identifiers: Collection[int]) -> None:
        """Open gaps again: the documents that answered them are gone."""
        with self._database.writing() as connection:
            for identifier in identifiers:
                values = {"answered_by": "", "asked_of": ""}
                connection.execute(update(gaps).where(gaps.c.id == identifier).values(values))

    # ---------------------------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return datetime.fromtimestamp(self._now(), UTC).date()

    @property
    def _oldest(self) -> date:
        """The first day that is still remembered."""
        return self._today - timedelta(days=max(self._days - 1, 0))

    def _askings(self, connection: Connection) -> dict[int, list[Any]]:
        columns = askings.c
        query = (
            select(
                columns.gap_id,
                columns.outcome,
                func.count().label("times"),
                func.min(columns.day).label("first"),
                func.max(columns.day).label("last"),
            )
            .where(columns.day >= self._oldest)
            .group_by(columns.gap_id, columns.outcome)
            .order_by(columns.gap_id, columns.outcome)
        )
        found: dict[int, list[Any]] = defaultdict(list)
        for row in connection.execute(query):
            found[row.gap_id].append(row)
        return dict(found)

    def _reasons(self, connection: Connection) -> dict[int, tuple[str, ...]]:
        query = (
            select(askings.c.gap_id, feedback.c.reason)
            .join(feedback, feedback.c.answer_id == askings.c.answer_id)
            .where(feedback.c.helpful.is_(False), feedback.c.reason != "", feedback.c.day >= self._oldest)
            .order_by(feedback.c.day, feedback.c.answer_id, feedback.c.voter)
        )
        found: dict[int, tuple[str, ...]] = {}
        for row in connection.execute(query):
            found[row.gap_id] = (*found.get(row.gap_id, ()), row.reason)
        return found

    @staticmethod
    def _judged(connection: Connection, identifiers: Collection[int]) -> dict[int, frozenset[str]]:
        query = (
            select(askings.c.gap_id, feedback.c.document_ids)
            .join(feedback, feedback.c.answer_id == askings.c.answer_id)
            .where(askings.c.outcome == NOT_HELPFUL, feedback.c.helpful.is_(False))
        )
        wanted = set(identifiers)
        found: dict[int, frozenset[str]] = {}
        for row in connection.execute(query):
            if row.gap_id in wanted:
                found[row.gap_id] = found.get(row.gap_id, frozenset()).union(row.document_ids.split())
        return found

    def _forget_expired(self, connection: Connection) -> None:
        connection.execute(delete(askings).where(askings.c.day < self._oldest))
        drop_unasked(connection)
        surplus = connection.execute(select(func.count()).select_from(gaps)).scalar_one() - MOST_GAPS
        if surplus > 0:
            oldest = (
                select(askings.c.gap_id)
                .group_by(askings.c.gap_id)
                .order_by(func.max(askings.c.day), askings.c.gap_id)
                .limit(surplus)
            )
            connection.execute(delete(gaps).where(gaps.c.id.in_(oldest)))


def _gap(row: Any, asked: Sequence[Any], reasons: tuple[str, ...], space: str) -> Gap:
    known = row.vector is not None and row.space == space
    return Gap(
        id=row.id,
        text=row.text,
        language=row.language,
        outcomes={one.outcome: one.times for one in asked},
        first=min(one.first for one in asked),
        last=max(one.last for one in asked),
        answered_by=tuple(row.answered_by.split()),
        reasons=reasons,
        vector=np.frombuffer(row.vector, dtype="<f4") if known else None,
    )
