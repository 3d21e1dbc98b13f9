"""Numbers, amounts and dates of a sentence as values, however they are written in four languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from retrieval.query.folding import Span, fold

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "janvier januari januar january", "fevrier februari februar february", "mars maart marz march",
            "avril april", "mai mei may", "juin juni june", "juillet juli july", "aout augustus august",
            "septembre september", "octobre oktober october", "novembre november", "decembre december dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WORDED = {
    word: value
    for value, names in {
        2: "deux twee zwei two", 3: "trois drie drei three", 4: "quatre vier four", 5: "cinq vijf funf five",
        6: "six zes sechs", 7: "sept zeven sieben seven", 8: "huit acht eight", 9: "neuf negen neun nine",
        10: "dix tien zehn ten", 11: "onze elf eleven", 12: "douze twaalf zwolf twelve",
        13: "treize dertien dreizehn thirteen", 14: "quatorze veertien vierzehn fourteen",
        15: "quinze vijftien funfzehn fifteen", 16: "seize zestien sechzehn sixteen",
        17: "zeventien siebzehn seventeen", 18: "achttien achtzehn eighteen", 19: "negentien neunzehn nineteen",
        20: "vingt twintig zwanzig twenty", 30: "trente dertig dreissig dreißig thirty",
        40: "quarante veertig vierzig forty", 50: "cinquante vijftig funfzig fifty",
        60: "soixante zestig sechzig sixty", 70: "septante zeventig siebzig seventy",
        80: "quatre-vingts tachtig achtzig eighty", 90: "nonante negentig neunzig ninety",
        100: "cent honderd hundert hundred", 1000: "mille duizend tausend thousand",
    }.items()
    for word in names.split()
}  # fmt: skip
_SCALES = (
    (r"milliards?|miljard|milliarden?|billions?|mrd\.?", 1_000_000_000),
    (r"millions?|miljoen|millionen?|mio\.?|mln\.?|m(?= ?(?:€|eur))", 1_000_000),
    (r"mille|milliers|duizend|tausend|thousand|k(?= ?(?:€|eur)|\b)", 1_000),
)
_UNITS = (
    ("eur", r"€|euros?\b|eur\b"),
    ("%", r"%|pour cent|p\.c\.|procent|prozent|percent|per cent"),
    ("wh", r"wh\b"), ("kwh", r"kwh\b|kilowatt\w*"), ("mwh", r"mwh\b|megawatt\w*"), ("gwh", r"gwh\b"),
    ("kw", r"kwc?\b"), ("mw", r"mwc?\b"),
    ("tonne", r"tonnes?\b|tonnen?\b|tons?\b|t\b"), ("kg", r"kg\b|kilo(?:gramm\w*)?s?\b"),
    ("m2", r"m²|m2\b|metres? carres?|vierkante meter|quadratmeter|square met\w+"),
    ("m3", r"m³|m3\b|metres? cubes?|kubieke meter|kubikmeter|cubic met\w+"),
    ("km", r"km\b|kilomet\w+"), ("m", r"metres?\b|meters?\b|m\b"), ("cm", r"cm\b|centim\w+|zentim\w+"),
    ("ha", r"ha\b|hectares?\b|hektar\b"),
    ("year", r"ans?\b|annees?\b|jaar\b|jaren\b|jahre?n?\b|years?\b"), ("month", r"mois\b|maand\w*|monat\w*|months?\b"),
    ("week", r"semaines?\b|we[ek]+\b|weken\b|wochen?\b|weeks\b"), ("day", r"jours?\b|dag\b|dagen\b|tage?n?\b|days?\b"),
    ("hour", r"heures?\b|h\b|uren\b|uur\b|stunden?\b|hours?\b"), ("minute", r"minut\w+|min\b"),
    ("inhabitant", r"habitants?\b|inwoners?\b|einwohner\w*|inhabitants?\b|residents?\b"),
)  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w])(?<!\d[.,])(?:\d{1,3}(?:[ .,']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)"
    rf"(?=\b|[a-z€%])|\b(?:{'|'.join(sorted(_WORDED, key=len, reverse=True))})\b"
)
_AFTER_SCALE = [(re.compile(rf"[ -]?(?:{pattern})(?!\w)"), factor) for pattern, factor in _SCALES]
_AFTER_UNIT = [(name, re.compile(rf"[ -]?(?:d'|de )?(?:{pattern})")) for name, pattern in _UNITS]
_ARTICLE = re.compile(r"(?:\bart(?:icle|ikel)?s?n?\.?|§) ?(?:[a-z]\.? ?)?$")
_MONTH = "|".join(_MONTHS)
_DATES = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(r"\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:er|e|\.|st|nd|rd|th)? (?:de |of )?(?P<name>{_MONTH})\b(?:,? (?P<y>(?:19|20)\d\d)\b)?"),
    re.compile(rf"\b(?P<name>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>(?:19|20)\d\d))?\b(?! ?[\d.,])"),
    re.compile(rf"\b(?P<name>{_MONTH})(?: de| of)? (?P<y>(?:19|20)\d\d)\b"),
)  # fmt: skip
_UNSURE_WORDS = frozenset({"neuf", "acht", "elf", "cent", "six", "mille"})  # words of another meaning too


@dataclass(frozen=True)
class Quantity:
    """A number with its unit ("" where none is said)."""

    value: Decimal
    unit: str
    span: Span
    sure: bool = True  # False for a word like "neuf", which may not be a number at all


@dataclass(frozen=True)
class Day:
    """A date as far as it is said."""

    year: int | None
    month: int
    day: int | None
    span: Span

    def stands_for(self, other: Day) -> bool:
        """Whether everything that is said here is said there as well."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(own is None or own == theirs for own, theirs in pairs)


