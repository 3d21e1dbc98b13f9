"""What must not be parted at the end of a line: thousands, and French punctuation from its word."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_UNIT = re.compile(r"(?<=\d) (?=[€%])")
_BEFORE = re.compile(r"(?<=\S) (?=[;:!?»])")
_AFTER = re.compile(r"(?<=«) (?=\S)")
_OPEN = re.compile(r" \d{0,3}\Z")


def bound(text: str) -> str:
    """The text with spaces that do not break where a break would hurt."""
    for pattern, space in (
        (_THOUSANDS, "\u202f"),
        (_UNIT, "\u00a0"),
        (_BEFORE, "\u00a0"),
        (_AFTER, "\u00a0"),
    ):
        text = pattern.sub(space, text)
    return text


def settled(text: str) -> int:
    """How much of a text that goes on can be bound already: what follows decides of a space at its end."""
    found = _OPEN.search(text)
    return found.start() if found else len(text)
