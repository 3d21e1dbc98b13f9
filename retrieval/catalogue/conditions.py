"""`corpus.filters.Filters` as SQL conditions on `documents`."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from corpus.filters import AREAS, PLACES, TERMS, WORDS, Filters, fold_words, municipalities_of
from retrieval.catalogue.tables import documents, terms


def to_cents(euros: Decimal) -> int:
    """Exact cents of an amount in euros."""
    return int((euros * 100).to_integral_value())


def words_value(text: str) -> str:
    """How a free text is stored for "contains these words": folded words between spaces."""
    return f" {' '.join(fold_words(text))} "[:500]


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """One condition a filter; all must hold."""
    found: list[ColumnElement[bool]] = []
    if filters.kind:
        found.append(documents.c.kind.in_(filters.kind))
    if filters.language:
        found.append(documents.c.language.in_(filters.language))
    for facet in (*PLACES, *TERMS):
        values: tuple[str, ...] = getattr(filters, facet)
        if values:
            found.append(_has(facet, values))
    for area in AREAS:
        areas: tuple[str, ...] = getattr(filters, area)
        if areas:
            inside = frozenset[str]().union(*(municipalities_of(area, value) for value in areas))
            found.append(_has("municipality", tuple(sorted(inside))))
    for facet in WORDS:
        written: tuple[str, ...] = getattr(filters, facet)
        if written:
            found.append(or_(*(_contains_words(facet, text) for text in written)))
    found += [_has("known", (name,)) for name in filters.known]
    found += [_has("missing", (name,)) for name in filters.missing]
    found += [and_(*conditions(required)) for required in filters.required()]
    found += [not_(and_(*conditions(excluded))) for excluded in filters.excluded()]
    return found + _bounds(filters)


def _bounds(filters: Filters) -> list[ColumnElement[bool]]:
    columns = documents.c
    found: list[ColumnElement[bool]] = []
    if filters.year_from is not None:
        found.append(columns.start_year >= filters.year_from)
    if filters.year_to is not None:
        found.append(columns.start_year <= filters.year_to)
    for name in ("budget", "subsidy"):
        column = columns[f"{name}_cents"]
        low: Decimal | None = getattr(filters, f"{name}_min")
        high: Decimal | None = getattr(filters, f"{name}_max")
        if low is not None:
            found.append(column >= int((low * 100).to_integral_value(ROUND_CEILING)))
        if high is not None:
            found.append(column <= int((high * 100).to_integral_value(ROUND_FLOOR)))
    return found


def _has(facet: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    return _holding(terms.c.facet == facet, terms.c.value.in_(values))


def _contains_words(facet: str, text: str) -> ColumnElement[bool]:
    """Documents of which one recorded value holds every word; a text without words matches nothing."""
    words = fold_words(text)
    if not words:
        return false()
    same_value = and_(*(terms.c.value.like(f"% {word} %") for word in words))
    return _holding(terms.c.facet == f"{facet}_words", same_value)


def _holding(*term: ColumnElement[bool]) -> ColumnElement[bool]:
    """Documents that one such term hangs on: found once from the terms, not looked for in document after document."""
    return documents.c.id.in_(select(terms.c.document_id).where(*term))
