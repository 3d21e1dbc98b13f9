"""A computation over the conditions of a sentence: its filters, its readings, and the words that neither explains."""

from __future__ import annotations

from dataclasses import replace

from corpus.filters import Filters
from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.jointly import Meaning, joined
from retrieval.query.conditions.named_values import guessed_value, partner_named
from retrieval.query.figure_question import FigureQuestion
from retrieval.query.operations.comparisons import LEVELS
from retrieval.query.operations.computation import Computation
from retrieval.query.operations.numbers import ended_in_order
from retrieval.query.unsaid.conflicts import conflicts, is_place
from retrieval.query.words.roles import UNSUPPORTED
from retrieval.query.words.sentence import UNKNOWN, Sentence


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


_OTHERS = frozenset({"others", "autres", "anderen", "overige"})
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
    if computation.operation == "group":  # "… and what are the totals for the *others*": all groups are told
        left = [one for one in left if one.text not in _OTHERS]
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
