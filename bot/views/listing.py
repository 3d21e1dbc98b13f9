"""Documents found, as a list for one person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content import Block, Content, context, section
from bot.escaping import mrkdwn
from bot.views.documents import brief_line, listed, text
from bot.views.relays import CONTACT_ONE_OF, contact_choice
from corpus.models import Document, Language
from corpus.text import format_number, mark, translate, translate_plural
from retrieval.likeness.similar import Likeness
from retrieval.likeness.values import Verdict
from retrieval.search.links import Links
from retrieval.search.results import Hit

_FOUND = ("{count} document trouvé", "{count} documents trouvés")
_FURTHER = mark("Résultats {first} à {last} sur {total}")
_SIMILAR = ("{count} initiative proche de ce texte", "{count} initiatives proches de ce texte")
VERDICTS = {
    Verdict.DUPLICATE: mark("sans doute la même initiative"),
    Verdict.LATER_PHASE: mark("sans doute une suite"),
    Verdict.LINKED: mark("répond au même besoin"),
}
_SNIPPET = 220


def found_content(hits: Sequence[Hit], total: int, first: int, links: Links, language: Language) -> Content:
    """A page of results, each with what stands in it."""
    if first == 1:
        head = translate_plural(language, *_FOUND, total)
    else:
        head = _span(first, first + len(hits) - 1, total, language)
    items = [_item(hit.document, hit.snippet, links, language) for hit in hits]
    fiches = [hit.document for hit in hits if hit.document.initiative is not None]
    return _content(head, items, contact_choice(fiches, CONTACT_ONE_OF, language))


def documents_content(
    documents: Sequence[Document], total: int, first: int, links: Links, language: Language
) -> Content:
    """A page of the documents behind a figure."""
    head = _span(first, first + len(documents) - 1, total, language)
    return Content(text="", summary=mrkdwn(head), blocks=(context(head), listed(documents, links, language)))


def similar_content(found: Sequence[Likeness], links: Links, language: Language) -> Content:
    """Initiatives that are like a text, each with why and with what differs."""
    head = translate_plural(language, *_SIMILAR, len(found))
    items: list[list[Block]] = []
    for one in found:
        why = "; ".join(reason.text for reason in one.reasons[:2])
        said = translate(language, VERDICTS[one.verdict]) if one.verdict in VERDICTS else ""
        items.append(_item(one.document, " · ".join(part for part in (said, why) if part), links, language))
    contact = contact_choice([one.document for one in found], CONTACT_ONE_OF, language)
    return _content(head, items, contact)


def _span(first: int, last: int, total: int, language: Language) -> str:
    numbers = {"first": first, "last": last, "total": total}
    return translate(
        language, _FURTHER, **{name: format_number(value, language) for name, value in numbers.items()}
    )


def _item(document: Document, below: str, links: Links, language: Language) -> list[Block]:
    short = " ".join(below.split())[:_SNIPPET]
    return [*brief_line(document, links, language), *([text(f"\n{short}", italic=True)] if short else [])]


def _content(head: str, items: Sequence[Sequence[Block]], below: Sequence[Block] = ()) -> Content:
    block: Block = {"type": "rich_text", "elements": [section(item) for item in items]}
    return Content(text="", summary=mrkdwn(head), blocks=(context(head), block, *below))
