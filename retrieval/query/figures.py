"""Questions about figures: what is to be computed, over which documents, of which field.

A figure is only computed when every word of the question is accounted for. A word that is not is named in
`unparsed`: "Combien de projets d'éclairage *solaire*…" must not be answered as if "solaire" were not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from corpus.filters import Filters
from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.jointly import Meaning, joined
from retrieval.query.conditions.named_values import guessed_value, partner_named
from retrieval.query.conditions.reading import read
from retrieval.query.context import Told, to_the_point, without_asides
from retrieval.query.folding import Span
from retrieval.query.normalising.mistyping import corrected
from retrieval.query.normalising.spelling import spelled_out, without_examples
from retrieval.query.operations.choosing import computation_of
from retrieval.query.operations.comparisons import LEVELS
from retrieval.query.operations.computation import Computation, Measure
from retrieval.query.operations.numbers import ended_in_order
from retrieval.query.unsaid.conflicts import conflicts, is_place
from retrieval.query.words.roles import UNSUPPORTED
from retrieval.query.words.sentence import UNKNOWN, Sentence

Operation = Literal["lookup", "count", "sum", "mean", "min", "max", "list", "group"]
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


@dataclass(frozen=True)
class FigureQuestion:
    """A question that fields answer.

    `unit` is what is counted: documents, or the distinct values of a facet. `unparsed` must be empty for the
    figure to be right. `readings` are the same question understood in other ways: where their figures differ, the
    reader is asked which is meant. `guessed` filters hold words that nothing knows; without a match they prove
    nothing. `first` and `measure` are those of the computation.
    """

    operation: Operation
    filters: Filters
    field: str | None = None
    group_by: str | None = None
    unit: str = "documents"
    unparsed: tuple[str, ...] = ()
    readings: tuple[FigureQuestion, ...] = ()
    guessed: bool = False
    first: int | None = None
    measure: Measure | None = None
    corrections: tuple[tuple[str, str], ...] = ()  # (as written, as read)


@lru_cache(maxsize=256)
def read_figure_question(text: str) -> FigureQuestion | None:
    """The computation that a sentence asks for; None when it asks for none."""
    if len(text) > _LONGEST_QUESTION:
        return None
    text = spelled_out(text)
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


def figure_of(conditions: Conditions, computation: Computation, sentence: Sentence) -> FigureQuestion:
    """The computation over the conditions of a sentence."""
    if computation.group_by == "personal_data":  # each answer is a group, so that none is a condition
        found = [one for one in conditions.found if one.name != "personal_data"]
        conditions = replace(conditions, found=found)
        sentence = sentence.with_role([one for one in sentence.tokens if one.role in _SAYS_NO], "adv")
    if computation.field == "end_year" and (ended := ended_in_order(sentence, conditions)) is not None:
        conditions = replace(conditions, found=[one for one in conditions.found if one != ended])
    filters, left, guessed = _filters(sentence, conditions, computation)
    question = FigureQuestion(
        operation=computation.operation,
        filters=filters,
        field=computation.field,
        group_by=computation.group_by,
        unit=computation.unit,
        unparsed=left,
        guessed=guessed,
        first=computation.first,
        measure=computation.measure,
    )
    readings = _readings(question, computation, conditions)
    question, readings = _with_all(question, readings, joined(sentence, conditions))
    if conditions.ambiguous and not readings and not computation.fields:
        said = tuple(one.text for one in conditions.ambiguous)
        return replace(question, unparsed=(*left, *said))
    return replace(question, readings=readings)


def _with_all(
    question: FigureQuestion,
    readings: tuple[FigureQuestion, ...],
    said: tuple[list[Condition], Meaning] | None,
) -> tuple[FigureQuestion, tuple[FigureQuestion, ...]]:
    """The question where each of several values of a facet must be met, or both readings where either may be meant."""
    if said is None or said[1] == "either" or question.operation == "group" or question.unparsed:
        return question, readings
    facet = said[0][0].name
    if any(len(one.values) > 1 for one in said[0]) or readings:
        return replace(question, unparsed=tuple(one.text for one in said[0])), ()
    every = tuple(dict.fromkeys(f"{facet}:{value}" for one in said[0] for value in one.values))
    strict = replace(question, filters=question.filters.without(facet).merged(Filters(every=every)))
    return (strict, ()) if said[1] == "all" else (question, (question, strict))


_SAYS_NO = frozenset({"not", "no", "missing"})


def _filters(
    sentence: Sentence, conditions: Conditions, computation: Computation
) -> tuple[Filters, tuple[str, ...], bool]:
    """The conditions as filters, the words that nothing accounts for, and whether a filter is guessed."""
    filters = conditions.filters(lambda condition: condition.certain and condition.name != "kind")
    filters = filters.merged(Filters(kind=(computation.kind,)))
    left = [token for token in sentence.tokens if token.role == UNKNOWN or token.role in UNSUPPORTED]
    if any(one.name == "near" for one in conditions.found):
        left = [one for one in left if one.role != "around"]
    if any(one.name.startswith(("budget", "subsidy")) for one in conditions.certain()):
        left = [one for one in left if one.role != "vague"]  # "un tout petit budget, disons 50 k€"
    compared = {one.value for one in conditions.certain() if one.name == computation.group_by}
    of_one_kind = joined(sentence, conditions)
    if _of_different_kinds(conditions) or len(compared) == 2 or (of_one_kind and of_one_kind[1] == "all"):
        left = [
            one for one in left if one.role != "both"
        ]  # "both a known budget and a known subsidy", "welches der *beiden* Länder"
    if any(is_place(one) for one in conditions.certain()):
        left = [one for one in left if one.role != "ours"]  # "notre commune, Eupen"
    guess = guessed_value(sentence, left)
    if guess is not None:
        return filters.merged(guess), conflicts(sentence, conditions, computation), True
    if partner := partner_named(sentence, conditions):
        filters = filters.without(partner.name).merged(Filters(partner=(partner.text,)))
        return filters, tuple(sentence.text[one.start : one.end] for one in left), True
    left += [one for one in sentence.tokens if one.role == "partner"]  # of whom nobody said the name
    said = tuple(sentence.text[token.start : token.end] for token in left)
    return filters, said + conflicts(sentence, conditions, computation), False


def _of_different_kinds(conditions: Conditions) -> bool:
    """Whether filters say "both" of the conditions: of one kind, several values would mean either."""
    wanted = [one for one in conditions.certain() if not one.excluded]
    several = [one.name for one in wanted if one.name not in {"known", "missing"}]
    return len(wanted) > 1 and len(several) == len(set(several))


def _readings(
    question: FigureQuestion, computation: Computation, conditions: Conditions
) -> tuple[FigureQuestion, ...]:
    """The same question with each reading of what is ambiguous in it."""
    if computation.fields:
        return tuple(replace(question, field=field) for field in computation.fields)
    compares = question.operation == "group" and question.group_by in LEVELS
    if len(conditions.ambiguous) > 1 or (conditions.ambiguous and compares):
        return _of_one_level(question, conditions)
    if not conditions.ambiguous:
        return ()
    readings = conditions.ambiguous[0].readings
    return tuple(replace(question, filters=_with(question.filters, name, value)) for name, value in readings)


def _of_one_level(question: FigureQuestion, conditions: Conditions) -> tuple[FigureQuestion, ...]:
    """ "In Gent, Antwerpen en Luik": several names are read as places of one level."""
    said = {one.name for one in conditions.certain() if not one.excluded} & {"municipality", "province"}
    found = []
    for level in ("municipality", "province"):
        values = [value for one in conditions.ambiguous for name, value in one.readings if name == level]
        if len(values) == len(conditions.ambiguous) and said <= {level}:
            filters = question.filters
            for value in values:
                filters = _with(filters, level, value)
            found.append(
                replace(
                    question,
                    filters=filters,
                    group_by=level if question.group_by in LEVELS else question.group_by,
                )
            )
    return tuple(found)


def _with(filters: Filters, name: str, value: str) -> Filters:
    held: tuple[str, ...] = getattr(filters, name)
    return filters.model_copy(update={name: tuple(dict.fromkeys((*held, value)))})
