"""When a rule applies, as its sheet says, and which rules may answer a question about now or about another day.

Sheets say it in their own words ("en vigueur depuis le 18 octobre 2024 ; modifiée par la loi du 19 décembre 2025
(19.1.2026)"). What is read from them is a first day, the day of a repeal and the days of later changes; a sheet that says
nothing leaves them open, and nothing is concluded from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from corpus.models import Document, Language
from corpus.text import format_date
from retrieval.answering.moments import FRENCH_MONTHS, Moment, asked_moment, day_of
from retrieval.query.folding import fold


@dataclass(frozen=True)
class Change:
    """A later change of a text: its day, or the first of its year where only that is told."""

    day: date
    exact: bool

    def text(self, language: Language) -> str:
        """The day or the year, as a reader writes it."""
        return format_date(self.day, language) if self.exact else str(self.day.year)


@dataclass(frozen=True)
class Validity:
    """When a rule applies: from `since` on, no more from `until` on; `changes` are those made to it later.

    `adopted` is the day of its act, before which it cannot have applied.
    """

    since: date | None = None
    until: date | None = None
    changes: tuple[Change, ...] = ()
    adopted: date | None = None

    @property
    def first(self) -> date | None:
        """The first day on which it may have applied."""
        return self.since or self.adopted

    def applies(self, moment: Moment) -> bool:
        """Whether the rule applies at some time of the moment, as far as the sheet tells."""
        begun = self.first is None or self.first <= moment.last
        return begun and (self.until is None or self.until > moment.first)

    def changed_after(self, moment: Moment) -> Change | None:
        """The first change that came after the moment."""
        later = [change for change in self.changes if change.day > moment.last]
        return min(later, key=lambda change: change.day, default=None)


_DATE = re.compile(
    rf"(?P<law>(?:loi|decret|arrete|reglement) du )?(?:(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(FRENCH_MONTHS)}) (?P<year>\d{{4}})"
    r"|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}))"
)
_CHANGED = re.compile(r"\b(?:modifi|reform|refon|revis|adouci|abrog)\w*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_REPEALED = re.compile(r"(?:abroge|remplacee?s? (?:par|depuis)|n'est plus|plus en vigueur|caduc)")


def validity_of(document: Document) -> Validity:
    """What an article sheet says of its validity; all open for other kinds."""
    article = document.regulation
    if article is None:
        return Validity()
    read = _read(article.application)
    return replace(read, adopted=_iso(document.act.date)) if document.act else read


@lru_cache(maxsize=1024)
def _read(application: str) -> Validity:
    first, *others = fold(application).strip().split(";")
    if _is_repeal(application):
        return Validity(until=next(_dates(first), None))
    changed = _CHANGED.search(first)
    plain, rest = (first[: changed.start()], first[changed.start() :]) if changed else (first, "")
    later = [rest, *(clause for clause in others if _CHANGED.search(clause))]
    changes = tuple(change for clause in later for change in _changes(clause))
    return Validity(since=next(_dates(plain), None), changes=changes)


def _dates(text: str, *, of_laws: bool = False) -> Iterator[date]:
    """The dates in a text, without (or only) those that name a law."""
    for found in _DATE.finditer(text):
        parts = (found["day"], found["month"], found["year"])
        day = day_of(*parts) if found["day"] else day_of(found["d"], found["m"], found["y"])
        if day is not None and bool(found["law"]) == of_laws:
            yield day


def _changes(clause: str) -> list[Change]:
    """The days that a clause on changes names; that of the changing law where no other is told, else the years."""
    days = list(_dates(clause)) or list(_dates(clause, of_laws=True))
    if days:
        return [Change(day, exact=True) for day in days]
    return [Change(date(int(year), 1, 1), exact=False) for year in _YEAR.findall(clause)]


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_STILL = re.compile(
    r"\b(?:encore|toujours|abrog\w*|nog|steeds|noch|immer|opgeheven|aufgehoben|still|repealed)\b"
)


def is_repealed(document: Document) -> bool:
    """Whether the sheet is one of a rule that was repealed or replaced, be it on a day to come."""
    return document.regulation is not None and _is_repeal(document.regulation.application)


def _is_repeal(application: str) -> bool:
    return _REPEALED.match(fold(application).strip()) is not None


def in_force(question: str, documents: Sequence[Document]) -> list[bool]:
    """Which documents may answer.

    A repealed rule answers for the time when it applied, or when the question asks whether it still does; of two
    versions of an article the one that applies answers. Where nothing else was found, all may answer.
    """
    moment = asked_moment(question) or Moment.now()
    asks_of_repeal = bool(_STILL.search(fold(question)))
    kept = [
        (asks_of_repeal or not ended(document, moment)) and not _replaced(document, documents, moment)
        for document in documents
    ]
    return kept if any(kept) else [True] * len(kept)


def ended(document: Document, moment: Moment) -> bool:
    """Whether a rule no longer applies at the beginning of a moment."""
    if not is_repealed(document):
        return False
    until = validity_of(document).until
    return until is None or until <= moment.first


def _replaced(document: Document, others: Sequence[Document], moment: Moment) -> bool:
    """Whether another version of the same article is the one that applies."""
    versions = [one for one in others if _same_article(one, document)]
    if len(versions) < 2:
        return False
    applying = [one for one in versions if validity_of(one).applies(moment) and not ended(one, moment)]
    newest = max(applying, key=lambda one: validity_of(one).first or date.min, default=document)
    return newest.id != document.id


def _same_article(one: Document, other: Document) -> bool:
    first, second = one.regulation, other.regulation
    return (
        first is not None
        and second is not None
        and first.reglement == second.reglement
        and fold(first.article) == fold(second.article)
    )
