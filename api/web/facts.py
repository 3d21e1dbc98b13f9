"""A fiche in one line: status, year, cost, and the organisation to contact."""

from __future__ import annotations

from corpus.labels import value_label
from corpus.models import Document, Language
from corpus.taxonomy import terms_of
from corpus.text import format_list, format_money, mark, translate

_NO_BUDGET = mark("coût inconnu")


def facts_line(document: Document, language: Language) -> str:
    """What is known of it; an unknown cost is said, since it is what readers look for."""
    fiche = document.initiative
    if fiche is None:
        return ""
    status = terms_of(document.fields).get("status", ())
    lead = [fiche.lead] if isinstance(fiche.lead, str) else list(fiche.lead or ())
    budget = (
        translate(language, _NO_BUDGET)
        if fiche.budget_eur is None
        else format_money(fiche.budget_eur, language)
    )
    parts = [
        *(value_label("status", one, language) for one in status),
        *([str(fiche.start_year)] if fiche.start_year else []),
        budget,
        *([format_list(lead, language)] if lead else []),
    ]
    return " · ".join(parts)
