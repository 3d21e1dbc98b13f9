"""Watches as they are kept: what is followed, which documents are known to each, and the digests that are due.

A watch that is stopped is removed with all that is known of it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, true, update

from corpus.access import Caller, Scope
from corpus.filters import Filters
from corpus.following import Cadence, Quiet, Wish
from retrieval.catalogue.batches import batches
from retrieval.catalogue.governance_tables import notices, watch_documents, watches
from retrieval.catalogue.properties import read_property, write_property
from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments
from retrieval.governance.audit import record
from retrieval.governance.directory import Listing, caller_of
from retrieval.governance.errors import NoSuch, NotAllowed
from retrieval.governance.notices import NoticeKind, put_notice

MOST = 50  # watches of one person
_KEY = "link_key"  # of signed links; made once, never shown
_known = watch_documents.c


@dataclass(frozen=True)
class Watch:
    """A wish that is followed for a person, as a member of an organisation."""

    id: str
    person: str
    organisation: str
    wish: Wish
    created_at: datetime
    told_at: datetime
    looked_at: int


class Watches:
    """Begins, changes and stops watches; what they find is the matter of `retrieval.watching`."""

    def __init__(self, transactions: Transactions, now: moments.Now = moments.now_utc) -> None:
        self._transactions = transactions
        self._now = now

    # -- by their owners --------------------------------------------------------------------------

    def begin(self, wish: Wish, caller: Caller, *, known: Collection[str], revision: int) -> Watch:
        """Follow something from now on: of `known`, which is there already, nothing is told. Raises NotAllowed."""
        if caller.person is None or caller.organisation is None:
            raise NotAllowed("a watch is for a person, as a member of an organisation")
        at = moments.written(self._now())
        identifier = f"w-{secrets.token_hex(8)}"
        row = {
            "id": identifier,
            "person_id": caller.person,
            "organisation_id": caller.organisation,
            "created_at": at,
            "told_at": at,
            "looked_at": revision,
            **_wish_row(wish),
        }
        with self._transactions.writing() as connection:
            held = connection.execute(select(watches.c.id).where(watches.c.person_id == caller.person)).all()
            if len(held) >= MOST:
                raise NotAllowed(f"nobody follows more than {MOST} things")
            connection.execute(insert(watches).values(row))
            _remember(connection, identifier, known, waiting=False)
            record(connection, caller, "begin", "watch", identifier, at=self._now())
        return self.get(identifier, caller)

    def get(self, identifier: str, caller: Caller) -> Watch:
        """One of the caller's; raises NoSuch."""
        with self._transactions.reading() as connection:
            return _own(connection, identifier, caller)

    def page(self, caller: Caller, *, after: str = "", limit: int = 50) -> Listing[Watch]:
        """The caller's watches, in id order."""
        mine = watches.c.person_id == (caller.person or "")
        with self._transactions.reading() as connection:
            every = [
                _watch(row) for row in connection.execute(select(watches).where(mine).order_by(watches.c.id))
            ]
        found = [one for one in every if one.id > after]
        return Listing(tuple(found[:limit]), len(every), found[limit - 1].id if len(found) > limit else None)

    def change(self, identifier: str, wish: Wish, caller: Caller, *, known: Collection[str]) -> Watch:
        """Follow something else, or at other hours; raises NoSuch."""
        with self._transactions.writing() as connection:
            _own(connection, identifier, caller)
            connection.execute(update(watches).where(watches.c.id == identifier).values(_wish_row(wish)))
            _remember(connection, identifier, known, waiting=False)
            record(connection, caller, "change", "watch", identifier, at=self._now())
            return _own(connection, identifier, caller)

    def stop(self, identifier: str, caller: Caller) -> None:
        """End a watch, and take back what was not delivered yet; raises NoSuch."""
        with self._transactions.writing() as connection:
            _own(connection, identifier, caller)
            _remove(connection, identifier)
            record(connection, caller, "stop", "watch", identifier, at=self._now())

    def stop_sign(self, identifier: str) -> str:
        """What stops this watch in whoever's hands it is: part of the link in each digest."""
        return f"{identifier}.{self._signed(identifier)}"

    def stop_by(self, sign: str) -> bool:
        """Stop the watch that a sign names; False where it was stopped before. Raises NoSuch for a forged one."""
        identifier, _, signature = sign.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signed(identifier).encode()):
            raise NoSuch("watch", identifier)
        with self._transactions.writing() as connection:
            row = connection.execute(select(watches).where(watches.c.id == identifier)).one_or_none()
            if row is None:
                return False
            _remove(connection, identifier)
            record(connection, Caller(name="signed link"), "stop", "watch", identifier, at=self._now())
        return True

    # -- by whoever looks for what is new -----------------------------------------------------------

    def behind(self, revision: int, *, limit: int) -> tuple[Watch, ...]:
        """Watches that have not looked at this state of the catalogue, those that wait longest first."""
        query = select(watches).where(watches.c.looked_at != revision)
        with self._transactions.reading() as connection:
            rows = connection.execute(query.order_by(watches.c.looked_at, watches.c.id).limit(limit)).all()
        return tuple(_watch(row) for row in rows)

    def caller(self, watch: Watch) -> Caller | None:
        """On whose behalf a watch looks: a reader, whatever else its person may do; None where they have left."""
        with self._transactions.reading() as connection:
            return caller_of(connection, watch.person, watch.organisation, [Scope.READ])

    def found(self, watch: Watch, matching: Collection[str], revision: int) -> tuple[str, ...]:
        """Note what matches now; returns what is new, which waits for the next digest."""
        with self._transactions.writing() as connection:
            new = _remember(connection, watch.id, matching, waiting=True)
            connection.execute(update(watches).where(watches.c.id == watch.id).values(looked_at=revision))
        return new

    def due(self) -> tuple[tuple[Watch, tuple[str, ...]], ...]:
        """Watches whose digest is due, with what it would tell of."""
        now = self._now()
        waiting = select(_known.watch_id).where(_known.waiting.is_(True))
        with self._transactions.reading() as connection:
            rows = connection.execute(select(watches).where(watches.c.id.in_(waiting)).order_by(watches.c.id))
            due = [one for one in map(_watch, rows) if now >= one.told_at + one.wish.cadence.pause]
            return tuple((one, _waiting(connection, one.id)) for one in due)

    def tell(self, watch: Watch, readable: Collection[str]) -> bool:
        """Put a digest of these into the outbox, after the quiet hours; whether there was anything to tell."""
        now = self._now()
        with self._transactions.writing() as connection:
            waiting = [one for one in _waiting(connection, watch.id) if one in readable]
            caller = caller_of(connection, watch.person, watch.organisation, [Scope.READ])
            mine = _those_waiting(watch.id)
            connection.execute(update(watch_documents).where(*mine).values(waiting=False))
            if not waiting or caller is None:
                return False
            quiet = watch.wish.quiet
            put_notice(
                connection,
                caller,
                NoticeKind.DIGEST,
                watch.id,
                once=f"digest:{watch.id}:{moments.written(now)}",
                at=now,
                not_before=quiet.end_after(now) if quiet else now,
                documents=waiting,
            )
            told = {"told_at": moments.written(now)}
            connection.execute(update(watches).where(watches.c.id == watch.id).values(told))
        return True

    def forget_in(self, connection: Connection, document_id: str) -> None:
        """Forget a document, in the transaction that removes it."""
        connection.execute(delete(watch_documents).where(_known.document_id == document_id))

    def remove(self, watch: Watch) -> None:
        """End the watch of somebody who has left."""
        with self._transactions.writing() as connection:
            _remove(connection, watch.id)
            record(connection, Caller(name="watching"), "stop", "watch", watch.id, at=self._now())

    def _signed(self, identifier: str) -> str:
        with self._transactions.reading() as connection:
            key = read_property(connection, _KEY)
        if key is None:
            with self._transactions.writing() as connection:
                key = read_property(connection, _KEY) or secrets.token_hex(32)
                write_property(connection, _KEY, key)
        return hmac.new(key.encode(), f"stop {identifier}".encode(), hashlib.sha256).hexdigest()


