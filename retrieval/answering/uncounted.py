"""Numbers over several projects that are asked under a condition which no field holds: quotes of one sheet are no answer.

"Combien de projets wallons ont été portés par un échevin socialiste ?": what a passage says of one project counts
nothing. The words that stood in the way are told, so that the question can be asked without them.
"""

from __future__ import annotations

from corpus.models import Language
from corpus.text import translate
from retrieval.answering.quoting import without_markup
from retrieval.query.figures import FigureQuestion
from retrieval.query.number_rules import is_of_several
from retrieval.query.reading import read

_NUMBERS = frozenset({"count", "sum", "mean", "group"})
_MOST_WORDS = 4  # that are not understood; more tell of something else than records


def uncounted(figure: FigureQuestion | None, text: str) -> tuple[str, ...]:
    """The words that keep a number from being computed; none where no number over several projects is asked."""
    if figure is None or figure.operation not in _NUMBERS or not 0 < len(figure.unparsed) <= _MOST_WORDS:
        return ()
    sentence = read(text).sentence
    asked = sum(token.role == "how_many" for token in sentence.tokens)
    several = asked <= 1 and sentence.has("project") and is_of_several(sentence)
    return tuple(dict.fromkeys(figure.unparsed)) if several else ()


def asks_of_several(figure: FigureQuestion | None, text: str) -> bool:
    """Whether a list or a number over several projects is asked, which one field of one of them does not answer."""
    if figure is None or not figure.unparsed:
        return False
    sentence = read(text).sentence
    return sentence.has("project") and sentence.has("which", "how_many", "number") and is_of_several(sentence)


def uncounted_text(words: tuple[str, ...], language: Language) -> str:
    """That no number is given, and for which words."""
    return translate(
        language,
        "Ce chiffre ne peut pas être calculé : les fiches ne permettent pas de tenir compte de « {words} ».",
        words=", ".join(without_markup(one) for one in words),
    )
