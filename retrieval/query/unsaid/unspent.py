"""Words that choose or rank, end or average, where the computation does none of it: they were understood and passed over.

"Quel projet wallon a créé *le plus* d'emplois" is no list of projects, "how many have *ended*" no count of all.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.phrases import words_of
from retrieval.query.conditions.condition import Conditions
from retrieval.query.folding import fold
from retrieval.query.normalising.numerals import NUMBER_WORDS
from retrieval.query.operations.comparisons import each_apart, values_of
from retrieval.query.operations.computation import SUPERLATIVES, Computation, dimension_of, is_dimension
from retrieval.query.words.cues import word_set
from retrieval.query.words.people import People
from retrieval.query.words.roles import DIM
from retrieval.query.words.sentence import Sentence

_RANKING = frozenset({"min", "max", "group"})
# The operations that make use of a word; in any other it would be left out of the figure.
_SPENT_BY: dict[str, frozenset[str]] = {
    **dict.fromkeys(SUPERLATIVES, frozenset({"min", "max"})),
    "max_size": _RANKING,
    "min_size": _RANKING,
    "most": _RANKING,
    "least": _RANKING,
    "mean": frozenset({"mean"}),
}


def unspent(sentence: Sentence, conditions: Conditions, computation: Computation) -> list[str]:
    """The words of a sentence that change what is computed, and did not."""
    said = _asked_in_vain(sentence, computation)
    end_told = _tells_the_end(conditions, computation)
    said += _other_ranks(sentence, computation) + _other_sums(sentence, computation)
    said += _either_field(sentence) + _narrowed_by_its_kind(sentence, conditions)
    start_told = _tells_the_start(conditions, computation)
    said += _doers(sentence) + _other_groups(sentence, computation)
    if computation.operation in {"sum", "mean", "count"}:
        said += each_apart(sentence)
    if not (computation.operation == "group" and len(values_of(computation.group_by or "", conditions)) > 1):
        said += [sentence.text[one.start : one.end] for one in sentence.tokens if one.text in _HIGHER]
    if computation.operation == "list" and not sentence.has("than", "amount"):
        said += [sentence.text[one.start : one.end] for one in sentence.tokens if one.role == "more"]
    if found := _LAST_SO_MANY.search(fold(sentence.text)):
        said.append(found.group())
    return said + [
        sentence.text[one.start : one.end]
        for one in sentence.tokens
        if (one.role in _SPENT_BY and not _SPENT_BY[one.role] & {computation.operation, computation.measure})
        or (one.role == "end" and not end_told)
        or (one.role == "dim_start_year" and not start_told)
    ]


# "From the last five years": a time counted back from today, and no last project.
_LAST_SO_MANY = re.compile(
    r"\b(?:dernier(?:e?s)?|derniere|laatste|afgelopen|voorbije|letzten|vergangenen|last|past) (?:\w+ )?(?:ans|annees|mois|semaines|jaar|jaren|maanden|weken|jahren?|monaten?|wochen|years|months|weeks|decades?)\b"
)


def _tells_the_start(conditions: Conditions, computation: Computation) -> bool:
    """Whether years are a condition, or what is asked."""
    if {"start_year", "end_year"} & {computation.field, computation.unit, computation.group_by}:
        return True
    return any(
        one.name.startswith("year") or one.value in {"start_year", "end_year"} for one in conditions.certain()
    )


def _tells_the_end(conditions: Conditions, computation: Computation) -> bool:
    """Whether that something ended is a condition, or the year of it what is asked."""
    if "end_year" in {computation.field, computation.unit, computation.group_by}:
        return True
    stages = [one for one in conditions.certain() if one.name == "status"]
    known = [one for one in conditions.certain() if one.name in {"known", "missing"}]
    return bool(stages) or any(one.value == "end_year" for one in known)


_ASKED = re.compile(r" which(?: (?:det|adj|all|place))* (?:town|dim_\w+) ")


def _asked_in_vain(sentence: Sentence, computation: Computation) -> list[str]:
    """ "*In welchen Ländern* gibt es Gesundheitsprojekte": of the projects themselves something else is told."""
    asked = sentence.matched(_ASKED)
    if not asked:
        return []
    if computation.operation in {"min", "max"}:  # "quel domaine coûte le plus cher": not the dearest project
        is_year = asked[-1].role in {"dim_start_year", "end_year"}
        return [] if is_year or sentence.has("project") else [sentence.text[asked[0].start : asked[-1].end]]
    told = dimension_of(asked[-1]) in {computation.unit, computation.group_by, computation.field}
    return [] if told else [sentence.text[asked[0].start : asked[-1].end]]


def _doers(sentence: Sentence) -> list[str]:
    """ "Dans combien de communes *le bourgmestre a-t-il lancé* l'idée": who did something to the projects is not recorded."""
    people = People.load()
    asked = next((one.end for one in sentence.tokens if one.role in _ASKS), len(sentence.text))
    return [
        sentence.text[one.start : other.end]
        for one, other in pairwise(sentence.tokens)
        if one.start >= asked
        and one.role == "noun"
        and other.role in _DOES
        and not other.after_break
        and any(
            kind.is_in(words_of(sentence.text[one.start : one.end]))
            for kind in (people.people, people.officials)
        )
    ]


_ASKS = frozenset({"how_many", "which", "number"})
_DOES = frozenset({"aux", "has", "verb", "start"})
_EITHER_FIELD = re.compile(
    r" (?:money|subsidy|term)(?: (?:det|adj|adv|prep))* or(?: (?:det|adj|adv|prep))* (?:money|subsidy|term) "
)


def _either_field(sentence: Sentence) -> list[str]:
    """ "Ont *soit un budget soit un subside* connu": filters ask that all of several fields are known."""
    tokens = sentence.matched(_EITHER_FIELD)
    fields = [one for one in tokens if one.role in {"money", "subsidy"} or _A_FIELD.search(one.text)]
    return [sentence.text[tokens[0].start : tokens[-1].end]] if len(fields) > 1 else []


_A_FIELD = re.compile(r"^(?:budget|subsid|subvention|zuschuss|forder|toelage|grant)")


def _narrowed_by_its_kind(sentence: Sentence, conditions: Conditions) -> list[str]:
    """ "Projets de mobilité *pour les cyclistes*": the second word is of the same theme, and means less of it."""
    said = [one for one in conditions.certain() if one.name in {"domain", "service"} and not one.excluded]
    return [
        other.text
        for one, other in pairwise(said)
        if (one.name, one.value) == (other.name, other.value)
        and one.span != other.span
        and any(token.text in _FOR for token in sentence.between(one.span, other.span))
    ]


_FOR = word_set(__package__, "for")
_OF_A_GROUP = re.compile(
    r" (?:oldest|newest|max_cost|min_cost|max_size|min_size) (?:town|dim_(?!start_year)\w+) "
)


def _other_ranks(sentence: Sentence, computation: Computation) -> list[str]:
    """ "Les *deux* plus gros budgets", "la plus ancienne *commune*": more than the first, or the first of other things."""
    if computation.operation not in {"min", "max"} or computation.first is not None:
        return []
    said = [
        sentence.text[one.start : other.end]
        for one, other in pairwise(sentence.tokens)
        if other.role in SUPERLATIVES and (NUMBER_WORDS.get(one.text, 0) > 1 or one.text.isdigit())
    ]
    of_others = sentence.matched(_OF_A_GROUP)
    return said + ([sentence.text[of_others[0].start : of_others[-1].end]] if of_others else [])


_BY = re.compile(
    rf" per(?: (?:adj|noun|prep|det|pron|place))* {DIM}(?: (?:place|adj))*(?: and(?: (?:per|det|prep|adj))* {DIM})? "
)
_SO_MANY_VALUES = re.compile(rf" (?:how_many|number)(?: (?:prep|det|adj|all|place))* {DIM} ")
_AND_AN_AMOUNT = re.compile(
    r" project(?: (?:place|term|adj))* and(?: (?:det|adj|prep|total))* (?:money|subsidy|cost) "
    r"| and(?: (?:prep|has|det))* (?:which|how_many)(?: (?:prep|det))* (?:money|subsidy|cash) "  # "…, en met welk budget"
)


def _other_groups(sentence: Sentence, computation: Computation) -> list[str]:
    """ "Par province *et par domaine*": groups within groups; "projets *et budget* par province": two figures."""
    if computation.operation != "group":
        return []
    tokens = sentence.matched(_BY)
    dims = [one for one in tokens if is_dimension(one)]
    counted = sentence.matched(_SO_MANY_VALUES)
    if counted and dimension_of(counted[-1]) != computation.group_by:  # "combien de communes par province"
        return [sentence.text[counted[0].start : counted[-1].end]]
    both = () if computation.measure else sentence.matched(_AND_AN_AMOUNT)
    return [sentence.text[one.start : one.end] for one in both[-1:]] + [
        sentence.text[one.start : one.end] for one in dims[1:] if dimension_of(one) != computation.group_by
    ]


# "*Größere* Projekte": a size, unless two values are set against each other.
_HIGHER = word_set(__package__, "higher")
_LESS = word_set(__package__, "less")


def _other_sums(sentence: Sentence, computation: Computation) -> list[str]:
    """ "Budgets *moins les subsides*", "subside total *et moyen*": two amounts, of which one would be told."""
    if computation.operation not in {"sum", "mean"}:
        return []
    tokens = sentence.tokens
    said = [
        sentence.text[one.start : one.end]
        for at, one in enumerate(tokens)
        if one.text in _LESS and any(other.role in {"money", "subsidy"} for other in tokens[at + 1 : at + 3])
    ]
    both = sentence.matched(_TOTAL_AND_MEAN)
    return said + ([sentence.text[both[0].start : both[-1].end]] if both else [])


_TOTAL_AND_MEAN = re.compile(r" (?:total and(?: (?:det|adj))? mean|mean and(?: (?:det|adj))? total) ")