def _those_waiting(identifier: str) -> tuple[Any, Any]:
    """Rows of what waits for the next digest of a watch."""
    return _known.watch_id == identifier, _known.waiting.is_(True)


def _waiting(connection: Connection, identifier: str) -> tuple[str, ...]:
    query = select(_known.document_id).where(*_those_waiting(identifier)).order_by(_known.document_id)
    return tuple(connection.execute(query).scalars())


def _remember(
    connection: Connection, identifier: str, documents: Collection[str], *, waiting: bool
) -> tuple[str, ...]:
    """Add those that the watch does not know; returns them."""
    every = sorted(documents)
    known = {
        one
        for some in batches(every)
        for one in connection.execute(
            select(_known.document_id).where(_known.watch_id == identifier, _known.document_id.in_(some))
        ).scalars()
    }
    new = [one for one in every if one not in known]
    if new:
        rows = [{"watch_id": identifier, "document_id": one, "waiting": waiting} for one in new]
        connection.execute(insert(watch_documents), rows)
    return tuple(new)


def _own(connection: Connection, identifier: str, caller: Caller) -> Watch:
    mine = true() if caller.is_administrator else watches.c.person_id == (caller.person or "")
    row = connection.execute(select(watches).where(watches.c.id == identifier, mine)).one_or_none()
    if row is None:
        raise NoSuch("watch", identifier)
    return _watch(row)


def _remove(connection: Connection, identifier: str) -> None:
    connection.execute(delete(watches).where(watches.c.id == identifier))
    undelivered = (notices.c.subject == identifier) & notices.c.delivered_at.is_(None)
    connection.execute(delete(notices).where(undelivered))


def _wish_row(wish: Wish) -> dict[str, Any]:
    return {
        "question": wish.question,
        "filters": wish.filters.model_dump_json(exclude_defaults=True),
        "like_ours": wish.like_ours,
        "cadence": wish.cadence.value,
        "quiet_from": wish.quiet.start if wish.quiet else None,
        "quiet_to": wish.quiet.end if wish.quiet else None,
        "language": wish.language,
    }


def _watch(row: Any) -> Watch:
    quiet = Quiet(start=row.quiet_from, end=row.quiet_to) if row.quiet_from is not None else None
    wish = Wish(
        question=row.question,
        filters=Filters.model_validate_json(row.filters),
        like_ours=row.like_ours,
        cadence=Cadence(row.cadence),
        quiet=quiet,
        language=row.language,
    )
    return Watch(
        id=row.id,
        person=row.person_id,
        organisation=row.organisation_id,
        wish=wish,
        created_at=moments.read(row.created_at),
        told_at=moments.read(row.told_at),
        looked_at=row.looked_at,
    )
