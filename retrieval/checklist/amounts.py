"""The money that a project is to cost, as its fields or its words say, without VAT where it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from corpus.project import Project
from retrieval.query.folding import fold

Span = tuple[int, int]

_NUMBER = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,3})?"
_SCALE = r"millions?|millionen|miljoen|mio\.?|mln\.?|mille|duizend|tausend|thousand|k(?=\s?(?:€|eur)|\b)|m(?=\s?(?:€|eur))"
_AMOUNT = re.compile(
    rf"(?:(?P<before>€|eur)\s?(?P<a>{_NUMBER})\s?(?P<ascale>{_SCALE})?)"
    rf"|(?:(?<![\w.,])(?P<b>{_NUMBER})\s?(?P<bscale>{_SCALE})?\s?(?:d'|de |d )?\s?(?:€|euros?\b|eur\b))"
)
_WITH_VAT = re.compile(r"\btvac\b|tva(?: 21 ?%)? ?(?:comprise|incluse)|ttc|inclusief btw|incl\.? btw|btw inbegrepen"
                       r"|inkl\.? mwst|einschliesslich mwst|brutto|including vat|incl\.? vat|vat included|toutes taxes")  # fmt: skip
_VAT = Decimal("1.21")
_NEAR = 45  # characters in which a word on VAT stands after an amount
_LEAST = 500  # euros; less is a price, no purchase


@dataclass(frozen=True)
class Amount:
    """Euros without VAT, and the words that say so; `span` is None where the budget field says it."""

    euros: Decimal
    text: str
    span: Span | None = None


def amount_of(project: Project) -> Amount | None:
    """What the project costs: its budget, or the largest sum that its words name."""
    if project.fields is not None and project.fields.budget_eur is not None:
        return Amount(project.fields.budget_eur, str(project.fields.budget_eur))
    return max(amounts_in(project.text), key=lambda one: one.euros, default=None)


def amounts_in(text: str) -> list[Amount]:
    """Sums of euros in a text, VAT taken off where the text includes it."""
    folded = fold(text)
    found: list[Amount] = []
    for match in _AMOUNT.finditer(folded):
        euros = _euros(match["a"] or match["b"], match["ascale"] or match["bscale"] or "")
        if euros is None or euros < _LEAST:
            continue
        if _WITH_VAT.search(folded[match.end() : match.end() + _NEAR]):
            euros = (euros / _VAT).quantize(Decimal("0.01"))
        found.append(Amount(euros, text[match.start() : match.end()].strip(), match.span()))
    return found


def _euros(number: str, scale: str) -> Decimal | None:
    grouped = re.sub(r"[ .,'\u00a0\u202f](?=\d{3}(?!\d))", "", number) if not scale else number
    try:
        value = Decimal(grouped.replace(",", "."))
    except InvalidOperation:
        return None
    if scale.startswith(("milli", "miljo", "mio", "mln")) or scale == "m":
        return value * 1_000_000
    return value * 1_000 if scale else value
