"""The directory: organisations, people, and who does what where."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from corpus.access import Caller, Role, Scope, may_know_organisations, may_know_person
from corpus.filters import Filters
from corpus.network import Membership, Organisation, Person, remit_of
from retrieval.catalogue.batches import batches
from retrieval.catalogue.governance_tables import memberships, organisations, people
from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments
from retrieval.governance.audit import record
from retrieval.governance.errors import AlreadyThere, NoSuch, NotAllowed

T = TypeVar("T")


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A page of things in id order; `next` is the last id when more follow."""

    items: tuple[T, ...]
    total: int
    next: str | None


class Directory:
    """Who belongs to the network; each change is one transaction and one line of the audit trail."""

    def __init__(self, transactions: Transactions, now: moments.Now = moments.now_utc) -> None:
        self._transactions = transactions
        self._now = now

    # -- organisations ----------------------------------------------------------------------------

    def organisations(self, caller: Caller, *, after: str = "", limit: int = 50) -> Listing[Organisation]:
        """The organisations of the network, for its members; raises NotAllowed."""
        if not may_know_organisations(caller):
            raise NotAllowed("the members of the network are known to its members")
        return self._page(organisations, true(), _organisation, after, limit)

    def organisation(self, identifier: str, caller: Caller) -> Organisation:
        """One of them; raises NoSuch, NotAllowed."""
        if not may_know_organisations(caller):
            raise NotAllowed("the members of the network are known to its members")
        with self._transactions.reading() as connection:
            return _the_organisation(connection, identifier)

    def add_organisation(self, organisation: Organisation, caller: Caller) -> Organisation:
        """Let an organisation join; raises NotAllowed, AlreadyThere."""
        _administrators_only(caller)
        with self._transactions.writing() as connection:
            _insert(connection, organisations, _organisation_row(organisation), organisation.id)
            record(connection, caller, "add", "organisation", organisation.id, at=self._now())
        return organisation

    def change_organisation(self, organisation: Organisation, caller: Caller) -> Organisation:
        """Replace what is known of an organisation; raises NotAllowed, NoSuch."""
        _administrators_only(caller)
        with self._transactions.writing() as connection:
            former = _the_organisation(connection, organisation.id)
            changed = [
                name
                for name in type(former).model_fields
                if getattr(former, name) != getattr(organisation, name)
            ]
            same = organisations.c.id == organisation.id
            connection.execute(update(organisations).where(same).values(_organisation_row(organisation)))
            record(
                connection, caller, "change", "organisation", organisation.id,
                at=self._now(), detail=" ".join(changed),
            )  # fmt: skip
        return organisation

    # -- people -----------------------------------------------------------------------------------

    def people(self, caller: Caller, *, after: str = "", limit: int = 50) -> Listing[Person]:
        """The people that the caller may know; raises NotAllowed for who is no member."""
        if not may_know_organisations(caller):
            raise NotAllowed("the people of the network are known to its members")
        return self._page(people, _known_to(caller), _person, after, limit)

    def person(self, identifier: str, caller: Caller) -> Person:
        """One person; raises NoSuch where the caller may not know them."""
        with self._transactions.reading() as connection:
            row = connection.execute(select(people).where(people.c.id == identifier)).one_or_none()
            held = frozenset(one.organisation for one in _memberships_of(connection, identifier))
        if row is None or not may_know_person(caller, identifier, held):
            raise NoSuch("person", identifier)
        return _person(row)

    def person_with_address(self, email: str) -> Person | None:
        """The person of an e-mail address, for doors that recognise people by it."""
        with self._transactions.reading() as connection:
            row = connection.execute(select(people).where(people.c.email == email.lower())).one_or_none()
        return _person(row) if row else None

    def organisation_with_address(self, email: str) -> Organisation | None:
        """The organisation whose people have such addresses; None where there is none, or several."""
        _, at, domain = email.lower().rpartition("@")
        with self._transactions.reading() as connection:
            every = [_organisation(row) for row in connection.execute(select(organisations))]
        found = [one for one in every if domain in one.email_domains]
        return found[0] if at and len(found) == 1 else None

    def add_person(
        self, caller: Caller, *, name: str, language: str = "fr", email: str | None = None
    ) -> Person:
        """Add a person, who does nothing yet; raises NotAllowed, AlreadyThere, ValidationError."""
        _administrators_only(caller)
        at = self._now()
        identifier = f"p-{secrets.token_hex(8)}"
        person = Person.model_validate(
            {"id": identifier, "name": name, "language": language, "email": email, "since": moments.day(at)}
        )
        with self._transactions.writing() as connection:
            _insert(connection, people, _person_row(person), "a person with this address")
            record(connection, caller, "add", "person", identifier, at=at)
        return person

    def change_person(self, person: Person, caller: Caller) -> Person:
        """Replace what is known of a person: by administrators or themselves; raises NoSuch, NotAllowed, AlreadyThere.

        Doors recognise people by their address, so that others than administrators can only take theirs away.
        """
        if not (caller.is_administrator or caller.person == person.id):
            raise NotAllowed("people are changed by themselves or by administrators")
        with self._transactions.writing() as connection:
            same = people.c.id == person.id
            former = connection.execute(select(people).where(same)).one_or_none()
            if former is None:
                raise NoSuch("person", person.id)
            if not caller.is_administrator and person.email not in (None, former.email):
                raise NotAllowed("addresses are given by administrators")
            try:
                connection.execute(update(people).where(same).values(_person_row(person)))
            except IntegrityError as error:
                raise AlreadyThere("a person with this address exists already") from error
            record(connection, caller, "change", "person", person.id, at=self._now())
        return person

    def names(self, people_ids: Collection[str]) -> dict[str, str]:
        """The names of people who had a hand in something that the caller may see; for doors that say who did what."""
        with self._transactions.reading() as connection:
            query = select(people.c.id, people.c.name)
            return {
                row.id: row.name
                for some in batches(people_ids)
                for row in connection.execute(query.where(people.c.id.in_(some)))
            }

    # -- memberships ------------------------------------------------------------------------------

    def memberships(self, person: str, caller: Caller) -> tuple[Membership, ...]:
        """What a person does, where; raises NoSuch."""
        self.person(person, caller)
        with self._transactions.reading() as connection:
            return _memberships_of(connection, person)

    def grant(
        self, person: str, organisation: str, role: Role, caller: Caller, *, remit: Filters | None = None
    ) -> Membership:
        """Give a person a role in an organisation; a coordinator's `remit` says for what, empty: everything.

        Raises NotAllowed, NoSuch, AlreadyThere, UnknownValue for a remit that is neither places nor themes.
        """
        _administrators_only(caller)
        remit = remit or Filters()
        remit_of(remit)
        row = {
            "person_id": person,
            "organisation_id": organisation,
            "role": role.value,
            "remit": _written(remit),
        }
        with self._transactions.writing() as connection:
            _the_organisation(connection, organisation)
            if not connection.execute(select(people.c.id).where(people.c.id == person)).first():
                raise NoSuch("person", person)
            number = _insert(connection, memberships, row, "this role")
            detail = f"{person} {role.value} {organisation}"
            record(connection, caller, "grant", "membership", str(number), at=self._now(), detail=detail)
        return Membership(id=number, person=person, organisation=organisation, role=role, remit=remit)

    def withdraw(self, person: str, membership: int, caller: Caller) -> None:
        """Take a role back, at once for all their tokens; raises NotAllowed, NoSuch."""
        _administrators_only(caller)
        with self._transactions.writing() as connection:
            same = (memberships.c.id == membership) & (memberships.c.person_id == person)
            if not connection.execute(delete(memberships).where(same)).rowcount:
                raise NoSuch("membership", str(membership))
            record(
                connection, caller, "withdraw", "membership", str(membership), at=self._now(), detail=person
            )

    def caller(
        self, person: str, organisation: str, scopes: Collection[Scope] = frozenset(Scope)
    ) -> Caller | None:
        """The caller that a person is when acting for an organisation; None where they do nothing there."""
        with self._transactions.reading() as connection:
            return caller_of(connection, person, organisation, scopes)

    def callers(self, *roles: Role, organisation: str | None = None) -> list[Caller]:
        """Everybody who has one of the roles, each in the organisation where they have it; for doors that reach people."""
        with self._transactions.reading() as connection:
            return callers_with(connection, *roles, organisation=organisation)

    # ---------------------------------------------------------------------------------------------

    def _page(
        self, table: Table, allowed: ColumnElement[bool], made: Any, after: str, limit: int
    ) -> Listing[Any]:
        query = select(table).where(allowed, table.c.id > after).order_by(table.c.id).limit(limit + 1)
        with self._transactions.reading() as connection:
            total = connection.execute(select(func.count()).select_from(table).where(allowed)).scalar_one()
            rows = connection.execute(query).all()
        items = tuple(made(row) for row in rows[:limit])
        return Listing(items, total, items[-1].id if len(rows) > limit else None)


