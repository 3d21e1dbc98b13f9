"""What people decided of pairs: remembered with author, reason and date, taken back but never rewritten.

The newest decision that was not taken back holds. A "distinct" lapses when a compared field changes materially. Of a
duplicate one fiche stays and the other leads to it; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Select, insert, or_, select, tuple_, update

from retrieval.catalogue.batches import batches
from retrieval.catalogue.likeness_tables import decisions
from retrieval.catalogue.transactions import Transactions
from retrieval.likeness.errors import AlreadyDecided, NotDecided
from retrieval.likeness.values import Decision, Verdict

Key = tuple[str, str]
"""The ids of a pair, in order."""


@dataclass(frozen=True)
class Kept:
    """A decision with what was compared when it was made, as JSON."""

    key: Key
    decision: Decision
    compared: str


class Decisions:
    """The book of decisions. Who may decide, and see of what, is for its callers to settle."""

    def __init__(
        self, transactions: Transactions, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._transactions = transactions
        self._now = now

    def decide(
        self,
        key: Key,
        verdict: Verdict,
        *,
        reason: str,
        author: str,
        compared: str,
        kept: str | None = None,
        replaces: int | None = None,
    ) -> Decision:
        """Write a decision down; the first of two people who decide at once wins.

        `replaces` is the decision that the author has seen and means to revise. Raises AlreadyDecided when another one
        holds.
        """
        at = self._now().replace(microsecond=0)
        with self._transactions.writing() as connection:
            current = _current(connection, key)
            if current is not None and current.decision.decision_id != replaces:
                raise AlreadyDecided(current.decision)
            number = connection.execute(
                insert(decisions).values(
                    a=key[0],
                    b=key[1],
                    verdict=verdict.value,
                    reason=reason,
                    author=author,
                    decided_at=at.isoformat(),
                    kept=kept,
                    compared=compared,
                )
            ).inserted_primary_key[0]  # type: ignore[index]
        return Decision(
            decision_id=number, verdict=verdict, reason=reason, author=author, decided_at=at, kept=kept
        )

    def undo(self, key: Key, *, author: str) -> Decision:
        """Take the current decision back, so that the former one, if any, does not hold again either.

        Raises NotDecided.
        """
        at = self._now().replace(microsecond=0)
        with self._transactions.writing() as connection:
            current = _current(connection, key)
            if current is None:
                raise NotDecided()
            connection.execute(
                update(decisions)
                .where(tuple_(decisions.c.a, decisions.c.b) == key, decisions.c.undone_at.is_(None))
                .values(undone_at=at.isoformat(), undone_by=author)
            )
        return current.decision.model_copy(update={"undone_at": at})

    def history(self, key: Key) -> list[Decision]:
        """All that was ever decided of a pair, newest first."""
        query = _ordered().where(tuple_(decisions.c.a, decisions.c.b) == key)
        with self._transactions.reading() as connection:
            return [_kept(row).decision for row in connection.execute(query)]

    def current(self, of: Collection[str] | None = None) -> dict[Key, Kept]:
        """The decisions that hold, of all pairs or of those with one of these fiches."""
        found: dict[Key, Kept] = {}
        query = _ordered().where(decisions.c.undone_at.is_(None))
        queries = (
            [query]
            if of is None
            else [query.where(or_(decisions.c.a.in_(some), decisions.c.b.in_(some))) for some in batches(of)]
        )
        with self._transactions.reading() as connection:
            for one in queries:
                for row in connection.execute(one):
                    found.setdefault((row.a, row.b), _kept(row))
        return found


def _current(connection: Connection, key: Key) -> Kept | None:
    query = _ordered().where(tuple_(decisions.c.a, decisions.c.b) == key, decisions.c.undone_at.is_(None))
    row = connection.execute(query.limit(1)).one_or_none()
    return _kept(row) if row else None


def _ordered() -> Select[tuple[object, ...]]:
    return select(decisions).order_by(decisions.c.id.desc())


def _kept(row: object) -> Kept:
    columns = row._mapping  # type: ignore[attr-defined]
    decision = Decision(
        decision_id=columns["id"],
        verdict=Verdict(columns["verdict"]),
        reason=columns["reason"],
        author=columns["author"],
        decided_at=datetime.fromisoformat(columns["decided_at"]),
        kept=columns["kept"],
        undone_at=datetime.fromisoformat(columns["undone_at"]) if columns["undone_at"] else None,
    )
    return Kept((columns["a"], columns["b"]), decision, columns["compared"])
