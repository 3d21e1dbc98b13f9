"""In what two initiatives are alike, and in what they differ, as lines of rich text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content import Block, bullets, section
from bot.views.documents import text
from corpus.models import Language
from corpus.text import mark, translate
from retrieval.likeness.values import Reason

_ALIKE, _UNLIKE = mark("En commun"), mark("Différences")
_MOST, _LENGTH = 3, 500


def likeness_lines(
    reasons: Sequence[Reason], differences: Sequence[Reason], language: Language
) -> list[Block]:
    """Each with its heading, the weightiest first; nothing where nothing is said."""
    return [*_listed(_ALIKE, reasons, language), *_listed(_UNLIKE, differences, language)]


def _listed(heading: str, said: Sequence[Reason], language: Language) -> list[Block]:
    if not said:
        return []
    items = [[text(one.text[:_LENGTH])] for one in said[:_MOST]]
    return [section([text(translate(language, heading), bold=True)]), bullets(items)]
