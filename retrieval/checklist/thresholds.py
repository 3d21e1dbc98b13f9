"""The amounts that law sheets name, read from the sheets so that a new threshold needs no new code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from corpus.models import Document

_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?![\d,])")


def threshold(reference: str, documents: Mapping[str, Document]) -> Decimal | None:
    """The amount that `sheet#n` names, in euros without VAT; None where the sheet is not there or names fewer."""
    name, _, number = reference.partition("#")
    found = amounts_of(documents[name]) if name in documents else []
    position = int(number) - 1
    return found[position] if position < len(found) else None


def amounts_of(document: Document) -> list[Decimal]:
    """The sums that a law sheet names among its figures, in order."""
    article = document.regulation
    if article is None:
        return []
    figures = article.delais_chiffres or article.obligation
    return [Decimal(re.sub(r"\D", "", match.group())) for match in _GROUPED.finditer(figures)]
