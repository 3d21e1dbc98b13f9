"""Questions about figures: what is to be computed, over which documents, of which field.

A figure is only computed when every word of the question is accounted for. A word that is not is named in
`unparsed`: "Combien de projets d'éclairage *solaire*…" must not be answered as if "solaire" were not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from retrieval.query.accounting import figure_of
from retrieval.query.conditions.condition import Conditions
from retrieval.query.conditions.pointing import kind_of, unnamed_neighbours
from retrieval.query.conditions.reading import read
from retrieval.query.context import Told, to_the_point, without_asides
from retrieval.query.figure_question import FigureQuestion
from retrieval.query.folding import Span
from retrieval.query.normalising.mistyping import corrected
from retrieval.query.normalising.set_aside import set_aside_before
from retrieval.query.normalising.spelling import spelled_out, without_examples
from retrieval.query.operations.choosing import computation_of
from retrieval.query.words.sentence import Sentence

__all__ = ["FigureQuestion", "figure_of", "naming_text", "read_figure_question"]

_LONGEST_QUESTION = 600  # characters; what is longer tells a situation, it does not ask for a figure
_MOST_ERRORS = 4  # words that nothing knows; more are no typing errors
# Where nothing is computed of a whole text and no word has one of these roles, no part of it asks for a figure.
_ASKING = (
    "how_many",
    "number",
    "give",
    "overview",
    "total",
    "mean",
    "most",
    "least",
    "per",
    "distribution",
    "compare",
)


@lru_cache(maxsize=256)
def read_figure_question(text: str) -> FigureQuestion | None:
    """The computation that a sentence asks for; None when it asks for none."""
    if len(text) > _LONGEST_QUESTION:
        return None
    text = spelled_out(text)
    figure = _figure_in(text)
    if figure is None or figure.unparsed:
        return figure
    left = set_aside_before(text)
    if not any(kind_of(name) == "place" for name in figure.filters.as_dict()):
        left = left or unnamed_neighbours(text)
    return replace(figure, unparsed=(left,)) if left else figure


def _figure_in(text: str) -> FigureQuestion | None:
    if _read(text) is None and not read(text).sentence.has(*_ASKING):
        return None
    grouped = _read(without_examples(text)) if without_examples(text) != text else None
    if grouped is not None and grouped.group_by and not grouped.unparsed:
        return grouped
    told = to_the_point(text, _conditions_of)
    figure = _read(text)
    if figure is not None and not figure.unparsed and not (told and told.decided):
        return figure
    if told is not None and (pointed := _of_what_is_told(told)) is not None:
        return pointed
    if told is not None and told.decided:
        return _with_what_was_told(figure, told, text)
    return _understood(text) or figure


def _with_what_was_told(figure: FigureQuestion | None, told: Told, text: str) -> FigureQuestion | None:
    """The figure of a text that takes for conditions what are none: what was told is not understood."""
    if figure is None or figure.unparsed:
        return figure
    words = zip(text.split(" "), strict=False)
    left = [word for (word,) in words if word.strip(" ,.;:!?()") and word not in told.shorter]
    return replace(figure, unparsed=tuple(left) or (text,))


def _of_what_is_told(told: Told) -> FigureQuestion | None:
    """The figure without what is told around the question; where that may be meant, both are readings."""
    plain = _understood(told.shorter)
    meant = _understood(told.doubtful) if told.doubtful else None
    if plain is None or meant is None or (plain.filters == meant.filters and not meant.readings):
        return plain
    return replace(plain, readings=(plain, *(meant.readings or (meant,))))


def _understood(text: str) -> FigureQuestion | None:
    """What a text asks, where all of it is understood, after its typing errors are mended if need be."""
    figure = _read(text)
    left = figure.unparsed if figure is not None else _unknown_words(text)
    if not left or len(left) > _MOST_ERRORS:
        return figure if not left else None
    better, changes = corrected(text, left)
    again = _read(better) if changes else None
    return replace(again, corrections=changes) if again is not None and not again.unparsed else None


def naming_text(text: str, cues: Sequence[Span]) -> str:
    """The clauses of a question about a field that may name its document; `cues` are where the field is asked."""
    return without_asides(text, cues, _conditions_of)


def _conditions_of(text: str) -> Conditions:
    return read(text).conditions


def _unknown_words(text: str) -> tuple[str, ...]:
    """The words that nothing knows in a sentence that asks for a figure of it does not know what."""
    sentence = Sentence.read(text)
    if not sentence.has("how_many", "number", "total", "mean", "give"):
        return ()
    return tuple(text[token.start : token.end] for token in sentence.unknown())


def _read(text: str) -> FigureQuestion | None:
    reading = read(text)
    computation, sentence = computation_of(reading.sentence, reading.conditions)
    return figure_of(reading.conditions, computation, sentence) if computation is not None else None
