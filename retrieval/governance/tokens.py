"""Bearer tokens: random, kept as a hash, of some scopes, until a day, or until they are revoked.

A token acts for one person in one organisation and never does more than their roles there: it ends with the last one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, true, update

from corpus.access import Caller, Scope, may_grant
from retrieval.catalogue.governance_tables import tokens
from retrieval.catalogue.transactions import Transactions
from retrieval.errors import CatalogueError
from retrieval.governance import moments
from retrieval.governance.audit import record
from retrieval.governance.directory import Listing, caller_of
from retrieval.governance.errors import NoSuch, NotAllowed

LONGEST_DAYS = 730
USUAL_DAYS = 365
_FORM = re.compile(r"psl_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Token:
    """What is known of a token; its secret is not."""

    id: str
    person: str
    organisation: str
    scopes: frozenset[Scope]
    label: str
    created: date
    expires: date  # the last day on which it is good
    revoked: date | None
    last_used: date | None


class Tokens:
    """Issues, recognises and revokes tokens."""

    def __init__(self, transactions: Transactions, now: moments.Now = moments.now_utc) -> None:
        self._transactions = transactions
        self._now = now

    def issue(
        self,
        caller: Caller,
        *,
        person: str,
        organisation: str,
        scopes: Collection[Scope],
        label: str = "",
        days: int = USUAL_DAYS,
    ) -> tuple[Token, str]:
        """A new token, and its text, which is said this once; reading is always among its scopes.

        Administrators issue for anybody, others for themselves and within what the token in hand may do. Raises
        NotAllowed, NoSuch where the person does nothing in the organisation.
        """
        wanted = frozenset(scopes) | {Scope.READ}
        own = caller.person == person and caller.organisation == organisation and may_grant(caller, wanted)
        if not (caller.is_administrator or own):
            raise NotAllowed("a token is issued for oneself, with no more scopes than the one in hand")
        today = moments.day(self._now())
        identifier, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        expires = today + timedelta(days=min(max(days, 1), LONGEST_DAYS))
        token = Token(identifier, person, organisation, wanted, label[:100], today, expires, None, None)
        with self._transactions.writing() as connection:
            if caller_of(connection, person, organisation) is None:
                raise NoSuch("membership of this person in", organisation)
            connection.execute(
                insert(tokens).values(
                    id=identifier,
                    person_id=person,
                    organisation_id=organisation,
                    secret_hash=_hash(secret),
                    scopes=" ".join(sorted(wanted)),
                    label=token.label,
                    created=today.isoformat(),
                    expires=expires.isoformat(),
                )
            )
            detail = f"{person} {organisation} {' '.join(sorted(wanted))}"
            record(connection, caller, "issue", "token", identifier, at=self._now(), detail=detail)
        return token, f"psl_{identifier}_{secret}"

    def caller(self, text: str) -> Caller | None:
        """Who calls with this token; None where it is unknown, revoked, expired, or its person has no role any more."""
        form = _FORM.fullmatch(text)
        if form is None:
            return None
        today = moments.day(self._now()).isoformat()
        with self._transactions.reading() as connection:
            row = _good(connection, form[1], today)
            if row is None or not secrets.compare_digest(row.secret_hash, _hash(form[2])):
                return None
            caller = _caller(connection, row)
        if caller is not None and row.last_used != today:
            self._used(row.id, today)
        return caller

    def sign(self, text: str, message: str) -> tuple[str, str] | None:
        """The id of a good token and its signature of a message, from which nobody finds the token; None for others."""
        form = _FORM.fullmatch(text)
        return (form[1], _signature(_hash(form[2]), message)) if form and self.caller(text) else None

    def signer(self, identifier: str, message: str, signature: str) -> Caller | None:
        """Who signed a message with a token of this id; None as soon as that token is no longer good."""
        with self._transactions.reading() as connection:
            row = _good(connection, identifier, moments.day(self._now()).isoformat())
            if row is None or not secrets.compare_digest(_signature(row.secret_hash, message), signature):
                return None
            return _caller(connection, row)

    def page(self, caller: Caller, *, after: str = "", limit: int = 50) -> Listing[Token]:
        """The caller's own tokens; an administrator's are all."""
        mine = true() if caller.is_administrator else tokens.c.person_id == (caller.person or "")
        query = select(tokens).where(mine).order_by(tokens.c.id)
        with self._transactions.reading() as connection:
            every = [_token(row) for row in connection.execute(query)]
        found = [one for one in every if one.id > after]
        return Listing(tuple(found[:limit]), len(every), found[limit - 1].id if len(found) > limit else None)

    def revoke(self, identifier: str, caller: Caller) -> Token:
        """End a token at once; once more changes nothing. Raises NoSuch for another person's."""
        today = moments.day(self._now()).isoformat()
        with self._transactions.writing() as connection:
            row = connection.execute(select(tokens).where(tokens.c.id == identifier)).one_or_none()
            if row is None or not (caller.is_administrator or caller.person == row.person_id):
                raise NoSuch("token", identifier)
            if row.revoked is None:
                connection.execute(update(tokens).where(tokens.c.id == identifier).values(revoked=today))
                record(connection, caller, "revoke", "token", identifier, at=self._now())
                row = connection.execute(select(tokens).where(tokens.c.id == identifier)).one()
        return _token(row)

    def revoke_all(self, person: str, caller: Caller) -> int:
        """End all tokens of a person at once, those included that were issued with a stolen one; returns how many.

        Raises NotAllowed for another person's.
        """
        if not (caller.is_administrator or caller.person == person):
            raise NotAllowed("tokens are revoked by their person or by administrators")
        today = moments.day(self._now()).isoformat()
        theirs = (tokens.c.person_id == person) & tokens.c.revoked.is_(None)
        with self._transactions.writing() as connection:
            ids = list(connection.execute(select(tokens.c.id).where(theirs)).scalars())
            connection.execute(update(tokens).where(theirs).values(revoked=today))
            for identifier in ids:
                record(connection, caller, "revoke", "token", identifier, at=self._now())
        return len(ids)

    def _used(self, identifier: str, today: str) -> None:
        """Note the day; a request is not refused because somebody else is writing."""
        try:
            with self._transactions.writing() as connection:
                connection.execute(update(tokens).where(tokens.c.id == identifier).values(last_used=today))
        except CatalogueError:
            return


def _good(connection: Connection, identifier: str, today: str) -> Any:
    """The row of a token that is neither revoked nor expired, or None."""
    row = connection.execute(select(tokens).where(tokens.c.id == identifier)).one_or_none()
    return None if row is None or row.revoked is not None or row.expires < today else row


def _caller(connection: Connection, row: Any) -> Caller | None:
    scopes = [Scope(one) for one in row.scopes.split()]
    return caller_of(connection, row.person_id, row.organisation_id, scopes)


def _signature(key: str, message: str) -> str:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def _hash(secret: str) -> str:
    """Of 256 random bits no slow hash is needed: nobody can try them all."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: Any) -> Token:
    return Token(
        id=row.id,
        person=row.person_id,
        organisation=row.organisation_id,
        scopes=frozenset(Scope(one) for one in row.scopes.split()),
        label=row.label,
        created=date.fromisoformat(row.created),
        expires=date.fromisoformat(row.expires),
        revoked=date.fromisoformat(row.revoked) if row.revoked else None,
        last_used=date.fromisoformat(row.last_used) if row.last_used else None,
    )
