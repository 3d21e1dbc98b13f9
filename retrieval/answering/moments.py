"""The day, month or year that a question is about: "en 2015", "im März 2023", "op 1 mei 2019"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from corpus.models import Language
from corpus.text import format_date, format_month
from retrieval.query.folding import fold

FRENCH_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
_MONTHS: dict[str, int] = {
    name: number
    for names in (
        FRENCH_MONTHS,
        "januari februari maart april mei juni juli augustus september oktober november december".split(),
        "januar februar marz april mai juni juli august september oktober november dezember".split(),
        "january february march april may june july august september october november december".split(),
    )
    for number, name in enumerate(names, start=1)
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))


def today() -> date:
    """The day on which "now" is."""
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Moment:
    """A day, a month or a year that a question is about, by its first and last day."""

    first: date
    last: date

    @classmethod
    def now(cls) -> Moment:
        """Today."""
        day = today()
        return cls(day, day)

    def text(self, language: Language) -> str:
        """As a reader writes it: "2015", "mars 2023", "1 mai 2019"."""
        if self.first == self.last:
            return format_date(self.first, language)
        if self.first.month == self.last.month:
            return format_month(self.first, language)
        return str(self.first.year)


# A day after "du", "van", "vom" or "of" is rather that of a law ("la loi du 21 mars 2007") than the one that is asked about.
_AT = r"(?:le|au|des le|a la date du|op|per|am|zum|on|as of|at)"
_IN = r"(?:en|in|im|im jahr|in het jaar|jahr|annee|jaar|year|as of|fin|debut|courant|eind|begin|ende|anfang|end of|early|late)"
_BEFORE = r"(?:avant|voor|vor|before)"
_ASKED_DAY = (
    re.compile(
        rf"\b{_AT} (?P<day>\d{{1,2}})(?:er|e|\.|st|nd|rd|th)? (?:of )?(?P<month>{_MONTH}) (?P<year>(?:19|20)\d\d)\b"
    ),
    re.compile(rf"\b(?:on|as of) (?P<month>{_MONTH}) (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)\b"),
)
_ASKED_MONTH = re.compile(
    rf"\b{_IN}(?: mois de)? (?:of )?(?P<month>{_MONTH}) (?:of )?(?P<year>(?:19|20)\d\d)\b"
)
_ASKED_YEAR = re.compile(rf"\b(?P<word>{_IN}|{_BEFORE}) (?P<year>(?:19|20)\d\d)\b")


@lru_cache(maxsize=256)  # asked for once a document
def asked_moment(question: str) -> Moment | None:
    """The day, month or year that a question is about; None when it is about now."""
    folded = fold(question)
    for pattern in _ASKED_DAY:
        if (found := pattern.search(folded)) and (day := day_of(found["day"], found["month"], found["year"])):
            return Moment(day, day)
    if found := _ASKED_MONTH.search(folded):
        first = date(int(found["year"]), _MONTHS[found["month"]], 1)
        return Moment(first, _last_of_month(first))
    if found := _ASKED_YEAR.search(folded):
        year = int(found["year"])
        if re.fullmatch(_BEFORE, found["word"]):
            return Moment(date(year - 1, 1, 1), date(year - 1, 12, 31))
        return Moment(date(year, 1, 1), date(year, 12, 31))
    return None


def _last_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def day_of(day: str, month: str, year: str) -> date | None:
    """The date of a day, a month by its folded name or number, and a year; None for the 31st of April."""
    try:
        return date(int(year), _MONTHS[month] if month in _MONTHS else int(month), int(day))
    except ValueError:
        return None
