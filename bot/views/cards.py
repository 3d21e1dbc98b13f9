"""A document as a card."""

from __future__ import annotations

from bot.content import Block, context, paragraph
from bot.views.documents import in_brief, link, text
from corpus.labels import value_label
from corpus.models import Document, Language
from corpus.text import format_date, mark, translate
from retrieval.search.links import Links

_UPDATED = mark("mis à jour le {day}")
_SUMMARY = 400


def card(document: Document, links: Links, language: Language) -> dict[str, list[Block]]:
    """Title, what it is, who leads it, its summary, how old it is."""
    updated = translate(language, _UPDATED, day=format_date(document.updated_at, language))
    facts = [
        value_label("kind", document.kind, language),
        in_brief(document, language),
        *_leads(document),
        updated,
    ]
    summary = document.summary.get(language)[:_SUMMARY]
    return {
        "blocks": [
            paragraph(link(document.title.get(language), links.document(document.id))),
            paragraph(text(summary)),
            context(" · ".join(dict.fromkeys(fact for fact in facts if fact))),
        ]
    }


def _leads(document: Document) -> list[str]:
    """The organisation that leads an initiative, where it is recorded."""
    lead = document.initiative.lead if document.initiative else None
    return [one for one in ((lead,) if isinstance(lead, str) else lead or ()) if one][:1]
