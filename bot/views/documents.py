"""Documents in a line, in a list; and the parts of rich text that all views are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.content import Block, bullets, section
from bot.escaping import plain, rich, web_address
from corpus.labels import value_label
from corpus.models import Citation, Document, InitiativeFields, Language
from corpus.taxonomy import terms_of
from corpus.text import format_money
from retrieval.search.links import Links


def text(words: str, *, bold: bool = False, italic: bool = False) -> Block:
    """Words in rich text, where nothing is ever read as mark-up."""
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {"type": "text", "text": rich(words)[:3_000] or "–", **({"style": style} if style else {})}


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
