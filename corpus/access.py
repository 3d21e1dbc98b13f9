"""Who may read what: the rule, said once.

`retrieval.catalogue.rights` says the same as SQL; a property test holds the two equal.
"""

from __future__ import annotations

from enum import StrEnum

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


class Caller(BaseModel):
    """On whose behalf something is read or done; a parameter of every path, never a global."""

    model_config = ConfigDict(frozen=True)

    name: str = "anonymous"
    organisation: str | None = None
    roles: frozenset[Role] = frozenset()

    @property
    def is_member(self) -> bool:
        """Whether the caller belongs to an organisation of the network."""
        return self.organisation is not None

    @property
    def is_administrator(self) -> bool:
        """Administrators read everything: they answer for back-ups and erasure."""
        return Role.ADMINISTRATOR in self.roles


ANONYMOUS = Caller()
ADMINISTRATOR = Caller(name="administrator", roles=frozenset(Role))


def may_read(caller: Caller, *, visibility: Visibility, organisation: str | None) -> bool:
    """Whether `caller` may know that a document of this visibility and owner exists."""
    if visibility is Visibility.PUBLIC or caller.is_administrator:
        return True
    if visibility is Visibility.NETWORK:
        return caller.is_member
    return caller.is_member and caller.organisation == organisation


def may_read_gaps(caller: Caller) -> bool:
    """Whether `caller` may read what others asked in vain: those who can do something about it."""
    return bool(caller.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})


def may_decide(caller: Caller) -> bool:
    """Whether `caller` may decide how two fiches that they read relate."""
    return bool(caller.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})
