"""Where sentences begin and end, so that a quote is a whole one.

A sentence is a slice of the text: list marks stand before it, abbreviations and initials do not end it.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?…]+(?:\s?[»\"”)\]])*(?=\s|$)|(?=\n)|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:art|M|Mme|MM|env|ex|p|pp|n|no|nr|St|Ste|av|bd|vol|etc|cf|i\.e|e\.g|c\.-à-d|resp|approx|min|max|inh"
    r"|hab|tél|al)|\b[A-Z])\.$"
)
_LEADING_MARK = re.compile(r"(?:[-*•]|\d{1,2}[.)])[ \t]+(?=\S)")
_LIST_MARK = re.compile(r"^(?:\d{1,2}[.)]|[-*•])$")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text, in order."""
    found: list[Span] = []
    open_start: int | None = None
    for match in _SENTENCE.finditer(text):
        if match.start() == match.end():
            continue
        start = match.start() if open_start is None else open_start
        piece = text[start : match.end()]
        if _ABBREVIATION.search(piece) or _LIST_MARK.match(piece):
            open_start = start
            continue
        found.append((start + _mark_length(piece), match.end()))
        open_start = None
    if open_start is not None:
        found.append((open_start, len(text.rstrip())))
    return found


def _mark_length(piece: str) -> int:
    """How long the list mark is with which a sentence begins."""
    found = _LEADING_MARK.match(piece)
    return found.end() if found else 0
