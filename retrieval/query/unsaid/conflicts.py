"""Conditions that stand together in a way that filters, which all must hold, do not express.

"Liège ou les projets d'eau", "terminés en 2020", "à Namur et à Mons": computed as if every condition had to hold,
such a question would get a wrong figure. What is named here is left unparsed.
"""

from __future__ import annotations

from itertools import pairwise

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.places import contradicting_places
from retrieval.query.operations.comparisons import values_of
from retrieval.query.operations.computation import Computation
from retrieval.query.unsaid.unsaid import unsaid
from retrieval.query.words.cues import word_set
from retrieval.query.words.sentence import Sentence

_NEAR = 4  # tokens
_LINKING = frozenset({"and", "or", "prep", "det", "adj", "adv", "noun", "town", "has", "project", "not"})


def conflicts(sentence: Sentence, conditions: Conditions, computation: Computation) -> tuple[str, ...]:
    """The words that join conditions in a way that filters, which all must hold, do not express."""
    said = [sentence.text[one.span[0] : other.span[1]] for one, other in contradicting_places(conditions)]
    certain = conditions.certain()
    for one, other in pairwise(certain):
        between = sentence.between(one.span, other.span)
        joined = any(token.role == "or" for token in between) or (
            is_place(one) and is_place(other) and any(token.role == "and" for token in between)
        )
        same_clause = all(token.role in _LINKING or token.role.startswith("dim_") for token in between)
        if joined and one.name != other.name and same_clause and not _is_range(one, other):
            said.append(sentence.text[one.span[0] : other.span[1]])
    said += _bounded_twice(sentence, certain)
    wanted = {(one.name, one.value) for one in certain if not one.excluded}
    said += [
        sentence.text[one.span[0] : one.span[1]]
        for one in certain
        if one.excluded and (one.name, one.value) in wanted  # wanted here, left out there
    ]
    of_the_group = [one for one in certain if one.name == computation.group_by and not one.excluded]
    if (
        of_the_group and len(values_of(of_the_group[0].name, conditions)) == 1
    ):  # "which country, after Belgium, has most"
        said.append(sentence.text[of_the_group[0].span[0] : of_the_group[0].span[1]])
    if computation.operation != "group":  # "how much, and to how many": two questions
        said += [sentence.text[one.start : one.end] for one in sentence.tokens if one.role == "how_many"][1:]
    said += [
        sentence.text[one.span[0] : one.span[1]]
        for one in certain
        if _is_of_the_end(one, sentence, conditions)
    ]
    said += _ran_then(sentence, conditions)
    said += unsaid(sentence, conditions, computation)
    return tuple(dict.fromkeys(said))


def _bounded_twice(sentence: Sentence, certain: list[Condition]) -> list[str]:
    """ "En 2016 et en 2020": a filter has one lower and one upper bound."""
    bounds = [one for one in certain if one.name.endswith(("_from", "_to", "_min", "_max"))]
    return [
        sentence.text[other.span[0] : other.span[1]]
        for position, one in enumerate(bounds)
        for other in bounds[position + 1 :]
        if one.name == other.name and one.value != other.value
    ]


def is_place(condition: Condition) -> bool:
    """Whether a condition is of the place where a project is."""
    return condition.name in {"country", "region", "province", "arrondissement", "municipality"}


def _is_range(one: Condition, other: Condition) -> bool:
    return one.name.partition("_")[0] == other.name.partition("_")[0] and "_" in one.name


def _is_of_the_end(condition: Condition, sentence: Sentence, conditions: Conditions) -> bool:
    """ "Terminés en 2020": filters on years compare when a project began."""
    if not condition.name.startswith("year"):
        return False
    ended = {
        one.span
        for one in conditions.found
        if one.certain and one.name == "status" and one.value in {"completed", "stopped"}
    }
    if _is_one_year(condition, conditions):  # "en cours en 2020": when it ran, not when it began
        ended |= {
            one.span
            for one in conditions.found
            if one.certain
            and one.name == "status"
            and one.value in {"ongoing", "operational"}
            and len(sentence.between(one.span, condition.span)) <= 1
            and one.span < condition.span
        }
    before = [token for token in sentence.tokens if token.end <= condition.span[0]]
    for token in reversed(before[-_NEAR:]):
        if token.role == "start":
            return False
        if token.role == "end" or token.span in ended:
            return True
    after = [token for token in sentence.tokens if token.start >= condition.span[1]][:2]
    return any(token.role == "end" or token.span in ended for token in after) and not sentence.has("start")


_RAN = word_set(__package__, "ran")


def _ran_then(sentence: Sentence, conditions: Conditions) -> list[str]:
    """ "Hoeveel projecten *liepen* er in 2018?": filters on years compare when a project began."""
    years = {one.name for one in conditions.certain() if one.name.startswith("year")}
    if years != {"year_from", "year_to"} or sentence.has("start"):
        return []
    return [sentence.text[one.start : one.end] for one in sentence.tokens if set(one.text.split()) & _RAN]


def _is_one_year(condition: Condition, conditions: Conditions) -> bool:
    same = [one for one in conditions.found if one.span == condition.span and one.name.startswith("year")]
    return len({one.value for one in same}) == 1 and len(same) > 1
