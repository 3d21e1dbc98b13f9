"""The snippet of a passage: its sentences nearest to the question's words, and where those words stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from corpus.models import LANGUAGES, Language
from retrieval.index.analysis import stem, words

Span = tuple[int, int]
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=\s|$)|\n|$)")
SNIPPET_CHARACTERS = 320


def question_stems(text: str, languages: tuple[Language, ...]) -> frozenset[str]:
    """Stems of the words that carry the question's subject."""
    first = languages[0] if languages else "fr"
    kept = [word for word in words(text) if stem(word, first)]
    return frozenset(found for word in kept for language in LANGUAGES if (found := stem(word, language)))


def snippet_of(text: str, stems: frozenset[str]) -> tuple[str, tuple[Span, ...]]:
    """A slice of `text` of some 320 characters, and the spans of the question's words in it."""
    marks = highlight(text, stems)
    start = _best_start(text, [begin for begin, _ in marks])
    end = min(len(text), start + SNIPPET_CHARACTERS)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return text[start:end], tuple(
        (begin - start, stop - start) for begin, stop in marks if start <= begin and stop <= end
    )


def highlight(text: str, stems: frozenset[str]) -> tuple[Span, ...]:
    """Spans of the words of `text` whose stem is among `stems`, in order."""
    # Each word once, and not one by one: looking up its stems in a large memory is what takes time.
    said = {word for word in set(_WORD.findall(text)) if not stems.isdisjoint(_stems_of(word))}
    return tuple(found.span() for found in _WORD.finditer(text) if found.group() in said) if said else ()


def _best_start(text: str, marks: Sequence[int]) -> int:
    """Where the sentences begin that hold most of the question's words, which begin at `marks`."""
    if len(text) <= SNIPPET_CHARACTERS:
        return 0
    starts = [found.start() for found in _SENTENCE.finditer(text)] or [0]

    def held(start: int) -> int:
        return bisect_left(marks, start + SNIPPET_CHARACTERS) - bisect_left(marks, start)

    best = max(starts, key=lambda start: (held(start), -start))
    return best + len(text[best:]) - len(text[best:].lstrip())


@lru_cache(maxsize=100_000)
def _stems_of(word: str) -> frozenset[str]:
    """The stems of a word in the four languages, none of which is empty."""
    return frozenset(found for language in LANGUAGES if (found := stem(word, language)))
