"""The words of the program in four languages, and numbers, dates and money as each reader writes them.

French is the source language: a message is looked up by its French text in `corpus/locale/*.po`.
Catalogues are compiled in memory at first use, so that an edited .po file needs no build step.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from babel import Locale, dates, numbers
from babel.lists import format_list as babel_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from corpus.models import Language

SOURCE_LANGUAGE: Language = "fr"
# Belgian usage, not that of the neighbours: "1 234,50 €" in fr_BE, "€ 1.234,50" in nl_BE.
_LOCALES: dict[Language, str] = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_GB"}


@cache
def _translations(language: Language) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    source = resources.files("corpus") / "locale" / f"{language}.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def translate(language: Language, message: str, /, **values: object) -> str:
    """The message in `language`, with its {placeholders} filled in."""
    text = str(_translations(language).gettext(message))
    return text.format(**values) if values else text


def translate_plural(language: Language, one: str, many: str, count: int, /, **values: object) -> str:
    """The singular or plural message for `count`, which fills {count}."""
    if language == SOURCE_LANGUAGE:
        text = one if abs(count) < 2 else many  # French counts zero as singular
    else:
        text = str(_translations(language).ngettext(one, many, count))
    return text.format(count=format_number(count, language), **values)


def mark(message: str) -> str:
    """Mark a message for extraction where it is declared; it is translated where it is shown."""
    return message


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark a pair for extraction where it is declared; `translate_plural` translates it where it is shown."""
    return one, many


def format_number(value: int | float | Decimal, language: Language) -> str:
    """A number as the reader writes it; years must not pass here."""
    return str(numbers.format_decimal(value, locale=_LOCALES[language]))


def format_money(euros: int | float | Decimal, language: Language) -> str:
    """Euros, without decimals when there are none."""
    whole = Decimal(str(euros)) == Decimal(str(euros)).to_integral_value()
    return str(
        numbers.format_currency(
            euros,
            "EUR",
            locale=_LOCALES[language],
            currency_digits=not whole,
            format=_whole_money_pattern(language) if whole else None,
        )
    )


@cache
def _whole_money_pattern(language: Language) -> str:
    pattern = Locale.parse(_LOCALES[language]).currency_formats["standard"].pattern
    return str(pattern).replace(".00", "")


def format_date(day: date, language: Language) -> str:
    """A date in full words ("22 novembre 2026")."""
    words = str(dates.format_date(day, format="long", locale=_LOCALES[language]))
    return f"1er{words.removeprefix('1')}" if language == "fr" and day.day == 1 else words


def format_month(day: date, language: Language) -> str:
    """The month of a date in full words ("novembre 2026")."""
    return str(dates.format_date(day, format="MMMM y", locale=_LOCALES[language]))


def format_list(items: list[str], language: Language) -> str:
    """An enumeration with the reader's "and"."""
    return str(babel_list(items, locale=_LOCALES[language])) if items else ""
