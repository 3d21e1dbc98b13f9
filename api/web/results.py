"""A search and an answer as the page shows them: chips, facets, hits, citations, figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from markupsafe import Markup

from api.web.addresses import (
    PAGE_SIZE,
    Asked,
    browse,
    citation_address,
    document_address,
    pairs_of,
)
from api.web.fiche import facts_in_brief
from api.web.markdown import answer_html
from api.web.rendering import highlighted
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.labels import value_label
from corpus.models import Citation, Document, Language
from corpus.text import mark
from retrieval.answering.answer import Answer, Mode, Outcome
from retrieval.answering.wording import describe_filters, field_label, group_label
from retrieval.query.language import detect_language
from retrieval.query.understanding import clean, understand
from retrieval.search.results import FacetValue, Hit, SearchResult

_FACETS = (
    "kind", "province", "domain", "status", "region", "municipality", "technology", "service", "programme",
    "personal_data", "country", "language",
)  # fmt: skip
_OPEN_FACETS = frozenset({"kind", "province", "domain"})
_CHOICES = 40
_LISTED = 200  # documents behind a figure that the page names; a link leads to all of them
OUTCOMES = {
    Outcome.ANSWERED: mark("Réponse"),
    Outcome.PARTIAL: mark("Réponse partielle"),
    Outcome.NO_EVIDENCE: mark("Pas de réponse dans le catalogue"),
    Outcome.WEAK_EVIDENCE: mark("Pas de réponse sûre"),
    Outcome.OUT_OF_SCOPE: mark("Hors du champ de Passerelle"),
    Outcome.NEEDS_CLARIFICATION: mark("Question à préciser"),
    Outcome.NOT_ALLOWED: mark("Accès refusé"),
    Outcome.UNAVAILABLE: mark("Momentanément indisponible"),
}
MODES: dict[Mode, str] = {
    "structured": mark("calculé sur les champs des fiches"),
    "extractive": mark("phrases des sources, citées mot pour mot"),
    "generated": mark("rédigé par un modèle de langue, vérifié dans les sources"),
}


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    text: str
    drop: str
    inferred: bool


@dataclass(frozen=True)
class Choice:
    """A value of a facet; `address` adds or drops it."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow the result."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    open: bool


@dataclass(frozen=True)
class Found:
    """A hit, ready to be shown."""

    document: Document
    title: str
    kind: str
    address: str
    summary: str  # only where the snippet is in another language than the page
    snippet: Markup
    section: str
    facts: tuple[str, ...]
    general: bool


@dataclass(frozen=True)
class Source:
    """A citation, ready to be shown."""

    citation: Citation
    address: str
    language: Language | None


@dataclass(frozen=True)
class Behind:
    """What a figure was computed over."""

    conditions: tuple[str, ...]
    count: int
    documents: tuple[tuple[str, str], ...]
    browse: str
    csv: str
    lacking_field: str
    lacking_count: int
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Said:
    """An answer, ready to be shown."""

    answer: Answer
    html: Markup
    sources: tuple[Source, ...]
    behind: Behind | None
    related: tuple[tuple[str, str], ...]

    @property
    def is_answered(self) -> bool:
        """Whether something is asserted."""
        return self.answer.outcome in {Outcome.ANSWERED, Outcome.PARTIAL}


