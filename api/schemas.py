"""What travels over HTTP and comes out of `--json`, where it differs from the domain."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from corpus.access import Caller
from corpus.models import Citation, Document, Kind, Language, Passage
from retrieval.answering.answer import Answer, Figures, Mode, Outcome, Related
from retrieval.catalogue.catalogue import Catalogue
from retrieval.likeness.absorbed import Absorbed
from retrieval.query.intents import Intent
from retrieval.query.query import MAX_CHARACTERS, Query
from retrieval.search.links import Links
from retrieval.search.results import Hit, Score, SearchResult


class QueryOut(BaseModel):
    """A question as it was understood."""

    text: str
    language: Language
    filters: dict[str, Any]
    inferred: list[str] = Field(description="names of the filters that were read from the sentence")
    unparsed: list[str]
    corrections: dict[str, str] = Field(description="mistyped words, and as what they were read")
    intent: Intent
    field: str | None = Field(description="the field that is asked")

    @classmethod
    def of(cls, query: Query) -> QueryOut:
        """From the domain."""
        return cls(
            text=query.text,
            language=query.language,
            filters=query.filters.as_dict(),
            inferred=list(query.inferred.as_dict()),
            unparsed=list(query.unparsed),
            corrections=dict(query.corrections),
            intent=query.intent,
            field=query.field,
        )


class PlaceOut(BaseModel):
    """Where a passage stands in its document."""

    section: str
    page: int | None


class ResultOut(BaseModel):
    """One document found."""

    document_id: str
    kind: Kind
    title: str
    score: float
    url: str
    snippet: str
    highlights: list[tuple[int, int]]
    passage: PlaceOut
    fields: dict[str, Any]
    confidence: str | None
    explain: dict[str, float] | None = None


class FacetOut(BaseModel):
    """A value that narrows the result."""

    value: str
    label: str
    count: int


class SearchOut(BaseModel):
    """A page of results."""

    query: QueryOut
    total: int
    results: list[ResultOut]
    facets: dict[str, list[FacetOut]]

    @classmethod
    def of(cls, result: SearchResult, links: Links, *, explain: bool = False) -> SearchOut:
        """From the domain."""
        return cls.model_validate(_search(result, links, explain=explain))

    @classmethod
    def json_of(cls, result: SearchResult, links: Links, *, explain: bool = False) -> bytes:
        """What `of(…).model_dump_json()` gives, without checking two hundred values that are of the right type."""
        return to_json(_search(result, links, explain=explain))


def _search(result: SearchResult, links: Links, *, explain: bool) -> dict[str, Any]:
    """The fields of `SearchOut` in their order."""
    language = result.query.language
    return {
        "query": QueryOut.of(result.query).model_dump(mode="json"),
        "total": result.total,
        "results": [_result(hit, language, links, explain=explain) for hit in result.hits],
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
            for name, values in result.facets.items()
        },
    }


def _result(hit: Hit, language: Language, links: Links, *, explain: bool) -> dict[str, Any]:
    """The fields of `ResultOut` in their order."""
    document = hit.document
    return {
        "document_id": document.id,
        "kind": document.kind,
        "title": document.title.get(language),
        "score": round(hit.score.total, 4),
        "url": links.passage(document.id, hit.passage.id),
        "snippet": hit.snippet,
        "highlights": hit.highlights,
        "passage": {"section": hit.passage.section, "page": hit.passage.page},
        "fields": document.fields.model_dump(mode="json"),
        "confidence": document.confidence,
        "explain": _explained(hit.score) if explain else None,
    }


def _explained(score: Score) -> dict[str, float]:
    """The parts of a score; NaN (a part that the document lacks) is no JSON."""
    parts = {
        "total": score.total,
        "title": score.title,
        "summary": score.summary,
        "question": score.question,
        "asked": score.asked,
        "passage": score.passage,
        "words": score.words,
        "hints": score.hints,
    }
    return {name: round(one, 4) for name, one in parts.items() if one == one}


class FiguresOut(BaseModel):
    """A computed value with what it was computed over."""

    operation: str
    value: Any
    unit: str | None
    field: str | None
    filters: dict[str, Any]
    document_ids: list[str]
    unknown: dict[str, Any] | None

    @classmethod
    def of(cls, figures: Figures) -> FiguresOut:
        """From the domain."""
        dumped = figures.model_dump(mode="json")
        return cls.model_validate({**dumped, "filters": figures.filters.as_dict()})


class AnswerOut(BaseModel):
    """An answer."""

    outcome: Outcome
    text: str
    language: Language
    citations: list[Citation]
    figures: FiguresOut | None
    query: QueryOut
    related: list[Related]
    conversation_id: str
    mode: Mode
    answer_id: str

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        """From the domain."""
        return cls(
            outcome=answer.outcome,
            text=answer.text,
            language=answer.language,
            citations=list(answer.citations),
            figures=FiguresOut.of(answer.figures) if answer.figures else None,
            query=QueryOut.of(answer.query),
            related=list(answer.related),
            conversation_id=answer.conversation_id,
            mode=answer.mode,
            answer_id=answer.answer_id,
        )


class PassageOut(BaseModel):
    """A passage of a document."""

    id: str
    section: str
    page: int | None
    start: int
    end: int
    text: str


class DocumentOut(BaseModel):
    """A whole document."""

    id: str
    kind: Kind
    title: dict[str, str]
    summary: dict[str, str]
    language: Language
    fields: dict[str, Any]
    terms: dict[str, list[str]]
    questions: dict[str, list[str]]
    body: str
    passages: list[PassageOut]
    source_urls: list[str]
    confidence: str | None
    verified_on: str | None
    version_read: str | None
    verification_note: str | None
    act: dict[str, Any] | None
    related: list[str]
    related_acts: list[str]
    visibility: str
    updated_at: str
    absorbed_by: str | None = Field(
        description="the fiche that stays in its place, if it was decided to be the same initiative"
    )

    @classmethod
    def of(
        cls,
        document: Document,
        passages: tuple[Passage, ...],
        terms: dict[str, tuple[str, ...]],
        absorbed_by: str | None,
    ) -> DocumentOut:
        """From the domain."""
        dumped = document.model_dump(mode="json", exclude={"organisation"})
        return cls.model_validate(
            {
                **dumped,
                "terms": {name: list(values) for name, values in terms.items() if name not in _STORE_ONLY},
                "passages": [passage.model_dump(exclude={"document_id"}) for passage in passages],
                "absorbed_by": absorbed_by,
            }
        )


_STORE_ONLY = frozenset({"known", "missing", "kind", "language"})


class PageOut(BaseModel):
    """A page of whole documents; `next` goes into `cursor`."""

    items: list[DocumentOut]
    total: int
    next: str | None


def documents_out(
    catalogue: Catalogue, absorbed: Absorbed, documents: tuple[Document, ...], caller: Caller
) -> list[DocumentOut]:
    """Documents with their passages and terms, read in two queries, and what stays in the place of each."""
    ids = [document.id for document in documents]
    into = absorbed.into(ids, caller)
    passages, terms = catalogue.passages(ids, caller), catalogue.terms(ids, caller)
    return [
        DocumentOut.of(
            document, passages.get(document.id, ()), terms.get(document.id, {}), into.get(document.id)
        )
        for document in documents
    ]


class AskIn(BaseModel):
    """A question; a field that nobody reads is refused, since it was meant to do something."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=MAX_CHARACTERS)
    language: Language | None = None
    conversation_id: str | None = Field(default=None, max_length=200)
    filters: dict[str, str | int | float | list[str | int | float]] | None = None


class Receipt(BaseModel):
    """What was deleted."""

    deleted: str
    passages: int
    at: str


class ConversationReceipt(BaseModel):
    """How much of a conversation was forgotten."""

    forgotten: int
