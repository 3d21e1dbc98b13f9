"""Text folded for matching, character by character, so that spans stay those of the original."""

from __future__ import annotations

import unicodedata

Span = tuple[int, int]
_REMEMBERED = 4096


def fold(text: str) -> str:
    """Lower case without accents, typographic apostrophes and dashes made plain; same length."""
    return text.translate(_FOLDED)


def _fold_character(character: str) -> str:
    if character in "’‘ʼ`´":
        return "'"
    if character in "‐‑–—":
        return "-"
    if character.isspace():
        return " "
    lowered = character.lower()
    if len(lowered) != 1:
        return lowered[0]
    base = unicodedata.normalize("NFD", lowered)[0]
    return base if base.isalnum() or not lowered.isalnum() else lowered


def overlap(one: Span, other: Span) -> bool:
    """Whether two stretches share a character."""
    return one[0] < other[1] and other[0] < one[1]


class _Folded(dict[int, str]):
    """The folded form of each character by its code, found when first asked; not of all that Unicode has."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDED = _Folded()


class Consumed:
    """Which characters of a sentence have been understood; what is left over can be named."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def take(self, span: Span) -> None:
        """Mark a span as understood."""
        for position in range(max(span[0], 0), min(span[1], len(self._taken))):
            self._taken[position] = 1

    def overlaps(self, span: Span) -> bool:
        """Whether part of the span is understood already."""
        return any(self._taken[span[0] : span[1]])

    def covers(self, span: Span) -> bool:
        """Whether the whole span is understood."""
        return all(self._taken[span[0] : span[1]])
