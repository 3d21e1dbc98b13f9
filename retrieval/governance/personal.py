"""All that is kept about one person: handed out, and erased, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, or_, select, update

from corpus.access import Caller
from retrieval.catalogue.governance_tables import (
    audit,
    memberships,
    notices,
    people,
    submission_comments,
    submission_versions,
    submissions,
    tokens,
    watch_documents,
    watches,
)
from retrieval.catalogue.likeness_tables import decisions
from retrieval.catalogue.properties import SCRAPS, write_property
from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments
from retrieval.governance.audit import record
from retrieval.governance.errors import NoSuch, NotAllowed

_HIDDEN = {"secret_hash"}  # it would help whoever gets the copy, and tells the person nothing
# What goes with the person, and what stays without them.
_ERASED: tuple[Table, ...] = (memberships, tokens, watches, notices)


@dataclass(frozen=True)
class ErasureReceipt:
    """What was erased of a person, and what stays without their name."""

    person: str
    at: datetime
    erased: dict[str, int]
    made_anonymous: dict[str, int]
    kept: str = "audit lines that name the id alone, which leads nowhere any more"


class PersonalData:
    """Export and erasure of one person."""

    def __init__(self, transactions: Transactions, now: moments.Now = moments.now_utc) -> None:
        self._transactions = transactions
        self._now = now

    def export(self, person: str, caller: Caller) -> dict[str, Any]:
        """Every row about a person, by table; raises NotAllowed, NoSuch."""
        _own_or_administrator(caller, person)
        with self._transactions.reading() as connection:
            found = _rows(connection, people, people.c.id == person)
            if not found:
                raise NoSuch("person", person)
            mine = select(watches.c.id).where(watches.c.person_id == person)
            return {
                "person": found[0],
                **{table.name: _rows(connection, table, table.c.person_id == person) for table in _ERASED},
                "watch_documents": _rows(connection, watch_documents, watch_documents.c.watch_id.in_(mine)),
                "submissions": _rows(connection, submissions, submissions.c.author_id == person),
                "submission_versions": _rows(
                    connection, submission_versions, submission_versions.c.person_id == person
                ),
                "submission_comments": _rows(
                    connection, submission_comments, submission_comments.c.person_id == person
                ),
                "likeness_decisions": _rows(
                    connection,
                    decisions,
                    or_(decisions.c.author == person, decisions.c.undone_by == person),
                ),
                "audit": _rows(connection, audit, audit.c.actor == person),
            }

    def forget(self, person: str, caller: Caller) -> ErasureReceipt:
        """Erase a person: their fiches and decisions stay, without their name; the words of their comments go.

        Raises NotAllowed, NoSuch.
        """
        _own_or_administrator(caller, person)
        at = self._now()
        comments, versions = submission_comments, submission_versions
        with self._transactions.writing() as connection:
            erased = {table.name: _count(connection, table, table.c.person_id == person) for table in _ERASED}
            anonymous = {
                "submissions": _count(connection, submissions, submissions.c.author_id == person),
                "submission_versions": _count(connection, versions, versions.c.person_id == person),
                "submission_comments": _count(connection, comments, comments.c.person_id == person),
                "likeness_decisions": _count(connection, decisions, decisions.c.author == person),
            }
            connection.execute(update(comments).where(comments.c.person_id == person).values(text=""))
            connection.execute(update(versions).where(versions.c.person_id == person).values(reason=""))
            _forget_decider(connection, person)
            if not connection.execute(delete(people).where(people.c.id == person)).rowcount:
                raise NoSuch("person", person)
            record(connection, _nameless(caller, person), "forget", "person", person, at=at)
            write_property(connection, SCRAPS, "yes")  # bytes of it may still be in the file
        return ErasureReceipt(person, at, {"people": 1, **erased}, anonymous)


def _forget_decider(connection: Connection, person: str) -> None:
    """What was decided of pairs of fiches holds on; who decided, and in which words, goes."""
    mine, undone = decisions.c.author == person, decisions.c.undone_by == person
    connection.execute(update(decisions).where(mine).values(author="", reason=""))
    connection.execute(update(decisions).where(undone).values(undone_by=""))


def _nameless(caller: Caller, person: str) -> Caller:
    return Caller(name="the person") if caller.person == person else caller


def _own_or_administrator(caller: Caller, person: str) -> None:
    if not (caller.is_administrator or caller.person == person):
        raise NotAllowed("what is kept of a person is for themselves and administrators")


def _rows(connection: Connection, table: Table, condition: Any) -> list[dict[str, Any]]:
    rows = connection.execute(select(table).where(condition)).mappings()
    return [{name: value for name, value in row.items() if name not in _HIDDEN} for row in rows]


def _count(connection: Connection, table: Table, condition: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one())