def caller_of(
    connection: Connection, person: str, organisation: str, scopes: Collection[Scope] = frozenset(Scope)
) -> Caller | None:
    """`Directory.caller` in somebody's transaction."""
    held = [one for one in _memberships_of(connection, person) if one.organisation == organisation]
    if not held:
        return None
    return Caller(
        name=person,
        person=person,
        organisation=organisation,
        roles=frozenset(one.role for one in held),
        scopes=frozenset(scopes),
        remits=tuple(remit_of(one.remit) for one in held if one.role is Role.COORDINATOR),
    )


def callers_with(connection: Connection, *roles: Role, organisation: str | None = None) -> list[Caller]:
    """Everybody who has one of the roles, each in the organisation where they have it."""
    query = (
        select(memberships.c.person_id, memberships.c.organisation_id)
        .where(memberships.c.role.in_([role.value for role in roles]))
        .distinct()
        .order_by(memberships.c.person_id, memberships.c.organisation_id)
    )
    if organisation is not None:
        query = query.where(memberships.c.organisation_id == organisation)
    pairs = connection.execute(query).all()
    found = (caller_of(connection, person, held) for person, held in pairs)
    return [caller for caller in found if caller is not None]


def _known_to(caller: Caller) -> ColumnElement[bool]:
    """`may_know_person` as SQL."""
    if caller.is_administrator:
        return true()
    own = select(memberships.c.person_id).where(memberships.c.organisation_id == caller.organisation)
    return people.c.id.in_(own) | (people.c.id == (caller.person or ""))


