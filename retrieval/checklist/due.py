"""The days that a law sheet names: from when it applies, by when something must be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from corpus.models import Document
from retrieval.answering.moments import FRENCH_MONTHS, day_of
from retrieval.query.folding import fold

_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(FRENCH_MONTHS)}) (?P<year>20\d\d)"
    r"|(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d\d)"
)
_OF_A_TEXT = re.compile(
    r"(?:\b(?:ar|agw|am)|loi|decret|arrete(?: royal| ministeriel)?|ordonnance|circulaire|reglement|directive|moniteur|version"
    r"|consolidee?) (?:du|au|a|de)? ?$"
)


def days_of(document: Document) -> tuple[date, ...]:
    """Every day that the sheet names as one on which something begins or ends, in order; none of other kinds."""
    article = document.regulation
    if article is None:
        return ()
    return _days(" ; ".join(filter(None, (article.application, article.delais_chiffres, article.obligation))))


def due_of(document: Document, today: date) -> date | None:
    """The next day to come; where none is, the last that the sheet gives as a term of its own."""
    coming = [day for day in days_of(document) if day >= today]
    if coming:
        return coming[0]
    article = document.regulation
    terms = _days(article.delais_chiffres) if article and article.delais_chiffres else ()
    return terms[-1] if terms else None


@lru_cache(maxsize=2048)
def _days(text: str) -> tuple[date, ...]:
    return tuple(sorted(set(_found(fold(text)))))


def _found(folded: str) -> Iterator[date]:
    for match in _DAY.finditer(folded):
        if _OF_A_TEXT.search(folded[: match.start()]):
            continue
        parts = (match["day"], match["month"], match["year"])
        day = day_of(*parts) if match["day"] else day_of(match["d"], match["m"], match["y"])
        if day is not None:
            yield day
