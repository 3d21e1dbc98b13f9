"""What a figure was computed over as a table: one that people sort and page, one for clients that know no such table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.content import Block, section
from bot.escaping import plain
from bot.views.documents import link, text
from corpus.labels import value_label
from corpus.models import Document, InitiativeFields, Language
from corpus.taxonomy import terms_of
from corpus.text import format_money, format_number, mark, translate
from retrieval.answering.answer import Figures, GroupCount
from retrieval.answering.tables import amount_label, amounts_of
from retrieval.answering.wording import field_label, group_label
from retrieval.search.links import Links

MOST_ROWS = 20
_CELL = 200  # characters
_TITLE, _COUNT = mark("titre"), mark("nombre de fiches")
_FICHES, _GROUPS = mark("Fiches"), mark("Répartition")
_COLUMNS = ("municipality", "status", "start_year", "budget_eur")
Cell = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows of cells, their heads first; `caption` is read out by screen readers."""

    caption: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def sortable(self) -> Block:
        """In which people sort, filter and turn pages."""
        rows = [list(row) for row in self.rows]
        return {"type": "data_table", "caption": self.caption, "rows": rows, "row_header_column_index": 0}

    @property
    def fixed(self) -> Block:
        """For clients and workspaces that do not have the other kind."""
        rows = [[_without_number(cell) for cell in row] for row in self.rows]
        return {"type": "table", "rows": rows, "column_settings": [{"is_wrapped": True}]}


def table(
    figures: Figures,
    documents: Mapping[str, Document],
    links: Links,
    language: Language,
    numbers: Mapping[str, int],
) -> Table | None:
    """The documents behind a figure, or its groups; None where there is nothing to list.

    `numbers` are those by which the text cites documents.
    """
    if figures.operation == "group" and isinstance(figures.value, tuple):
        caption, rows = _GROUPS, list(_groups(figures, language))
    else:
        caption, rows = _FICHES, list(_fiches(figures, documents, links, language, numbers))
    return Table(translate(language, caption), tuple(rows)) if len(rows) > 1 else None


def _groups(figures: Figures, language: Language) -> Iterator[tuple[Cell, ...]]:
    found = figures.value if isinstance(figures.value, tuple) else ()
    groups = [one for one in found if isinstance(one, GroupCount)][:MOST_ROWS]
    heads = [group_label(figures.field or "", language), translate(language, _COUNT)]
    heads += [amount_label(one, language) for group in groups[:1] for one in amounts_of(group)]
    yield tuple(_cell(head) for head in heads)
    for group in groups:
        amounts = [_money(one.value, language) for one in amounts_of(group)]
        yield _cell(group.label), _number(format_number(group.count, language), group.count), *amounts


def _fiches(
    figures: Figures,
    documents: Mapping[str, Document],
    links: Links,
    language: Language,
    numbers: Mapping[str, int],
) -> Iterator[tuple[Cell, ...]]:
    """Those that the text cites first."""
    yield tuple(
        _cell(head)
        for head in (translate(language, _TITLE), *(field_label(one, language) for one in _COLUMNS))
    )
    found = [documents[one] for one in figures.document_ids if one in documents]
    found.sort(key=lambda document: numbers.get(document.id, len(documents) + 1))
    for document in found[:MOST_ROWS]:
        number = numbers.get(document.id)
        named = link(document.title.get(language), links.document(document.id))
        title = section([*([text(f"[{number}] ")] if number else []), named])
        facts = _facts(document.initiative, language) if document.initiative else [_cell("")] * len(_COLUMNS)
        yield {"type": "rich_text", "elements": [title]}, *facts


def _facts(fiche: InitiativeFields, language: Language) -> list[Cell]:
    terms = terms_of(fiche)
    places = ", ".join(value_label("municipality", code, language) for code in terms.get("municipality", ()))
    status = next((one for one in terms.get("status", ()) if one != "unknown"), "")
    year, budget = fiche.start_year, fiche.budget_eur
    return [
        _cell(places),
        _cell(value_label("status", status, language) if status else ""),
        _number(str(year), year) if year else _cell(""),
        _money(budget, language),
    ]


def _money(amount: Decimal | float | None, language: Language) -> Cell:
    return _number(format_money(amount, language), float(amount)) if amount is not None else _cell("")


def _cell(words: str) -> Cell:
    return {"type": "raw_text", "text": plain(words, _CELL)}


def _number(written: str, value: float) -> Cell:
    """As people read it, and by what it is sorted."""
    return {"type": "raw_number", "text": plain(written, _CELL), "value": value}


def _without_number(cell: Cell) -> Cell:
    return {"type": "raw_text", "text": cell["text"]} if cell["type"] == "raw_number" else cell