@dataclass(frozen=True)
class Measures:
    """All numbers and dates of a text."""

    quantities: tuple[Quantity, ...]
    days: tuple[Day, ...]

    @classmethod
    def of(cls, text: str) -> Measures:
        """Read a text; the spans are positions in it."""
        folded = fold(text)
        days = _days(folded)
        return cls(tuple(_quantities(folded, [day.span for day in days])), tuple(days))

    def in_order(self) -> list[Quantity | Day]:
        """All of them as they stand in the text."""
        return sorted((*self.quantities, *self.days), key=lambda one: one.span)

    def lacking_in(self, ground: Measures) -> tuple[Span, ...]:
        """Where numbers and dates stand that the ground does not hold."""
        missing = [day.span for day in self.days if not any(day.stands_for(other) for other in ground.days)]
        missing += [one.span for one in self.quantities if one.sure and not ground.holds(one)]
        return tuple(missing)

    def holds(self, wanted: Quantity) -> bool:
        """Whether this text holds the same value in the same unit."""
        if any(wanted.value == one.value and wanted.unit == one.unit for one in self.quantities):
            return True
        years = {Decimal(day.year) for day in self.days if day.year}
        return not wanted.unit and wanted.value in years


def _days(folded: str) -> list[Day]:
    found: list[Day] = []
    for pattern in _DATES:
        for match in pattern.finditer(folded):
            if any(match.start() < day.span[1] and day.span[0] < match.end() for day in found):
                continue
            groups = match.groupdict()
            month = _MONTHS[groups["name"]] if groups.get("name") else int(groups["m"])
            year, day = (int(groups[name]) if groups.get(name) else None for name in ("y", "d"))
            found.append(Day(year, month, day, match.span()))
    return found


def _quantities(folded: str, taken: Sequence[Span]) -> list[Quantity]:
    found = []
    end = 0
    for match in _NUMBER.finditer(folded):
        start = match.start()
        if start < end or any(start < last and first < match.end() for first, last in taken):
            continue
        value, end = _scaled(_reading(match.group()), folded, match.end())
        unit, end = _unit(folded, start, end)
        sure = not (match.group() in _UNSURE_WORDS and not unit)
        found.append(Quantity(value, unit, (start, end), sure))
    return found


def _reading(number: str) -> Decimal:
    """The value of a written number; three digits after the only separator are thousands ("1.234", "1,234")."""
    if number in _WORDED:
        return Decimal(_WORDED[number])
    plain = number.replace(" ", "").replace("'", "")
    parts = re.split(r"[.,]", plain)
    last = plain[len(plain) - len(parts[-1]) - 1] if len(parts) > 1 else ""
    grouped = (
        len(parts[-1]) == 3
        and parts[0] != "0"
        and " " not in number
        and plain.count(last or " ") == len(parts) - 1
    )
    if not last or grouped:
        return Decimal("".join(parts))
    return Decimal(f"{''.join(parts[:-1])}.{parts[-1]}")


def _scaled(value: Decimal, folded: str, end: int) -> tuple[Decimal, int]:
    for pattern, factor in _AFTER_SCALE:
        if match := pattern.match(folded, end):
            return value * factor, match.end()
    return value, end


def _unit(folded: str, start: int, end: int) -> tuple[str, int]:
    if _ARTICLE.search(folded[max(0, start - 14) : start]):
        return "article", end
    if re.search(r"€ ?$|\beur ?$", folded[max(0, start - 4) : start]):
        return "eur", end
    for name, pattern in _AFTER_UNIT:
        if match := pattern.match(folded, end):
            return name, match.end()
    return "", end


def kind_of(measure: Quantity | Day) -> str:
    """What can be mistaken for one another: times, or quantities of one unit."""
    if isinstance(measure, Day):
        return "time"
    return "time" if not measure.unit and 1900 <= measure.value <= 2100 else measure.unit


def same(one: Quantity | Day, other: Quantity | Day) -> bool:
    """Whether two measures say the same, as far as the first says it."""
    if isinstance(one, Day) and isinstance(other, Day):
        return one.stands_for(other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return (one.value, one.unit) == (other.value, other.unit)
    return isinstance(one, Quantity) and isinstance(other, Day) and not one.unit and one.value == other.year
