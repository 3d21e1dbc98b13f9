"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.models import Document, Passage
from retrieval.query.query import Query

Span = tuple[int, int]


@dataclass(frozen=True)
class Score:
    """How near a document is to the question, and the parts of that number.

    `total` orders documents; the others say why: cosines by role, BM25 over its greatest in this search,
    and the bonus of a place, year or theme that the sentence names.
    """

    total: float
    title: float
    summary: float
    question: float
    asked: float
    passage: float
    words: float
    hints: float


@dataclass(frozen=True)
class Hit:
    """One document found, with its best passage; `highlights` are spans of `snippet`."""

    document: Document
    score: Score
    passage: Passage
    snippet: str
    highlights: tuple[Span, ...]


@dataclass(frozen=True)
class FacetValue:
    """A value that narrows the result, with the reader's label."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """A page of hits; `total` counts documents."""

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    background: float = 0.0  # cosine of the question with the mean of all texts: how near everything is
