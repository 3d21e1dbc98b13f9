"""Who may read what, and do what: the rules that are not about one fiche in the making, said once.

`retrieval.catalogue.rights` says `may_read` as SQL; a property test holds the two equal. What may be done with a fiche
that is being written or reviewed stands in `corpus.fiche_rights`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict


class Visibility(StrEnum):
    """How far a document may be shown; the contributor decides."""

    PUBLIC = "public"
    NETWORK = "network"  # members of any organisation of the network
    ORGANISATION = "organisation"  # members of the owning organisation only


class Role(StrEnum):
    """What a person may do, beyond reading."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """What a token lets its holder use of their roles; it never gives more than the roles do."""

    READ = "read"
    SUBMIT = "submit"
    REVIEW = "review"
    ADMIN = "admin"


class Remit(BaseModel):
    """The part of the network that a coordinator answers for.

    `places` are pairs of facet and value (`("province", "namur")`), `themes` domains; a fiche is inside when it has one
    of the places, if there are any, and one of the themes, if there are any. Without both, everything is inside.
    """

    model_config = ConfigDict(frozen=True)

    places: frozenset[tuple[str, str]] = frozenset()
    themes: frozenset[str] = frozenset()

    def covers(self, terms: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether a fiche with these terms is inside."""
        here = not self.places or any(value in terms.get(facet, ()) for facet, value in self.places)
        return here and (not self.themes or not self.themes.isdisjoint(terms.get("domain", ())))


EVERYWHERE = Remit()


class Caller(BaseModel):
    """On whose behalf something is read or done; a parameter of every path, never a global.

    A person with several organisations acts for one of them at a time. `remits` are a coordinator's: one that covers
    a fiche is enough, without any there is nothing to review.
    """

    model_config = ConfigDict(frozen=True)

    name: str = "anonymous"  # of one person, and of nobody else: what they begin is theirs
    person: str | None = None
    organisation: str | None = None
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[Scope] = frozenset(Scope)
    remits: tuple[Remit, ...] = ()

    @property
    def is_member(self) -> bool:
        """Whether the caller belongs to an organisation of the network."""
        return self.organisation is not None

    @property
    def is_administrator(self) -> bool:
        """Administrators read everything: they answer for back-ups and erasure."""
        return Role.ADMINISTRATOR in self.roles and Scope.ADMIN in self.scopes

    @property
    def as_reader(self) -> Caller:
        """The same rights to read, without the rest: what was prepared for one serves all who may read the same."""
        return _reader(self.organisation, self.is_administrator)


@lru_cache(maxsize=1024)
def _reader(organisation: str | None, administrator: bool) -> Caller:
    roles = frozenset({Role.ADMINISTRATOR}) if administrator else frozenset[Role]()
    return Caller(name="reader", organisation=None if administrator else organisation, roles=roles)


ANONYMOUS = Caller()
ADMINISTRATOR = Caller(name="administrator", roles=frozenset(Role), remits=(EVERYWHERE,))


def may_read(caller: Caller, *, visibility: Visibility, organisation: str | None) -> bool:
    """Whether `caller` may know that a document of this visibility and owner exists."""
    if visibility is Visibility.PUBLIC or caller.is_administrator:
        return True
    if visibility is Visibility.NETWORK:
        return caller.is_member
    return caller.is_member and caller.organisation == organisation


def may_read_gaps(caller: Caller) -> bool:
    """Whether `caller` may read what others asked in vain: those who can do something about it."""
    return caller.is_administrator or (Role.COORDINATOR in caller.roles and Scope.REVIEW in caller.scopes)


def may_decide(caller: Caller) -> bool:
    """Whether `caller` may decide how two fiches that they read relate."""
    return caller.is_administrator or (Role.COORDINATOR in caller.roles and Scope.REVIEW in caller.scopes)


def may_submit(caller: Caller, organisation: str) -> bool:
    """Whether `caller` may write fiches for an organisation: its contributors and coordinators."""
    writes = not caller.roles.isdisjoint({Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR})
    own = caller.organisation == organisation and writes and Scope.SUBMIT in caller.scopes
    return own or caller.is_administrator


def may_know_organisations(caller: Caller) -> bool:
    """Whether `caller` may see who belongs to the network: its members."""
    return caller.is_member or caller.is_administrator


def may_know_person(caller: Caller, person: str, organisations: frozenset[str]) -> bool:
    """Whether `caller` may see a person of these organisations: oneself, and the people of one's organisation."""
    if caller.is_administrator or caller.person == person:
        return True
    return caller.organisation is not None and caller.organisation in organisations


def may_read_address(caller: Caller, person: str) -> bool:
    """Whether `caller` may see a person's e-mail address: nobody's but one's own, administrators apart."""
    return caller.is_administrator or caller.person == person


def may_grant(caller: Caller, scopes: frozenset[Scope]) -> bool:
    """Whether `caller` may make a token of these scopes for themselves: none may do more than the one in hand."""
    return scopes <= caller.scopes
