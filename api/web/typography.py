"""What must not be parted at the end of a line: thousands, and French punctuation from its word."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_UNIT = re.compile(r"(?<=\d) (?=[€%])")
_BEFORE = re.compile(r"(?<=\S) (?=[;:!?»])")
_AFTER = re.compile(r"(?<=«) (?=\S)")


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
