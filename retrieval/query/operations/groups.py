"""Groups that a sentence asks for: "par province", "which status has most", "Namur or Liège"."""

from __future__ import annotations

import re

from retrieval.query.conditions.condition import Conditions
from retrieval.query.operations.comparisons import compared_facet
from retrieval.query.operations.computation import dimension_of, is_dimension
from retrieval.query.words.cues import word_set
from retrieval.query.words.roles import DIM, MONEY
from retrieval.query.words.sentence import UNKNOWN, Sentence, Token

_PER = re.compile(rf" per(?: (?:adj|noun|prep|det|pron|place))* {DIM} ")
_WHICH_MOST = re.compile(
    rf" which(?: (?:aux|det|adj|noun|verb|pron|prep|all|place|term))* {DIM} .*(?:most|least) "
)
_MOST_OF = re.compile(rf" (?:most|least)(?: (?:adj|det|verb|prep))* {DIM} ")
_THOSE_WITH_MOST = re.compile(
    r" (?:town|dim_\w+)(?: (?:place|abroad|term|adj|det|prep|pron|aux|has))* (?:most|least)(?: (?:det|prep|adj))* project "
)
# "In welchen Ländern gibt es Projekte und wie viele *jeweils*".
_WHICH_AND_HOW_MANY = re.compile(
    rf" which(?: (?:det|adj|place|all))* {DIM} .*how_many(?: \w+){{0,3}} (?:compare|per) "
)
_SPREAD = re.compile(rf" distribution .*{DIM} ")
# Before these a noun with an article names one thing: "par la province de Liège" is no grouping.
_GROUPS_WITH_ARTICLE = tuple(sorted(word_set(__package__, "groups_with_article")))


def group_of(sentence: Sentence, conditions: Conditions) -> str | None:
    """The facet or field by which a sentence wants groups; None where it wants none."""
    tokens = sentence.matched(_PER)
    if tokens and _is_grouping(sentence, tokens):
        return dimension_of(tokens[-1])
    for rule in (_WHICH_MOST, _MOST_OF):
        tokens = sentence.matched(rule)
        if (
            tokens
            and sentence.has("which", "number", "how_many", "project", "give")
            and not _names_one(sentence)
        ):
            dims = [token for token in tokens if is_dimension(token)]
            return dimension_of(dims[0])
    if (tokens := sentence.matched(_THOSE_WITH_MOST)) and not sentence.has(*MONEY):
        return dimension_of(next(one for one in tokens if is_dimension(one)))
    if tokens := sentence.matched(_WHICH_AND_HOW_MANY):
        dims = [one for one in tokens if is_dimension(one)]
        return dimension_of(dims[0])
    tokens = sentence.matched(_SPREAD)
    if tokens:
        return dimension_of(tokens[-1])
    if _asked_of_data(sentence, conditions):
        return "personal_data"
    return compared_facet(sentence, conditions)


def _asked_of_data(sentence: Sentence, conditions: Conditions) -> bool:
    """ "How many process personal data, how many do not": by personal data, or one of several questions."""
    if not any(one.name == "personal_data" for one in conditions.found):
        return False
    asked = sum(token.role == "how_many" for token in sentence.tokens)
    return asked > 1 or sentence.has("distribution", "compare")


def _names_one(sentence: Sentence) -> bool:
    """ "Which project … most": the project is asked, not a group."""
    return sentence.matched(re.compile(r" which(?: (?:adj|det|aux))* project ")) != ()


def _is_grouping(sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
    with_article = any(token.role == "det" for token in tokens)
    if with_article and not tokens[0].text.startswith(_GROUPS_WITH_ARTICLE):
        return False
    position = sentence.tokens.index(tokens[-1])
    following = sentence.tokens[position + 1 : position + 2]
    return not any(token.role in {UNKNOWN, "place"} and not token.after_break for token in following) or not (
        with_article or tokens[-1].role in {"dim_programme"}
    )