def _administrators_only(caller: Caller) -> None:
    if not caller.is_administrator:
        raise NotAllowed("only administrators change who belongs to the network")


def _insert(connection: Connection, table: Table, row: Mapping[str, object], what: str) -> int:
    """The number of the new row, where rows are numbered."""
    try:
        key = connection.execute(insert(table).values(row)).inserted_primary_key
    except IntegrityError as error:
        raise AlreadyThere(f"{what} exists already") from error
    return key[0] if key and isinstance(key[0], int) else 0


def _the_organisation(connection: Connection, identifier: str) -> Organisation:
    row = connection.execute(select(organisations).where(organisations.c.id == identifier)).one_or_none()
    if row is None:
        raise NoSuch("organisation", identifier)
    return _organisation(row)


def _memberships_of(connection: Connection, person: str) -> tuple[Membership, ...]:
    query = select(memberships).where(memberships.c.person_id == person).order_by(memberships.c.id)
    return tuple(
        Membership(
            id=row.id,
            person=row.person_id,
            organisation=row.organisation_id,
            role=Role(row.role),
            remit=Filters.model_validate_json(row.remit),
        )
        for row in connection.execute(query)
    )


def _organisation(row: Any) -> Organisation:
    values = dict(row._mapping)
    return Organisation.model_validate({**values, "email_domains": tuple(row.email_domains.split())})


def _organisation_row(organisation: Organisation) -> dict[str, object]:
    values = organisation.model_dump(mode="json")
    return {**values, "email_domains": " ".join(organisation.email_domains)}


def _person(row: Any) -> Person:
    return Person.model_validate(dict(row._mapping))


def _person_row(person: Person) -> dict[str, object]:
    email = person.email.lower() if person.email else None
    return {**person.model_dump(mode="json"), "email": email}


def _written(remit: Filters) -> str:
    return json.dumps(remit.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
