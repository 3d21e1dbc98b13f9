"""What a project says that no field holds: services by their terms, amounts and years in free words, labels of quotes,
and a project in one line.
"""

from __future__ import annotations

import re

from corpus.labels import value_label
from corpus.models import Document, Language
from corpus.project import Project
from corpus.taxonomy import Taxonomy, terms_of
from retrieval.portfolio.inventory import organisations_of
from retrieval.portfolio.telling import MONEY
from retrieval.query.folding import fold

_YEAR = re.compile(r"\b20\d\d\b")
_LABELLED = re.compile(r"\*\*(.+?)\.?\*\*\s+(.+)", re.DOTALL)


def label_and_rest(sentence: str) -> tuple[str, str]:
    """ "**Deerlijk, 2019.** Deux voitures ont coûté…" as what it is about and what it says."""
    found = _LABELLED.fullmatch(sentence)
    return (found.group(1), found.group(2)) if found else ("", sentence)


def may_be_told(field: str, text: str) -> bool:
    """Whether free words may hold a field that no record holds: amounts and years can be seen."""
    folded = fold(text)
    if field == "budget_eur":
        return any(sign.isdigit() for sign in folded) and bool(MONEY and MONEY.search(folded))
    return field == "start_year" and bool(_YEAR.search(folded))


def services_of(project: Project) -> tuple[str, ...]:
    """The services that a project names."""
    if project.fields is None:
        return ()
    words = project.fields.municipal_services or ()
    return tuple(dict.fromkeys(slug for word in words for slug in Taxonomy.load().normalise("service", word)))


def described(document: Document, language: Language) -> str:
    """Title, status with its year, and whom to call."""
    fields = document.initiative
    assert fields is not None
    status = next(iter(terms_of(fields)["status"]), "unknown")
    said = [value_label("status", status, language)] if status != "unknown" else []
    if fields.status_year and said:
        said = [f"{said[0]} ({fields.status_year})"]
    said += organisations_of(fields)
    return " · ".join([document.title.get(language), *said])
