"""Personal data that a pattern can tell, taken out of a text before it is kept.

What goes: e-mail addresses, telephone numbers, national register and identity numbers, bank accounts, IP addresses,
number plates, street addresses with a house number, and names where the words say that they are one ("Mme Dupont",
"je m'appelle…", "mijn naam is…"). A bare name goes unseen: a town, a project and a person are written alike. Patterns
rather lose a number that names nobody than keep one that does.
"""

from __future__ import annotations

import re
import unicodedata

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"  # a letter that is not small
_NAME = rf"(?:(?:van|von|de|der|den|du|la|le|ten|ter)\s+){{0,2}}{_CAPITAL}[\w'’-]+"
_NAMES = rf"{_NAME}(?:\s+{_NAME}){{0,3}}"
# Streets need a capital and a number that is no year: "place de parking 3", "avenue Louise en 2020" are no addresses.
_STREET = (
    r"(?i:rue|avenue|av\.|boulevard|bd|chaussée|chée|place|impasse|allée|chemin|clos|drève|quai|square|ruelle|sentier)"
    rf"(?:\s+(?:de|du|des|la|le|les|aux?|l['’]|d['’]|{_CAPITAL}[\w'’.-]+|[dl]['’]{_CAPITAL}[\w'’.-]+)){{1,5}}"
)
_STREET_NL_DE = rf"{_CAPITAL}[\w-]+(?:straat|laan|weg|plein|steenweg|dreef|kaai|lei|hof|straße|strasse|str\.|platz|allee|gasse)"
_HOUSE = r"(?!(?:19|20)\d{2}\b)\d{1,4}(?:\s?(?:bis|ter|[a-cA-C]))?\b(?!\s*(?:€|%|(?:euros?|km|m)\b))"

# Most particular first: a part that was replaced is not looked at again.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (mark, re.compile(pattern))
    for mark, pattern in (
        ("[e-mail]", r"(?i)[\w.!#$%&'*+/=?^`{|}~-]{1,64}\s?(?:@|[(\[]\s?(?:at|arobase|apenstaartje)\s?[)\]])\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{2,63}){1,4}"),
        ("[@]", r"(?<![\w@])@\w{2,30}(?:\.\w+)*"),
        ("[IBAN]", r"(?i)\b[a-z]{2}\d{2}(?:[ .-]?\d{4}){2,7}(?:[ .-]?[\da-z]{1,4})?\b"),
        # Belgian register number, before telephones: 85.07.30-033.28
        ("[n°]", r"(?<!\d)\d{2}[ .-]?(?:[0-6]\d)[ .-]?\d{2}[ .-]?[ ]?\d{3}[ .-]?\d{2}(?!\d)"),
        # French one: 1 84 12 76 451 089 46
        ("[n°]", r"(?<!\d)[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)"),
        ("[tel.]", r"(?<![\w+])(?:\+|00)[ ]?[1-9]\d{0,2}(?:[ ./()-]{0,2}\d){6,12}(?!\d)"),
        # National ones begin with 0; a date that does is left alone.
        ("[tel.]", r"(?<![\w/.,-])(?!\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}\b)\(?0\d{1,3}\)?(?:[ ./-]{0,2}\d){6,8}(?!\d|,\d)"),
        ("[IP]", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
        ("[IP]", r"(?i)(?<![\w:])(?:[\da-f]{1,4}:){3,7}(?::?[\da-f]{1,4}){1,4}(?![\w:])"),
        ("[n°]", r"(?<![\w.,])\d{9,}(?!\w|,\d)"),
        ("[n°]", r"\b[1-9]-[A-Z]{3}-\d{3}\b|\b[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}\b"),
        ("[…]", rf"\b{_STREET},?\s+(?:n[°o]\.?\s*)?{_HOUSE}"),
        ("[…]", rf"\b{_HOUSE},?\s+{_STREET}"),
        ("[…]", rf"\b{_STREET_NL_DE},?\s+(?:nr\.?\s*)?{_HOUSE}"),
        (r"\g<before> […]", rf"(?P<before>\b(?i:monsieur|madame|mademoiselle|mme|mlle|mr|mrs|ms|mijnheer|meneer|mevrouw|dhr|mevr|herrn?|frau|docteur|maître)\b\.?|\bM\.|\bDr\.?)\s+{_NAMES}"),
        (r"\g<before> […]", rf"(?P<before>(?i:\b(?:je m['’]appelle|mon nom est|moi c['’]est|je suis m\w+|ik heet|(?:mijn naam|ik) is|ich heiße|ich heisse|mein name ist|my name is|i am called))\b,?)\s+{_NAMES}"),
    )
)  # fmt: skip


def without_personal_data(text: str) -> str:
    """The text with each piece of personal data that is recognised replaced by a mark, on one line.

    What cannot be seen goes too (controls, zero width), since it would hide the rest from the patterns.
    """
    shown = unicodedata.normalize("NFKC", text)
    # Before spaces are merged: a line break ends a sentence, and no pattern needs it.
    visible = "".join(
        " " if unicodedata.category(character) == "Cc" else character
        for character in shown
        if unicodedata.category(character) not in {"Cf", "Cs", "Co", "Cn"}
    )
    kept = " ".join(visible.split())
    for mark, pattern in _PATTERNS:
        kept = pattern.sub(mark, kept)
    return unicodedata.normalize("NFC", " ".join(kept.split()))
