"""Numbers written in words, in four languages: "dertig", "deux cent", "zweitausendneunzehn"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from corpus.models import Language
from corpus.phrases import Word, words_of
from retrieval.query.folding import fold
from retrieval.query.words.cues import cue

_UNITS = {
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien"
    " negentien",
    "de": "ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn"
    " neunzehn",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen",
}
_TENS = {
    "fr": "vingt trente quarante cinquante soixante septante quatre-vingts nonante",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_MORE_WORDS: dict[str, int | Decimal] = {
    "une": 1, "eine": 1, "einer": 1, "eine halbe": Decimal("0.5"), "einer halben": Decimal("0.5"), "a": 1, "un demi": Decimal("0.5"),
    "half a": Decimal("0.5"), "a quarter of a": Decimal("0.25"), "quarter of a": Decimal("0.25"), "three quarters of a": Decimal("0.75"),
    "un quart de": Decimal("0.25"), "een kwart": Decimal("0.25"), "driekwart": Decimal("0.75"), "eine viertel": Decimal("0.25"), "een half": Decimal("0.5"), "anderthalb": Decimal("1.5"), "eineinhalb": Decimal("1.5"),
    "anderhalf": Decimal("1.5"), "dreißig": 30, "cent": 100, "honderd": 100, "hundert": 100, "hundred": 100, "a hundred": 100,
    "one hundred": 100,
}  # fmt: skip


def _number_words() -> dict[str, Decimal]:
    """Numbers below a hundred as four languages write them in one word, and a few more."""
    words = {word: Decimal(value) for word, value in _MORE_WORDS.items()}
    for language, units in _UNITS.items():
        for value, unit in enumerate(units.split(), start=1):
            words[unit] = Decimal(value)
            for tens, ten in enumerate(_TENS[language].split(), start=2):
                words[ten] = Decimal(tens * 10)
                if value < 10:
                    link = {"nl": "en", "de": "und"}.get(language)
                    together = f"{unit}{link}{ten}" if link else f"{ten}-{unit}"
                    words[together] = Decimal(tens * 10 + value)
    return words


_HUNDREDS = {"nl": "honderd", "de": "hundert", "en": "hundred"}


def _hundreds() -> dict[str, Decimal]:
    """Two to nine hundred, in one word or two: "deux cent", "zweihundert"."""
    words: dict[str, Decimal] = {}
    for language, units in _UNITS.items():
        for value, unit in enumerate(units.split()[1:9], start=2):
            for hundred in ("cent", "cents") if language == "fr" else (_HUNDREDS[language],):
                for written in (f"{unit} {hundred}", f"{unit}{hundred}"):
                    words[written] = Decimal(value * 100)
    return words


_AND_TENS = {"fr": " ", "nl": "", "de": "", "en": " and "}


def _hundreds_and_tens() -> dict[str, Decimal]:
    """ "Cent cinquante", "tweehonderdvijftig", "a hundred and twenty"."""
    words: dict[str, Decimal] = {}
    hundreds = {word: value for word, value in (_MORE_WORDS | _hundreds()).items() if value >= 100}
    for language, link in _AND_TENS.items():
        name = "cent" if language == "fr" else _HUNDREDS[language]
        for tens, ten in enumerate(_TENS[language].split(), start=2):
            words |= {
                f"{word}{link}{ten}": Decimal(value + tens * 10)
                for word, value in hundreds.items()
                if word.endswith(name)
            }
    return words


NUMBER_WORDS = _number_words() | _hundreds() | _hundreds_and_tens()


# -- years ----------------------------------------------------------------------------------------

_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_LONGEST = 7  # words: "mille neuf cent quatre vingt dix neuf"
_THOUSANDS: dict[Language, tuple[str, str]] = {  # one thousand, two thousand
    "fr": ("mille", "deuxmille"),
    "nl": ("duizend", "tweeduizend"),
    "de": ("tausend", "zweitausend"),
    "en": ("onethousand", "twothousand"),
}
_CENTURIES: dict[Language, tuple[tuple[str, int], ...]] = {
    "fr": (("dixneufcent", 1900), ("milleneufcent", 1900)),
    "nl": (("negentienhonderd", 1900), ("negentien", 1900), ("twintig", 2000)),
    "de": (("neunzehnhundert", 1900), ("zwanzig", 2000)),
    "en": (("nineteenhundred", 1900), ("nineteen", 1900), ("twenty", 2000)),
}
_JOINS: dict[Language, str] = {"fr": "et", "nl": "en", "de": "und", "en": "and"}
_MAY_HOLD_A_YEAR = cue(__package__, "may_hold_a_year")
# After these a number is one of things: "deux mille *euros*".
_OF_THINGS = re.compile(
    r"[ -]?(?:€|euros?|eur|habitants?|inwoners?|einwohner\w*|inhabitants?|mille|duizend|tausend|thousand|mill?i\w+|miljoen\w*"
    r"|(?:k?m|kg|kwh|mwh)\b|kilom\w+|metres?|meters?|m2|m²)"
)


def years_as_digits(text: str) -> str:
    """The text with its years in figures: "deux mille dix-neuf" → "2019", "twenty twenty-one" → "2021"."""
    folded = fold(text)
    if not _MAY_HOLD_A_YEAR.search(folded):
        return text
    written, words, position = text, words_of(text), 0
    found: list[tuple[int, int, int]] = []
    while position < len(words):
        end, year = _longest_year(words, position, text)
        if year is not None and not _counts_things(folded, words[end - 1].end, year):
            found.append((words[position].start, words[end - 1].end, year))
        position = end if year is not None else position + 1
    for start, stop, year in reversed(found):
        written = f"{written[:start]}{year}{written[stop:]}"
    return written


def _counts_things(folded: str, end: int, number: int) -> bool:
    """Whether a number is one of euros or inhabitants; "deux mille" alone is one of whatever follows."""
    return bool(_OF_THINGS.match(folded, end)) or (
        number % 1000 == 0 and folded[end : end + 2].strip().isalpha()
    )


def _longest_year(words: list[Word], start: int, text: str) -> tuple[int, int | None]:
    """Where the longest year that begins at a word ends, and which it is; None where none does."""
    said = ""
    longest: tuple[int, int | None] = (start + 1, None)
    for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
        word = words[end - 1]
        if end - 1 > start and not set(text[words[end - 2].end : word.start]) <= set(" -\u00a0\u2010\u2011"):
            break
        said += word.folded
        if (year := _year_words().get(said)) is not None:
            longest = (end, year)
    return longest


@cache
def _year_words() -> dict[str, int]:
    """The years of 1950 to 2099 as they are written, without the spaces and hyphens."""
    return {
        written: year
        for year in range(_FIRST_YEAR, _LAST_YEAR + 1)
        for language in _THOUSANDS
        for written in _written(year, language)
    }


def _written(year: int, language: Language) -> Iterator[str]:
    rest = year % 100
    thousand = _THOUSANDS[language][1] if year >= 2000 else None
    for tail in _below_a_hundred(language).get(rest, ("",)):
        if thousand is not None:
            yield thousand + tail
            if tail:
                yield thousand + _JOINS[language] + tail
        if not tail or (rest < 10 and thousand is not None):
            continue  # "twenty" alone is no year
        for century, first in _CENTURIES[language]:
            if first == year - rest:
                yield century + tail


@cache
def _below_a_hundred(language: Language) -> dict[int, tuple[str, ...]]:
    """The ways to write 1 to 99 in one word."""
    units = {at: (unit.replace("-", ""),) for at, unit in enumerate(_UNITS[language].split(), start=1)}
    found: dict[int, tuple[str, ...]] = dict(units)
    for at, tens in enumerate(_TENS[language].split(), start=2):
        ten = tens.replace("-", "")
        found[at * 10] = (ten, ten.rstrip("s")) if language == "fr" else (ten,)
        for unit in range(1, 10):
            found[at * 10 + unit] = tuple(_joined(ten, units[unit][0], language))
    if language == "fr":
        for unit in range(10, 20):
            for form in units[unit]:
                found[60 + unit] = (*found.get(60 + unit, ()), "soixante" + form, "soixanteet" + form)
                found[80 + unit] = (*found.get(80 + unit, ()), "quatrevingt" + form)
    return found


def _joined(ten: str, unit: str, language: Language) -> Iterator[str]:
    if language in {"nl", "de"}:
        yield unit + _JOINS[language] + ten
        return
    yield ten.rstrip("s") + unit if language == "fr" else ten + unit
    if language == "fr":
        yield ten.rstrip("s") + "et" + unit
