"""A computation that a sentence may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retrieval.query.words.sentence import Token

Operation = Literal["count", "sum", "mean", "min", "max", "list", "group"]
Measure = Literal["sum", "mean"]


@dataclass(frozen=True)
class Computation:
    """An operation with what it runs on; `fields` are the choices where the sentence leaves the field open.

    `first` of a `min` or `max` is how many are wanted, the first of them alone where it is None. A group with a
    `measure` adds up or averages `field` in each group; one without counts.
    """

    operation: Operation
    kind: str = "initiative"
    field: str | None = None
    group_by: str | None = None
    unit: str = "documents"
    fields: tuple[str, ...] = ()
    first: int | None = None
    measure: Measure | None = None


SUPERLATIVES: dict[str, tuple[Operation, str | None]] = {
    "max_cost": ("max", "budget_eur"),
    "min_cost": ("min", "budget_eur"),
    "max_size": ("max", None),
    "min_size": ("min", None),
    "newest": ("max", "start_year"),
    "oldest": ("min", "start_year"),
}


def dimension_of(token: Token) -> str:
    """The facet of which a word for a dimension speaks: "commune" of municipalities."""
    return "municipality" if token.role == "town" else token.role.removeprefix("dim_")


def is_dimension(token: Token) -> bool:
    """Whether a word names a facet or a field by which documents are grouped."""
    return token.role == "town" or token.role.startswith("dim_")


def unit_of(token: Token) -> str:
    """What is counted where a noun is counted: towns are distinct values, all else documents."""
    return "municipality" if token.role == "town" else "documents"
