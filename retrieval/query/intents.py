"""What a question wants: a field, a figure, a project, an experience, a rule, leave, a way, a person, or nothing of ours."""

from __future__ import annotations

from typing import Literal, cast

from retrieval.query.figures import FigureQuestion
from retrieval.query.folding import fold
from retrieval.query.grammar import Grammar, first_match
from retrieval.query.requested import requested_field
from retrieval.query.scope import is_about_the_assistant, is_order, is_small_talk

Intent = Literal[
    "lookup", "count", "sum", "mean", "min", "max", "list", "group", "compare", "find", "experience", "rule",
    "permission", "how_to", "contact", "small_talk", "out_of_scope",
]  # fmt: skip
_LEGAL = frozenset({"permission", "rule"})


def intent_of(text: str, figure: FigureQuestion | None) -> Intent:
    """The intent of a sentence; a figure wins over the words around it where all of it was understood."""
    if is_order(text) or is_about_the_assistant(text):
        return "out_of_scope"
    if is_small_talk(text):
        return "small_talk"
    if figure is not None and not figure.unparsed:
        return _of_figure(figure)
    cue = first_match(Grammar.load().intents, fold(text))
    if cue is not None and (cue[0] == "contact" or cue[0] in _LEGAL):
        return cast(Intent, cue[0])
    if requested_field(text) is not None:
        return "lookup"
    if cue is not None:
        return cast(Intent, cue[0])
    return _of_figure(figure) if figure is not None else "find"


def _of_figure(figure: FigureQuestion) -> Intent:
    compared = figure.group_by is not None and len(getattr(figure.filters, figure.group_by, ())) > 1
    return "compare" if compared else figure.operation
