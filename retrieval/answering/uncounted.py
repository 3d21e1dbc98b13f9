"""Numbers over several projects that are asked under a condition which no field holds: quotes of one sheet are no answer.

"Combien de projets wallons ont été portés par un échevin socialiste ?": what a passage says of one project counts
nothing. The words that stood in the way are told, so that the question can be asked without them.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.models import Language
from corpus.text import translate
from retrieval.answering.quoting import without_markup
from retrieval.query.conditions.reading import read
from retrieval.query.figures import FigureQuestion
from retrieval.query.operations.numbers import is_of_several
from retrieval.query.words.sentence import Sentence

_NUMBERS = frozenset({"count", "sum", "mean", "group"})
_MOST_WORDS = 4  # that are not understood; more tell of something else than records


@dataclass(frozen=True)
class OfSeveral:
    """What is asked of several projects and is not computed: a list, or a `number`, with the words in its way."""

    number: bool
    words: tuple[str, ...] = ()


def asked_of_several(figure: FigureQuestion | None, text: str) -> OfSeveral | None:
    """What of several projects a question asks that cannot be computed; None where it asks of one, or of none."""
    sentence = read(text).sentence
    asks = sentence.has("which", "how_many", "number") or (
        figure is not None and figure.operation in _NUMBERS
    )
    if not (asks and sentence.has("project") and is_of_several(sentence)):
        return None
    if figure is None:  # "how many of the sensors in the Flemish projects": no records are counted
        return OfSeveral(number=True) if sentence.has("how_many") else None
    if not figure.unparsed:
        return None
    few = len(figure.unparsed) <= _MOST_WORDS and _asks_once(sentence)
    return OfSeveral(figure.operation in _NUMBERS and few, tuple(dict.fromkeys(figure.unparsed)))


def _asks_once(sentence: Sentence) -> bool:
    return sum(token.role == "how_many" for token in sentence.tokens) <= 1


def uncounted_text(words: tuple[str, ...], language: Language) -> str:
    """That no number is given, and for which words."""
    return translate(
        language,
        "Ce chiffre ne peut pas être calculé : les fiches ne permettent pas de tenir compte de « {words} ».",
        words=", ".join(without_markup(one) for one in words),
    )
