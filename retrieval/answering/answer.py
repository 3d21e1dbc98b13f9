"""What an answer is."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from corpus.filters import Filters
from corpus.models import Citation, Frozen, Kind, Language
from retrieval.query.query import Query

Mode = Literal["structured", "extractive", "generated"]
Operation = Literal["lookup", "count", "sum", "mean", "min", "max", "list", "group"]


class Outcome(StrEnum):
    """How the question ended; a refusal is a value, not an error."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NO_EVIDENCE = "no_evidence"
    WEAK_EVIDENCE = "weak_evidence"
    OUT_OF_SCOPE = "out_of_scope"
    NEEDS_CLARIFICATION = "needs_clarification"
    NOT_ALLOWED = "not_allowed"
    UNAVAILABLE = "unavailable"


class GroupCount(Frozen):
    """One row of a figure by group."""

    value: str
    label: str
    count: int


class Amount(Frozen):
    """An amount of a group: a field added up or averaged over the documents that state it, None where none does."""

    field: str
    operation: Literal["sum", "mean"]
    value: int | float | None
    known: int


class MeasuredGroup(GroupCount):
    """A group with amounts; `count` is of all its documents, whether they state the amount or not."""

    amounts: tuple[Amount, ...]


class Unknown(Frozen):
    """Documents that match but lack the field."""

    field: str
    count: int
    document_ids: tuple[str, ...]


class Figures(Frozen):
    """A value computed over the catalogue, with all that it was computed over."""

    operation: Operation
    value: int | float | str | tuple[str, ...] | tuple[MeasuredGroup, ...] | tuple[GroupCount, ...] | None
    unit: str | None = None
    field: str | None = None
    filters: Filters = Filters()
    document_ids: tuple[str, ...] = ()
    unknown: Unknown | None = None


class Related(Frozen):
    """A document near the question."""

    document_id: str
    kind: Kind
    title: str
    url: str


class Answer(Frozen):
    """The whole answer; `text` is CommonMark with [n] marks that point to `citations`."""

    outcome: Outcome
    text: str
    language: Language
    citations: tuple[Citation, ...] = ()
    figures: Figures | None = None
    query: Query
    related: tuple[Related, ...] = ()
    conversation_id: str = ""
    mode: Mode = "extractive"
    answer_id: str = ""
    readings: tuple[
        Filters, ...
    ] = ()  # of a question that is asked back: the conditions of each way to read it
