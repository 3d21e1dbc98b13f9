"""What makes partners of two municipalities with the same need: nearness, a common frame, or a like size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.places import Gazetteer, Place
from retrieval.portfolio.pooling.members import Member

NEAR_KM = 25.0  # between centres: a drive of half an hour
LIKE_SIZE = 1.5  # the larger one has at most so many times the inhabitants of the smaller one

Kind = Literal["distance", "arrondissement", "programme", "intermunicipal", "size"]
KINDS: tuple[Kind, ...] = ("distance", "arrondissement", "programme", "intermunicipal", "size")


@dataclass(frozen=True, order=True)
class Tie:
    """One thing that joins; `value` is the arrondissement, programme or body, and "" for the others."""

    kind: Kind
    value: str = ""


def ties_between(one: Member, other: Member) -> frozenset[Tie]:
    """Everything that joins two initiatives of different municipalities of one country; nothing joins others."""
    if one.codes <= other.codes or other.codes <= one.codes or not _one_country(one, other):
        return frozenset()
    return frozenset(_ties(one, other))


def _ties(one: Member, other: Member) -> Iterator[Tie]:
    pairs = [(a, b) for a in one.places for b in other.places if a.code != b.code]
    if any((distance := distance_km(a, b)) is not None and distance <= NEAR_KM for a, b in pairs):
        yield Tie("distance")
    if any(is_like_size(a, b) for a, b in pairs):
        yield Tie("size")
    areas = {a.arrondissement for a, b in pairs if a.arrondissement == b.arrondissement} - {None}
    yield from (Tie("arrondissement", area) for area in areas if area is not None)
    yield from (Tie("programme", programme) for programme in one.programmes & other.programmes)
    yield from (Tie("intermunicipal", body) for body in one.bodies & other.bodies)


def distance_km(a: Place, b: Place) -> float | None:
    """Between two centres; None where one is not known."""
    return Gazetteer.load().distance_km(a, b)


def is_like_size(a: Place, b: Place) -> bool:
    """Whether two municipalities have about as many inhabitants; False where a number is not known."""
    if not a.inhabitants or not b.inhabitants:
        return False
    return max(a.inhabitants, b.inhabitants) <= LIKE_SIZE * min(a.inhabitants, b.inhabitants)


def _one_country(one: Member, other: Member) -> bool:
    return bool({place.country for place in one.places} & {place.country for place in other.places})
