"""Questions about figures: what is to be computed, over which documents, of which field.

A figure is only computed when every word of the question is accounted for. A word that is not is named in
`unparsed`: "Combien de projets d'éclairage *solaire*…" must not be answered as if "solaire" were not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.filters import Filters
from corpus.models import LANGUAGES
from corpus.places import Gazetteer
from retrieval.index.analysis import is_stop_word
from retrieval.query.conditions import Conditions, add_place, read_conditions
from retrieval.query.folding import Consumed, Span, fold
from retrieval.query.grammar import Grammar, first_match, spans_of

Operation = Literal["lookup", "count", "sum", "mean", "min", "max", "list", "group"]
NUMERIC = ("budget_eur", "subsidy_eur", "start_year", "end_year")
_WORD = re.compile(r"[^\W_]+")
_BESIDE = "projets "
_LONGEST_QUESTION = 400  # characters; what is longer tells a situation, it does not ask for a figure


@dataclass(frozen=True)
class FigureQuestion:
    """A question that fields answer.

    `unit` is what is counted; `unparsed` must be empty for the figure to be right.
    """

    operation: Operation
    filters: Filters
    field: str | None = None
    group_by: str | None = None
    unit: Literal["documents", "municipalities"] = "documents"
    unparsed: tuple[str, ...] = ()
    negated: bool = False


def read_figure_question(text: str) -> FigureQuestion | None:
    """The computation that a sentence asks for; None when it asks for none."""
    if len(text) > _LONGEST_QUESTION:
        return None
    folded = fold(text)
    grammar = Grammar.load()
    operation = first_match(grammar.operations, folded)
    group = first_match(grammar.group_by, folded)
    compared = spans_of(grammar.compare, folded) if spans_of(grammar.alternatives, folded) else []
    if operation is None and group is None and not compared:
        return None
    cues = [cue[1] for cue in (operation, group) if cue is not None]
    conditions = read_conditions(text, folded, known=cues)
    name = operation[0] if operation else None
    field = _field(folded, name, conditions)
    negated = _take_all(grammar.negation, folded, conditions.consumed)
    filters, left = _filters(text, folded, conditions)
    by = group[0] if group else _compared_facet(filters) if compared else None
    if operation is None and by is None:
        return None
    chosen = _operation(name, by, field)
    return FigureQuestion(
        operation=chosen,
        filters=filters,
        field=field if chosen in {"sum", "mean", "min", "max"} else None,
        group_by=by if chosen == "group" else None,
        unit="municipalities" if by is None and _counts_municipalities(folded, operation) else "documents",
        unparsed=left,
        negated=negated and not (filters.missing or filters.personal_data or filters.known),
    )


def _filters(text: str, folded: str, conditions: Conditions) -> tuple[Filters, tuple[str, ...]]:
    """The conditions as filters, and the words that nothing accounts for."""
    grammar = Grammar.load()
    consumed = conditions.consumed
    kind = _kind(folded, consumed)
    for patterns in (grammar.municipalities, grammar.fillers):
        _take_all(patterns, folded, consumed)
    conditions.promote()
    _read_adjectives(text, conditions)
    filters = conditions.filters(lambda condition: condition.certain and condition.name != "kind")
    filters = filters.merged(Filters(kind=(kind,)))
    left = _left_over(text, folded, consumed)
    if left and spans_of(grammar.fields["partners"], folded):
        return filters.merged(Filters(partner=(" ".join(left),))), ()
    return filters, left


def _read_adjectives(text: str, conditions: Conditions) -> None:
    """ "Belgian *energy* projects": an adjective of a place that does not stand beside the word for projects."""
    for found in _WORD.finditer(text):
        if conditions.consumed.covers(found.span()):
            continue
        for word in (found.group(), found.group().removesuffix("s")):
            matches = Gazetteer.load().find(f"{_BESIDE}{word}")
            places = [match for match in matches if match.certain and match.end == len(_BESIDE) + len(word)]
            if places and places[0].start == len(_BESIDE):
                add_place(places[0].readings[0], found.span(), conditions)
                break


def _compared_facet(filters: Filters) -> str | None:
    """The facet of which the sentence names two values."""
    facets = ("domain", "status", "municipality", "province", "region", "country")
    return next((facet for facet in facets if len(getattr(filters, facet)) > 1), None)


def _operation(operation: str | None, group: str | None, field: str | None) -> Operation:
    """A group wins over a count; an extreme of no field is a list."""
    if group is not None and operation not in {"sum", "mean"}:
        return "group"
    if operation in {"min", "max"} and field is None:
        return "list"
    return operation if operation is not None else "group"  # type: ignore[return-value]


def _field(folded: str, operation: str | None, conditions: Conditions) -> str | None:
    """The numeric field that is added up or compared; a budget unless another is named."""
    if operation not in {"sum", "mean", "min", "max"}:
        return None
    numeric = {name: Grammar.load().fields[name] for name in NUMERIC}
    order = ("subsidy_eur", "start_year", "end_year", "budget_eur")
    for name in order:
        spans = spans_of(numeric[name], folded)
        if spans:
            for span in spans:
                conditions.consumed.take(span)
            _take_all(numeric["budget_eur"], folded, conditions.consumed)
            return name
    return "budget_eur" if operation in {"sum", "mean"} else None


def _kind(folded: str, consumed: Consumed) -> str:
    """Fiches unless another kind is named: figures are asked about projects."""
    kinds = Grammar.load().kinds
    held = [
        name for name in ("practice", "regulation", "initiative") if _take_all(kinds[name], folded, consumed)
    ]
    return held[0] if held else "initiative"


def _counts_municipalities(folded: str, operation: tuple[str, Span] | None) -> bool:
    """ "Combien de communes ont…" counts towns; "dans la commune de Liège, combien de projets…" projects."""
    if operation is None or operation[0] not in {"count", "list"}:
        return False
    first, last = operation[1]
    return any(first <= start <= last + 4 for start, _ in spans_of(Grammar.load().municipalities, folded))


def _take_all(patterns: tuple[re.Pattern[str], ...], folded: str, consumed: Consumed) -> bool:
    spans = spans_of(patterns, folded)
    for span in spans:
        consumed.take(span)
    return bool(spans)


def _left_over(text: str, folded: str, consumed: Consumed) -> tuple[str, ...]:
    left = []
    for found in _WORD.finditer(folded):
        word = found.group()
        trivial = len(word) == 1 or any(is_stop_word(word, language) for language in LANGUAGES)
        if not trivial and not consumed.covers(found.span()):
            left.append(text[found.start() : found.end()])
    return tuple(left)
