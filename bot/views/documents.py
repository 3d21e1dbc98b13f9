"""Documents in a line, in a list, in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.content import Block, bullets, section
from bot.escaping import plain, rich, web_address
from corpus.labels import value_label
from corpus.models import Citation, Document, InitiativeFields, Language
from corpus.taxonomy import terms_of
from corpus.text import format_money, format_number, mark, translate
from retrieval.answering.answer import Figures, GroupCount
from retrieval.answering.tables import amount_label, amounts_of
from retrieval.answering.wording import field_label, group_label
from retrieval.search.links import Links

MOST_ROWS = 15
_TITLE, _COUNT = mark("titre"), mark("nombre de fiches")
_COLUMNS = ("municipality", "status", "start_year", "budget_eur")


def text(words: str, *, bold: bool = False) -> Block:
    """Words in rich text, where nothing is ever read as mark-up."""
    return {
        "type": "text",
        "text": rich(words)[:3_000] or "–",
        **({"style": {"bold": True}} if bold else {}),
    }


def link(title: str, url: str) -> Block:
    """A title that leads somewhere; a plain one where the address is no address of the web."""
    address = web_address(url)
    if not address:
        return text(title)
    return {"type": "link", "url": address, "text": plain(title, 300)}


def colon(language: Language) -> str:
    """French puts a space before it."""
    return "\u00a0:" if language == "fr" else ":"


def in_brief(document: Document, language: Language) -> str:
    """Place, status, year and budget of a fiche; the act of an article; the kind of another document."""
    if document.initiative is not None:
        return " · ".join(_of_initiative(document.initiative, language))
    if document.act is not None:
        return document.act.nom_court
    return value_label("kind", document.kind, language)


def _of_initiative(fiche: InitiativeFields, language: Language) -> Iterator[str]:
    terms = terms_of(fiche)
    if places := terms.get("municipality") or terms.get("province"):
        level = "municipality" if terms.get("municipality") else "province"
        yield ", ".join(value_label(level, code, language) for code in places[:3])
    if status := [one for one in terms.get("status", ()) if one != "unknown"]:
        yield value_label("status", status[0], language)
    if fiche.start_year:
        yield str(fiche.start_year)
    if fiche.budget_eur is not None:
        yield format_money(fiche.budget_eur, language)


def sources(citations: Sequence[Citation], documents: Mapping[str, Document], language: Language) -> Block:
    """The numbered sources of an answer, each a line that leads to where it stands."""
    lines = []
    for citation in citations[:20]:
        document = documents.get(citation.document_id)
        facts = [citation.section, in_brief(document, language) if document else ""]
        after = " · ".join(fact for fact in facts if fact)
        line = [text(f"[{citation.n}] "), link(citation.title, citation.url)]
        lines.append(section([*line, *([text(f" · {after}")] if after else [])]))
    return {"type": "rich_text", "elements": lines}


def listed(documents: Sequence[Document], links: Links, language: Language) -> Block:
    """A list of documents that lead to their pages."""
    return {
        "type": "rich_text",
        "elements": [bullets([brief_line(one, links, language) for one in documents])],
    }


def brief_line(document: Document, links: Links, language: Language) -> list[Block]:
    """A document that leads to its page, with what it is."""
    brief = in_brief(document, language)
    words = [link(document.title.get(language), links.document(document.id))]
    return [*words, *([text(f" · {brief}")] if brief else [])]


def table(
    figures: Figures,
    documents: Mapping[str, Document],
    links: Links,
    language: Language,
    numbers: Mapping[str, int],
) -> Block | None:
    """What a figure was computed over, or its groups, as a table; None where there is nothing to list.

    `numbers` are those by which the text cites documents.
    """
    if figures.operation == "group" and isinstance(figures.value, tuple):
        groups = [group for group in figures.value if isinstance(group, GroupCount)]
        heads = [group_label(figures.field or "", language), translate(language, _COUNT)]
        heads += [amount_label(one, language) for group in groups[:1] for one in amounts_of(group)]
        rows = [[_cell(head) for head in heads]]
        rows += [_group_row(group, language) for group in groups[:MOST_ROWS]]
    else:
        heads = [translate(language, _TITLE), *(field_label(name, language) for name in _COLUMNS)]
        rows = [[_cell(head) for head in heads]]
        found = [documents[one] for one in figures.document_ids if one in documents]
        found.sort(key=lambda document: numbers.get(document.id, len(documents) + 1))
        rows += [_row(document, links, language, numbers.get(document.id)) for document in found[:MOST_ROWS]]
    if len(rows) < 2:
        return None
    return {"type": "table", "rows": rows, "column_settings": [{"is_wrapped": True}]}


def _group_row(group: GroupCount, language: Language) -> list[Block]:
    amounts = [
        format_money(one.value, language) if one.value is not None else "" for one in amounts_of(group)
    ]
    return [_cell(one) for one in (group.label, format_number(group.count, language), *amounts)]


def _row(document: Document, links: Links, language: Language, number: int | None) -> list[Block]:
    named = link(document.title.get(language), links.document(document.id))
    mark_of_it = [text(f"[{number}] ")] if number else []
    title = {"type": "rich_text", "elements": [section([*mark_of_it, named])]}
    fiche = document.initiative
    if fiche is None:
        return [title, *(_cell("") for _ in _COLUMNS)]
    terms = terms_of(fiche)
    places = ", ".join(value_label("municipality", code, language) for code in terms.get("municipality", ()))
    status = next((one for one in terms.get("status", ()) if one != "unknown"), "")
    budget = fiche.budget_eur
    cells = (
        places,
        value_label("status", status, language) if status else "",
        str(fiche.start_year or ""),
        format_money(budget, language) if isinstance(budget, Decimal) else "",
    )
    return [title, *(_cell(one) for one in cells)]


def _cell(words: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": plain(words, 200)}
