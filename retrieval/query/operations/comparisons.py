"""Two or more values of one facet set against each other: "Namur ou Liège, qui a le plus de projets ?", "compare X et Y"."""

from __future__ import annotations

import re

from retrieval.query.conditions.condition import Conditions
from retrieval.query.folding import fold
from retrieval.query.operations.computation import SUPERLATIVES, dimension_of, is_dimension
from retrieval.query.operations.numbers import is_of_several
from retrieval.query.words.cues import cue, word_set
from retrieval.query.words.roles import INERT, MONEY
from retrieval.query.words.sentence import Sentence

LEVELS = ("municipality", "province")  # of which one name may be both
_FACETS = ("domain", "status", *LEVELS, "region", "country", "service")
_SETS_AGAINST = cue(__package__, "sets_against")  # what does nothing else, unlike "plutôt" or "next to"
_EACH_APART = cue(__package__, "each_apart")
# All that a sentence holds that asks for a comparison and names no project: it is of all that there is.
_ONLY_COMPARES = INERT | {"compare", "place", "term", "and", "or", "town", "dim_province", "dim_region", "dim_country",
                          "dim_domain", "give", "which"}  # fmt: skip


def compared_facet(sentence: Sentence, conditions: Conditions) -> str | None:
    """The facet of which values are set against each other; of a name of two levels the first.

    Each of the levels that are possible is a reading of its own (`figures.py`).
    """
    if _chooses_a_year(sentence, conditions):
        return "start_year"
    if not _compares(sentence):
        return None
    facets = (*_FACETS, "programme") if _asks_which_of_those(sentence) else _FACETS
    found = next((facet for facet in facets if len(values_of(facet, conditions)) > 1), None)
    return None if found is not None and _asks_of_others(sentence, found) else found


_WHICH_ONE = word_set(__package__, "which_one")
_WHO = word_set(__package__, "who")
_RANKS = ("more", "most", "least", "max_size")


def _asks_which_of_those(sentence: Sentence) -> bool:
    """ "La province de Hainaut et celle de Liège, *laquelle* a mis le plus": one of those that are named."""
    tokens = sentence.tokens
    one = next((one for one in tokens if one.text in _WHICH_ONE), None)
    if one is None or not sentence.has(*_RANKS):
        return False
    if sentence.has("project") and (sentence.has(*MONEY) or not sentence.has("more", "most", "least")):
        return False  # "les projets de Gand et Anvers, lequel a reçu le plus": one project
    named = sum(other.role in {"place", "term"} for other in tokens)
    return named > 1 and not sentence.has(*(SUPERLATIVES.keys() - {"max_size"}))


_EITHER = re.compile(r"\d (?:ou|of|oder|or|versus|vs|contre|tegen|tegenover|gegen|against) \D*\d")


def _chooses_a_year(sentence: Sentence, conditions: Conditions) -> bool:
    """ "*2018 versus 2019*: in which of the two did more projects start"."""
    years = [one for one in conditions.certain() if one.name.startswith("year")]
    either = len(years) == 2 and bool(_EITHER.search(fold(sentence.text[slice(*years[0].span)])))
    if not either or not sentence.has("which") or not sentence.has("more", "most", "least"):
        return False
    others = any(is_dimension(one) and one.role != "dim_start_year" for one in sentence.tokens)
    compared = any(len(values_of(facet, conditions)) > 1 for facet in _FACETS)
    return not others and not compared and not sentence.matches(_WHICH_PROJECT)


_WHICH_PROJECT = re.compile(r" which(?: (?:adj|det|aux|place|term))* project ")


def _asks_of_others(sentence: Sentence, facet: str) -> bool:
    """ "Des communes avec eau et déchets, laquelle a le plus": of the communes, not of the themes."""
    if not _asks_which_of_those(sentence):
        return False
    who = any(one.text in _WHO for one in sentence.tokens)
    if who and facet in {"domain", "status", "service"}:
        return True  # "qui a le plus de projets d'eau et d'énergie"
    dims = {dimension_of(one) for one in sentence.tokens if is_dimension(one)}
    return bool(dims - {facet, "province", "municipality", "programme", "domain"}) or (
        bool(dims) and facet not in dims
    )


def values_of(facet: str, conditions: Conditions) -> set[object]:
    """The values of a facet that a sentence names, those among them that it might mean otherwise."""
    wanted = {one.value for one in conditions.certain() if one.name == facet and not one.excluded}
    return wanted | {value for one in conditions.ambiguous for name, value in one.readings if name == facet}


def _compares(sentence: Sentence) -> bool:
    """Whether a word sets them against each other, and it is said of what or nothing else is said."""
    asked_twice = sum(token.role == "how_many" for token in sentence.tokens) > 1
    if not asked_twice and sentence.has("total") and sentence.has("how_many", "number"):
        return False  # "ceux-ci plus ceux-là, combien en tout", "prises ensemble": one number
    if not asked_twice and sentence.has("how_many") and sentence.has("more") and sentence.has("than"):
        return False  # "combien de projets de plus à Mons qu'à Namur": a difference
    either = sentence.has("more", "most", "least") and sentence.has("or", "than")
    if _asks_which_of_those(sentence):
        return sentence.has("project", "number", *MONEY)
    if asked_twice or either:
        return sentence.has("project", "how_many", "number", *MONEY)
    if not sentence.has("compare"):
        return False
    of_several = sentence.has("project") and (is_of_several(sentence) or sentence.has("mean"))
    if sentence.has(*MONEY):
        return (of_several and bool(each_apart(sentence))) or _says_so(sentence, of_several=of_several)
    counts = sentence.has("how_many", "number")
    return counts or of_several or _says_so(sentence, of_several=of_several)


def each_apart(sentence: Sentence) -> list[str]:
    """ "Respectivement", "jeweils": one figure for all is not what is asked."""
    return [found.group() for found in _EACH_APART.finditer(fold(sentence.text))]


def _says_so(sentence: Sentence, *, of_several: bool) -> bool:
    """ "Compare Namur et Liège", "vergelijk het budget van Gent en Brugge": of one project it is looked up."""
    if not _SETS_AGAINST.search(fold(sentence.text)):
        return False
    plain = {one.role for one in sentence.tokens} <= _ONLY_COMPARES | {*MONEY, "mean", "total", "known"}
    return of_several or plain
