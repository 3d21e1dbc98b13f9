"""A computed figure as a table, and as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from corpus.models import Document, Language, json_number
from corpus.text import mark, translate
from retrieval.answering.answer import Amount, Figures, GroupCount, MeasuredGroup
from retrieval.answering.wording import FIELD_LABELS, field_label, group_label
from retrieval.search.links import Links

Row = tuple[str, ...]
_COLUMNS = (
    "municipality",
    "province",
    "region",
    "country",
    "status",
    "start_year",
    "budget_eur",
    "subsidy_eur",
)
_MEASURES = {"sum": mark("total"), "mean": mark("moyenne")}
_TITLE, _COUNT, _LINK = mark("titre"), mark("nombre de fiches"), mark("lien")
# A cell that begins so is a formula for a spreadsheet (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK_OF_UTF8 = "\ufeff"  # without it spreadsheets read accents wrongly


def table_of(
    figures: Figures, documents: Mapping[str, Document], links: Links, language: Language
) -> Iterator[Row]:
    """A heading and a row a group, or a row a document that the figure was computed over."""
    if isinstance(figures.value, tuple) and figures.operation == "group":
        first = figures.value[0] if figures.value else None
        heads = [amount_label(one, language) for one in amounts_of(first)]
        yield ("", group_label(figures.field or "", language), translate(language, _COUNT), *heads)
        for group in figures.value:
            assert isinstance(group, GroupCount)
            amounts = (_text(one.value) for one in amounts_of(group))
            yield (group.value, group.label, str(group.count), *amounts)
        return
    labels = (translate(language, FIELD_LABELS[name]) for name in _COLUMNS)
    yield ("id", translate(language, _TITLE), *labels, translate(language, _LINK))
    for identifier in figures.document_ids:
        if identifier in documents:  # one that was deleted since is left out
            yield _row(documents[identifier], links, language)


def amounts_of(group: GroupCount | str | None) -> tuple[Amount, ...]:
    """The amounts of a group; none where it only counts."""
    return group.amounts if isinstance(group, MeasuredGroup) else ()


def amount_label(amount: Amount, language: Language) -> str:
    """The name of an amount: the field, and whether it is a sum or a mean."""
    measure = translate(language, _MEASURES[amount.operation])
    return f"{field_label(amount.field, language)} ({measure})"


def _row(document: Document, links: Links, language: Language) -> Row:
    fiche = document.initiative
    values = (_text(getattr(fiche, name, None)) for name in _COLUMNS)
    return (document.id, document.title.get(language), *values, links.document(document.id))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(json_number(value)) if isinstance(value, Decimal) else str(value)


def csv_of(rows: Iterable[Row]) -> Iterator[str]:
    """The rows as lines of CSV (RFC 4180), a mark of UTF-8 before the first."""
    yield _MARK_OF_UTF8
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(cell) for cell in row])
        yield line.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
