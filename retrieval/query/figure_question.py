"""A question that fields answer, whichever sentence asked it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.filters import Filters
from retrieval.query.operations.computation import Measure

Operation = Literal["lookup", "count", "sum", "mean", "min", "max", "list", "group"]


@dataclass(frozen=True)
class FigureQuestion:
    """A question that fields answer.

    `unit` is what is counted: documents, or the distinct values of a facet. `unparsed` must be empty for the
    figure to be right. `readings` are the same question understood in other ways: where their figures differ, the
    reader is asked which is meant. `guessed` filters hold words that nothing knows; without a match they prove
    nothing. `first` and `measure` are those of the computation.
    """

    operation: Operation
    filters: Filters
    field: str | None = None
    group_by: str | None = None
    unit: str = "documents"
    unparsed: tuple[str, ...] = ()
    readings: tuple[FigureQuestion, ...] = ()
    guessed: bool = False
    first: int | None = None
    measure: Measure | None = None
    corrections: tuple[tuple[str, str], ...] = ()  # (as written, as read)
