"""Amounts by group: "budget par province", "gemiddelde subsidie per domein", "qui a reçu le plus de subsides, X ou Y"."""

from __future__ import annotations

import re

from retrieval.query.conditions.condition import Conditions
from retrieval.query.operations.computation import Computation, Measure
from retrieval.query.operations.numbers import TWO_FIELDS, count_of, field_of_money
from retrieval.query.words.cues import word_set
from retrieval.query.words.roles import MONEY
from retrieval.query.words.sentence import Sentence

_WHICH_GROUP = re.compile(r" which(?: (?:det|adj|all|prep|noun|place))* (?:town|dim_(?!start_year)\w+) ")
_MASS = re.compile(
    r" (?:most|more)(?: (?:det|prep|adj|adv|known))* (?:subsidy|money|cash) "  # "le plus de subsides"
    r"| (?:most|more)(?: adv)* received "  # "qui en a le plus reçu"
)
_HIGHEST_TOTAL = re.compile(r" (?:total|mean) .*max_size | max_size .*(?:total|mean) ")
# "Le budget des projets par province", where "les projets avec un budget par province" may count them.
_MONEY_OF_PROJECTS = re.compile(r" (?:money|subsidy|cost|cash) (?:.* )?project ")
# "*Hoeveel subsidie* ging er naar een lopend project, en *hoeveel naar* een gepland project": the amount, twice.
_SO_MUCH_AND_SO_MUCH = re.compile(
    r" how_many(?: (?:prep|det|adj))* (?:money|subsidy|cash) (?:(?!how_many)\w+ )*and(?: adv)? how_many (?:prep|per) "
)
_YEARS = word_set(__package__, "years")


def asks_amounts(sentence: Sentence) -> bool:
    """Whether amounts are asked where groups are: projects that are counted may be bounded by one."""
    if not sentence.has(*MONEY):
        return False
    counts = count_of(sentence, "initiative") is not None or sentence.has("amount")
    return not counts or sentence.has("total", "mean")


def amounts_by(group: str, kind: str, sentence: Sentence, conditions: Conditions) -> Computation | None:
    """The sum or mean of an amount in each group; None where it is not sure which of them is asked."""
    if not _of_projects(sentence, conditions) or _each_year(group, sentence):
        return None  # "combien par an": what is paid each year, not what began in it
    measure: Measure = "mean" if sentence.has("mean") else "sum"
    if sentence.has("mean") and (sentence.has("total") or group == "start_year"):
        return None  # "le total et la moyenne", "en moyenne par an"
    if sentence.matches(TWO_FIELDS) or sentence.has("least", "min_size", "min_cost", "max_cost"):
        return None
    counts = (
        sentence.has("how_many", "number")
        and count_of(sentence, kind) is not None
        and not (measure == "mean" and sentence.matches(_SO_MUCH_AND_SO_MUCH))
    )
    if counts or (sentence.has("most", "more") and not sentence.matches(_MASS)):
        return None  # "le plus de projets et de budget"
    if sentence.has("max_size") and not sentence.matches(_HIGHEST_TOTAL):
        return None  # "le plus gros budget": the greatest single one, or all together
    return Computation("group", kind, field=field_of_money(sentence), group_by=group, measure=measure)


def _each_year(group: str, sentence: Sentence) -> bool:
    """ "Combien par *an*": unlike "par année de début", it does not say that projects began in it."""
    return group == "start_year" and any(
        one.role == "dim_start_year" and one.text in _YEARS for one in sentence.tokens
    )


def _of_projects(sentence: Sentence, conditions: Conditions) -> bool:
    """Whether the amounts are those of projects: "le coût d'une caméra par commune" is a price."""
    if sentence.has("project"):
        return sentence.has("total", "mean") or sentence.matches(_MONEY_OF_PROJECTS)
    things = any(one.name in {"technology", "service"} for one in conditions.certain())
    named = sentence.has("money", "subsidy") or sentence.matches(_MASS)
    return named and not sentence.has("cost") and not things


def group_with_most(sentence: Sentence) -> str | None:
    """ "Quelle *province* a le budget total le plus élevé", "welke *gemeente* kreeg de meeste subsidies"."""
    tokens = sentence.matched(_WHICH_GROUP)
    if not tokens or sentence.has("project") or not sentence.has(*MONEY):
        return None
    asks = sentence.matches(_HIGHEST_TOTAL) or sentence.matches(_MASS)
    role = tokens[-1].role
    return ("municipality" if role == "town" else role.removeprefix("dim_")) if asks else None
