"""Who belongs to the network: organisations, people, and what each does where."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints, field_validator

from corpus.access import Remit, Role
from corpus.errors import UnknownValue
from corpus.filters import PLACES, Filters, municipalities_of
from corpus.models import FilledText, Frozen, Language, Slug, Text
from corpus.places import Gazetteer

REMIT_FILTERS = (*PLACES, "arrondissement", "domain")
Name = Annotated[FilledText, StringConstraints(max_length=200)]
Email = Annotated[Text, StringConstraints(pattern=r"^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$", max_length=254)]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=200)]


class OrganisationKind(StrEnum):
    """What sort of body it is."""

    MUNICIPALITY = "municipality"
    INTERMUNICIPAL = "intermunicipal"
    COMPANY = "company"
    ACADEMIC = "academic"
    REGION = "region"


class Organisation(Frozen):
    """A member of the network.

    `municipality` is the NIS code of the town that it governs, if it is one. People with an address of one of
    `email_domains` may be taken for its people, where a door maps people by their address.
    """

    id: Slug
    kind: OrganisationKind
    name: Name
    language: Language = "fr"
    municipality: str | None = None
    email_domains: tuple[Domain, ...] = ()

    @field_validator("municipality")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            return Gazetteer.load().resolve(value, level="municipality").code
        except UnknownValue as error:
            raise ValueError(str(error)) from error


class Person(Frozen):
    """Somebody who does something in the network; `email` only where a door needs it to recognise or reach them."""

    id: str
    name: Name
    language: Language = "fr"
    email: Email | None = None
    since: date


class Membership(Frozen):
    """What a person does for an organisation. `remit` holds what a coordinator answers for, as filters; empty: everything."""

    id: int
    person: str
    organisation: str
    role: Role
    remit: Filters = Filters()


def remit_of(filters: Filters) -> Remit:
    """The remit that filters name; raises UnknownValue for a filter that is neither a place nor a theme."""
    for name in filters.as_dict():
        if name not in REMIT_FILTERS:
            raise UnknownValue("remit", name, hint=f"one of {', '.join(REMIT_FILTERS)}")
    places = {(name, value) for name in PLACES for value in getattr(filters, name)}
    inside = (municipalities_of("arrondissement", value) for value in filters.arrondissement)
    places |= {("municipality", code) for codes in inside for code in codes}
    return Remit(places=frozenset(places), themes=frozenset(filters.domain))
