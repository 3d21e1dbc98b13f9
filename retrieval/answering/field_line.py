"""The fields of a fiche that a question asks for, in one line: "Budget : 134 729 € · Porteur : Ville de Charleroi"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.labels import value_label
from corpus.models import Document, Language, Passage
from retrieval.answering.citations import Bibliography
from retrieval.answering.lookup import field_value
from retrieval.answering.quoting import without_markup
from retrieval.answering.wording import field_label, value_text
from retrieval.query.folding import fold
from retrieval.query.grammar import Grammar, spans_of

_NOT_SHOWN = frozenset({"personal_data"})  # a yes or no that its sentence tells better
_MOST_FIELDS = 3


def field_line(
    question: str,
    document: Document,
    passages: Sequence[Passage],
    bibliography: Bibliography,
    language: Language,
) -> str:
    """The line, or "" when no asked field is known and stated in the text; only what is stated is shown."""
    fiche = document.initiative
    if fiche is None:
        return ""
    folded = fold(question)
    said: list[str] = []
    for field, cues in Grammar.load().fields.items():
        if field in _NOT_SHOWN or len(said) == _MOST_FIELDS or not spans_of(cues, folded):
            continue
        value = field_value(fiche, field)
        if value is None:
            continue
        number = bibliography.cite_holder(document, passages, _needles(field, value))
        if number is not None:
            label = field_label(field, language)
            colon = "\u00a0:" if language == "fr" else ":"
            shown = without_markup(value_text(field, value, language))
            said.append(f"{label[:1].upper()}{label[1:]}{colon} {shown} [{number}]")
    return " · ".join(said)


def _needles(field: str, value: int | float | str | tuple[str, ...]) -> list[str]:
    """What the cited sentence must hold."""
    if isinstance(value, tuple):
        return list(value)
    if field == "status":
        return [value_label("status", str(value), "fr")]
    return [str(value)]
