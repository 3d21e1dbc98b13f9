"""An initiative as a possible partner: where it is, and whether its calendar still allows joining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.models import Document, InitiativeFields
from corpus.places import Gazetteer, Place
from corpus.taxonomy import terms_of
from retrieval.portfolio.pooling.bodies import Bodies

_RUNNING = frozenset({"ongoing", "operational", "pilot"})


class Stage(StrEnum):
    """Where an initiative that can still be joined stands."""

    PLANNED = "planned"
    RUNNING = "running"


@dataclass(frozen=True)
class Member:
    """An initiative of known municipalities that is planned or running."""

    document: Document
    stage: Stage
    places: tuple[Place, ...]
    programmes: frozenset[str]
    bodies: frozenset[str]

    @property
    def id(self) -> str:
        """The document id."""
        return self.document.id

    @property
    def fields(self) -> InitiativeFields:
        """What is recorded of it."""
        assert self.document.initiative is not None
        return self.document.initiative

    @property
    def codes(self) -> frozenset[str]:
        """Its municipalities."""
        return frozenset(place.code for place in self.places)


def member_of(document: Document, today: date) -> Member | None:
    """The initiative as a possible partner; None where it is over, stopped, of unknown state or of no known municipality."""
    fields = document.initiative
    if fields is None:
        return None
    terms = terms_of(fields)
    stage = stage_of(fields, today)
    found = (Gazetteer.load().get("municipality", code) for code in terms["municipality"])
    places = tuple(place for place in found if place is not None)
    if stage is None or not places:
        return None
    return Member(document, stage, places, frozenset(terms["programme"]), Bodies.load().named_in(document))


def stage_of(fields: InitiativeFields, today: date) -> Stage | None:
    """Planned or running; None where it ended, was stopped, or nothing is known."""
    if fields.end_year is not None and fields.end_year < today.year:
        return None
    status = next(iter(terms_of(fields)["status"]), "unknown")
    if status == "planned":
        return Stage.PLANNED
    return Stage.RUNNING if status in _RUNNING else None
