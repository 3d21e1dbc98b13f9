"""The words of the program: extracted, translated, and written as each reader writes them."""

from __future__ import annotations

import ast
import configparser
import re
import string
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from corpus.models import LANGUAGES, Language
from corpus.text import (
    format_date,
    format_list,
    format_money,
    format_number,
    mark,
    translate,
    translate_plural,
)

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "corpus" / "locale"
TRANSLATED: tuple[Language, ...] = ("nl", "de", "en")
# As `make messages` extracts them.
KEYWORDS = {
    "translate": (2,),
    "translate_plural": (2, 3),
    "mark": None,
    "mark_plural": (1, 2),
    "_": None,
    "ngettext": (1, 2),
}
Identifier = str | tuple[str, str]
NARROW, WIDE = "\u202f", "\u00a0"


@cache
def extracted() -> frozenset[Identifier]:
    """Every message of the code and of the templates."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ROOT / "babel.cfg", encoding="utf-8")
    methods, options = [], {}
    for section in parser.sections():
        method, pattern = (part.strip() for part in section.split(":", 1))
        methods.append((pattern, method))
        options[pattern] = dict(parser[section])
    rooms = sorted({pattern.split("/", 1)[0] for pattern, _ in methods})
    found: set[Identifier] = set()
    for room in rooms:
        inside = [(p.split("/", 1)[1], method) for p, method in methods if p.startswith(f"{room}/")]
        chosen = {p.split("/", 1)[1]: value for p, value in options.items() if p.startswith(f"{room}/")}
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / room, method_map=inside, options_map=chosen, keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else (message[0], message[1]))
    return frozenset(found)


@cache
def literals() -> frozenset[str]:
    """Every string of the code: a message may reach `translate` through a variable."""
    rooms = ("corpus", "retrieval", "ingest", "bot", "api")
    trees = [
        ast.parse(file.read_text(encoding="utf-8")) for room in rooms for file in (ROOT / room).rglob("*.py")
    ]
    return frozenset(
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def is_written_in_the_code(identifier: Identifier) -> bool:
    return literals() >= ({identifier} if isinstance(identifier, str) else set(identifier))


@cache
def catalogue(language: Language) -> Catalog:
    with (LOCALE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: Language) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def identifiers(found: Catalog) -> frozenset[Identifier]:
    return frozenset(
        message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
        for message in found
        if message.id
    )


def texts_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_exactly_the_messages_of_the_code(language: Language) -> None:
    """What is missing would show in French; what is too many would be translated for nobody."""
    known = identifiers(catalogue(language))

    assert sorted(map(str, extracted() - known)) == []
    assert sorted(str(one) for one in known - extracted() if not is_written_in_the_code(one)) == []


def test_the_template_for_translators_is_up_to_date() -> None:
    with (LOCALE / "passerelle.pot").open("rb") as file:
        template = read_po(file)

    assert all(identifiers(template) == identifiers(catalogue(language)) for language in TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_a_guess(language: Language) -> None:
    for message in messages(language):
        assert not message.fuzzy, message.id
        assert all(text.strip() for text in texts_of(message)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_the_same_in_every_language(language: Language) -> None:
    for message in messages(language):
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = {frozenset(placeholders(text)) for text in sources}
        given = {frozenset(placeholders(text)) for text in texts_of(message)}
        assert given <= wanted, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_emphasis_survives_translation(language: Language) -> None:
    for message in messages(language):
        source = message.id if isinstance(message.id, str) else message.id[0]
        for text in texts_of(message):
            assert text.count("**") == source.count("**"), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_punctuation_is_that_of_the_language(language: Language) -> None:
    """No French spaces before marks and no guillemets outside French."""
    for message in messages(language):
        for text in texts_of(message):
            assert not re.search(r"[ \u00a0][;:!?]|[«»]", text), text


def test_french_counts_zero_as_singular_and_the_others_as_plural() -> None:
    one, many = "{count} document trouvé", "{count} documents trouvés"

    said = {language: [translate_plural(language, one, many, n) for n in (0, 1, 2)] for language in LANGUAGES}

    assert said == {
        "fr": ["0 document trouvé", "1 document trouvé", "2 documents trouvés"],
        "nl": ["0 documenten gevonden", "1 document gevonden", "2 documenten gevonden"],
        "de": ["0 Dokumente gefunden", "1 Dokument gefunden", "2 Dokumente gefunden"],
        "en": ["0 documents found", "1 document found", "2 documents found"],
    }


def test_a_count_is_written_as_the_reader_writes_numbers() -> None:
    one, many = "{count} document trouvé", "{count} documents trouvés"

    assert translate_plural("fr", one, many, 12_345) == f"12{NARROW}345 documents trouvés"
    assert translate_plural("nl", one, many, 12_345) == "12.345 documenten gevonden"


def test_a_message_is_marked_without_being_changed() -> None:
    assert mark("Réponse") == "Réponse"


def test_a_message_that_nobody_translated_is_shown_in_french() -> None:
    unknown = "".join(["Une phrase", " d'essai"])

    assert translate("nl", unknown) == unknown


def test_values_with_braces_are_not_read_as_placeholders() -> None:
    assert translate("en", "champ « {field} » inconnu", field="{x}") == "{x} unknown"


@pytest.mark.parametrize(
    ("language", "whole", "cents"),
    [
        ("fr", f"1{NARROW}234{WIDE}€", f"1{NARROW}234,50{WIDE}€"),
        ("nl", f"€{WIDE}1.234", f"€{WIDE}1.234,50"),
        ("de", f"1.234{WIDE}€", f"1.234,50{WIDE}€"),
        ("en", "€1,234", "€1,234.50"),
    ],
)
def test_money_is_written_as_in_belgium(language: Language, whole: str, cents: str) -> None:
    assert format_money(1234, language) == whole
    assert format_money(Decimal("1234.50"), language) == cents


def test_money_keeps_its_cents_exactly() -> None:
    assert format_money(Decimal("134729.08"), "fr") == f"134{NARROW}729,08{WIDE}€"
    assert format_money(Decimal("999999999999.99"), "en") == "€999,999,999,999.99"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("fr", "22 novembre 2026"),
        ("nl", "22 november 2026"),
        ("de", "22. November 2026"),
        ("en", "22 November 2026"),
    ],
)
def test_dates_are_written_in_full(language: Language, day: str) -> None:
    assert format_date(date(2026, 11, 22), language) == day


@pytest.mark.parametrize(
    ("language", "number"),
    [("fr", f"1{NARROW}234,5"), ("nl", "1.234,5"), ("de", "1.234,5"), ("en", "1,234.5")],
)
def test_numbers_are_grouped_as_the_reader_does(language: Language, number: str) -> None:
    assert format_number(Decimal("1234.5"), language) == number


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "a, b et c"), ("nl", "a, b en c"), ("de", "a, b und c"), ("en", "a, b and c")],
)
def test_lists_end_with_the_readers_and(language: Language, said: str) -> None:
    assert format_list(["a", "b", "c"], language) == said
    assert format_list([], language) == ""
