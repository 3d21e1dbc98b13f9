"""The audit trail: who did what, when. Rows are added in the transaction of what they tell of, and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from corpus.access import Caller
from retrieval.catalogue.governance_tables import audit
from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments

SubjectKind = Literal["organisation", "person", "membership", "token", "submission", "watch"]


@dataclass(frozen=True)
class Deed:
    """One thing that was done. `actor` is a person's id, or the name of who has none."""

    id: int
    at: datetime
    actor: str
    action: str
    subject_kind: SubjectKind
    subject: str
    detail: str


def record(
    connection: Connection,
    caller: Caller,
    action: str,
    kind: SubjectKind,
    subject: str,
    *,
    at: datetime,
    detail: str = "",
) -> None:
    """Note what is being done. `detail` must be free of personal data: it outlives the person."""
    connection.execute(
        insert(audit).values(
            at=moments.written(at),
            actor=caller.person or caller.name,
            action=action,
            subject_kind=kind,
            subject=subject,
            detail=detail,
        )
    )


class AuditTrail:
    """Reads the trail; rights are the matter of its callers."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def page(
        self, *, kind: SubjectKind | None = None, subject: str = "", after: int = 0, limit: int = 100
    ) -> list[Deed]:
        """The deeds after a number, oldest first; of one subject where it is named."""
        query = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(limit)
        if kind is not None:
            query = query.where(audit.c.subject_kind == kind)
        if subject:
            query = query.where(audit.c.subject == subject)
        with self._transactions.reading() as connection:
            rows = connection.execute(query).all()
        return [
            Deed(
                row.id,
                moments.read(row.at),
                row.actor,
                row.action,
                row.subject_kind,
                row.subject,
                row.detail,
            )
            for row in rows
        ]