@dataclass(frozen=True)
class Results:
    """All of a page of results."""

    asked: Asked
    total: int
    hits: tuple[Found, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    said: Said | None
    previous: str | None
    next: str | None

    @property
    def first(self) -> int:
        """The number of the first document shown."""
        return self.asked.offset + 1

    @property
    def last(self) -> int:
        """The number of the last one."""
        return self.asked.offset + len(self.hits)


def results_of(asked: Asked, parts: Passerelle, caller: Caller, language: Language) -> Results:
    """Search and, on the first page of a sentence, answer. Raises QueryTooLong and what a search raises."""
    spoken = _spoken(asked.text, language)
    parts.embedder.begin(clean(asked.text))
    query = understand(asked.text, filters=asked.filters, language=spoken, infer=asked.infer)
    found = parts.searcher.search(query, caller, limit=PAGE_SIZE, offset=asked.offset)
    said = None
    if asked.text and not asked.offset:
        answer = answer_of(asked, parts, caller, language)
        shown = frozenset(hit.document.id for hit in found.hits)
        said = _said(asked, answer, parts, caller, language, shown)
    return _results(asked, found, said, language)


def answer_of(asked: Asked, parts: Passerelle, caller: Caller, language: Language) -> Answer:
    """What is asked, answered in its own language, else in the page's."""
    spoken = _spoken(asked.text, language)
    return parts.assistant.ask(asked.text, caller, language=spoken, filters=asked.filters, infer=asked.infer)


def _spoken(text: str, language: Language) -> Language | None:
    """The question's language decides; where it does not tell, the page's."""
    return None if detect_language(text).certain else language


def _results(asked: Asked, found: SearchResult, said: Said | None, language: Language) -> Results:
    last = asked.offset + PAGE_SIZE
    return Results(
        asked=asked,
        total=found.total,
        hits=tuple(_found(hit, language) for hit in found.hits),
        chips=tuple(_chips(asked, found, said, language)),
        facets=tuple(_facets(asked, found, language)),
        said=said,
        previous=asked.at(asked.offset - PAGE_SIZE) if asked.offset else None,
        next=asked.at(last) if last < found.total else None,
    )


# -- what is found --------------------------------------------------------------------------------


def _found(hit: Hit, language: Language) -> Found:
    document = hit.document
    foreign = document.language != language
    return Found(
        document=document,
        title=document.title.get(language),
        kind=value_label("kind", document.kind, language),
        address=document_address(document.id, passage_id=hit.passage.id),
        summary=document.summary.get(language) if foreign else "",
        snippet=highlighted(hit.snippet, hit.highlights),
        section=hit.passage.section,
        facts=facts_in_brief(document, language),
        general=document.confidence == "connaissance_generale",
    )


def _chips(asked: Asked, found: SearchResult, said: Said | None, language: Language) -> Iterator[Chip]:
    """Every condition of the search, and of a computed answer, each with the way to drop it."""
    query = found.query
    filters, inferred = query.filters, query.inferred
    if said is not None and said.answer.figures is not None:
        filters = filters.merged(said.answer.query.filters.without("kind"))
        inferred = filters.without(*asked.filters.as_dict())
    for name, value in pairs_of(filters):
        one = Filters.parse({name: [value]})
        text = " · ".join(describe_filters(one, language, with_kind=True))
        yield Chip(
            text, asked.dropping(name, value, among=filters, inferred=inferred), name in inferred.as_dict()
        )


def _facets(asked: Asked, found: SearchResult, language: Language) -> Iterator[Facet]:
    for name in _FACETS:
        chosen = set(getattr(found.query.filters, name))
        values = found.facets.get(name, ())
        if not chosen and (not values or (len(values) == 1 and values[0].count == found.total)):
            continue  # it would narrow nothing
        choices = tuple(_choices(asked, found, name, values, language))
        yield Facet(name, group_label(name, language), choices, bool(chosen) or name in _OPEN_FACETS)


def _choices(
    asked: Asked, found: SearchResult, name: str, values: Sequence[FacetValue], language: Language
) -> Iterator[Choice]:
    """The commonest values; a recorded word that no filter understands cannot be chosen."""
    query = found.query
    chosen = set(getattr(query.filters, name))
    for value in values[:_CHOICES]:
        label = value_label(name, value.value, language)
        if value.value in chosen:
            drop = asked.dropping(name, value.value, among=query.filters, inferred=query.inferred)
            yield Choice(label, value.count, drop, chosen=True)
            continue
        with suppress(UnknownValue):
            yield Choice(label, value.count, asked.adding(name, value.value), chosen=False)


# -- the answer -----------------------------------------------------------------------------------


def _said(
    asked: Asked,
    answer: Answer,
    parts: Passerelle,
    caller: Caller,
    language: Language,
    shown: frozenset[str],
) -> Said:
    """The answer; documents that the page shows anyway are not listed again as related."""
    cited = parts.catalogue.documents({one.document_id for one in answer.citations}, caller)
    numbers = {citation.n for citation in answer.citations}
    return Said(
        answer=answer,
        html=answer_html(answer.text, numbers),
        sources=tuple(_source(one, cited.get(one.document_id), answer.language) for one in answer.citations),
        behind=_behind(asked, answer, parts, caller, language),
        related=tuple(
            (one.title, document_address(one.document_id))
            for one in answer.related
            if one.document_id not in {*cited, *shown}
        ),
    )


def _source(citation: Citation, document: Document | None, language: Language) -> Source:
    foreign = document is not None and document.language != language
    return Source(citation, citation_address(citation), document.language if document and foreign else None)


def _behind(
    asked: Asked, answer: Answer, parts: Passerelle, caller: Caller, language: Language
) -> Behind | None:
    """The conditions in words, the documents computed over, and those that lack the field."""
    figures = answer.figures
    if figures is None or figures.operation == "lookup":
        return None
    unknown = figures.unknown
    return Behind(
        conditions=tuple(describe_filters(figures.filters, language, with_kind=True)),
        count=len(figures.document_ids),
        documents=_titles(figures.document_ids, parts, caller, language),
        browse=browse(figures.filters),
        csv=asked.table_address(),
        lacking_field=field_label(unknown.field, language) if unknown else "",
        lacking_count=unknown.count if unknown else 0,
        lacking=_titles(unknown.document_ids, parts, caller, language) if unknown else (),
    )


def _titles(
    ids: Sequence[str], parts: Passerelle, caller: Caller, language: Language
) -> tuple[tuple[str, str], ...]:
    shown = list(ids[:_LISTED])
    documents = parts.catalogue.documents(shown, caller)
    return tuple(
        (documents[one].title.get(language), document_address(one)) for one in shown if one in documents
    )
