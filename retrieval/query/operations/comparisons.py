"""Two or more values of one facet set against each other: "Namur ou Liège, qui a le plus de projets ?", "compare X et Y"."""

from __future__ import annotations

from retrieval.query.conditions.condition import Conditions
from retrieval.query.folding import fold
from retrieval.query.operations.numbers import is_of_several
from retrieval.query.words.cues import cue
from retrieval.query.words.roles import INERT, MONEY
from retrieval.query.words.sentence import Sentence

LEVELS = ("municipality", "province")  # of which one name may be both
_FACETS = ("domain", "status", *LEVELS, "region", "country", "service")
_SETS_AGAINST = cue(__package__, "sets_against")  # what does nothing else, unlike "plutôt" or "next to"
# All that a sentence holds that asks for a comparison and does not say of what: of all that there is.
_ONLY_COMPARES = INERT | {"compare", "place", "term", "and", "or", "town", "dim_province", "dim_region", "dim_country",
                          "dim_domain", "give", "which"}  # fmt: skip


def compared_facet(sentence: Sentence, conditions: Conditions) -> str | None:
    """The facet of which values are set against each other; of a name of two levels the first.

    Each of the levels that are possible is a reading of its own (`figures.py`).
    """
    if not _compares(sentence):
        return None
    return next((facet for facet in _FACETS if len(values_of(facet, conditions)) > 1), None)


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
    if not (asked_twice or either or sentence.has("compare")):
        return False
    counts = sentence.has("more", "most", "least", "how_many", "number", *MONEY)
    return counts or (sentence.has("project") and is_of_several(sentence)) or _only_compares(sentence)


def _only_compares(sentence: Sentence) -> bool:
    """ "Compare Namur et Liège", "Gent versus Antwerpen"."""
    says_so = bool(_SETS_AGAINST.search(fold(sentence.text)))
    return says_so and {one.role for one in sentence.tokens} <= _ONLY_COMPARES
