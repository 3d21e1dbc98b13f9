"""A sentence with the roles of its words and the conditions in it, exclusions understood: read once for all who ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corpus.filters import fold_words
from corpus.phrases import subject_of
from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.exclusions import exclude
from retrieval.query.conditions.finding import read_conditions
from retrieval.query.conditions.inclusions import include
from retrieval.query.conditions.known_fields import read_known_fields
from retrieval.query.conditions.linking import linking_verbs
from retrieval.query.conditions.places import add_adjective, choose_level_beside
from retrieval.query.conditions.terms import drop_general_terms, of_the_listed_facet, stands_as_a_theme
from retrieval.query.words.cues import word_set
from retrieval.query.words.sentence import Sentence, Token


@dataclass(frozen=True)
class Reading:
    """A sentence with the roles of its words and the conditions in it, exclusions understood."""

    sentence: Sentence
    conditions: Conditions


@lru_cache(maxsize=256)
def read(text: str) -> Reading:
    """A sentence as it is understood, shared by all who ask: nobody changes it."""
    sentence = Sentence.read(text)
    conditions = read_conditions(sentence)
    sentence = _with_adjectives(sentence, conditions)
    little = [token.span for token in sentence.tokens if token.role in _LITTLE]
    conditions.promote(
        [token.span for token in sentence.unknown()], little, lambda span: stands_as_a_theme(sentence, span)
    )
    sentence = drop_general_terms(conditions, sentence)
    of_the_listed_facet(sentence, conditions)
    sentence = _abroad(sentence, conditions)
    choose_level_beside(sentence, conditions)
    sentence = sentence.with_conditions(_roles_of(conditions, sentence.text))
    sentence = _levels_said(sentence, conditions)
    sentence = read_known_fields(sentence, conditions)
    sentence = exclude(sentence, conditions)
    sentence = include(sentence, conditions)
    sentence = sentence.with_role(linking_verbs(sentence, conditions), "verb")
    return Reading(sentence, conditions)


_LITTLE = frozenset({"verb", "aux", "prep", "pron", "adv", "det"})


def _with_adjectives(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "Gentse", "Belgiens": words that only a place explains."""
    for token in sentence.unknown():
        for span in (_with_the_next(sentence, token), token.span):
            if not conditions.consumed.overlaps(span) and add_adjective(sentence, span, conditions):
                break
    return sentence


def _with_the_next(sentence: Sentence, token: Token) -> tuple[int, int]:
    """ "West-Vlaamse" is two words."""
    following = sentence.tokens[sentence.tokens.index(token) + 1 :][:1]
    return token.start, following[0].end if following else token.end


def _levels_said(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "Namur *ville*", "Liège *(province)*": words that tell which place is meant count no towns."""
    places = {one.span[1]: one.name for one in conditions.found if one.name in {"municipality", "province"}}
    levels = [
        other
        for one, other in pairwise(sentence.tokens)
        if other.text in _LEVEL_WORDS.get(places.get(one.end, ""), ())
        and _NAMES_IT.fullmatch(sentence.text[one.end : other.end + 1])
    ]
    return sentence.with_role(levels, "det")


_LEVEL_WORDS = {
    "municipality": frozenset({"ville", "commune", "stad", "gemeente", "stadt", "gemeinde", "city", "town"}),
    "province": frozenset({"province", "provincie", "provinz"}),
}
_NAMES_IT = re.compile(r" \w+[ ,;:.?!]?| \(\w+\)")


def _abroad(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "À l'étranger", "ausländische": anywhere but in Belgium."""
    said = [token for token in sentence.tokens if token.role == "abroad"]
    for token in said:
        conditions.found.append(Condition("country", "be", token.span, certain=True, excluded=True))
    return sentence


def _roles_of(conditions: Conditions, text: str) -> list[tuple[tuple[int, int], str]]:
    """Each condition's span with the role it gives to its words."""
    spans: dict[tuple[int, int], str] = {}
    for one in conditions.found:
        if one.certain or any(one.span == other.span for other in conditions.ambiguous):
            spans[one.span] = _role_of(one, text[one.span[0] : one.span[1]])
    return sorted(spans.items())


def _role_of(condition: Condition, said: str) -> str:
    name = condition.name
    words = fold_words(said)
    if words and any(subject_of(words[-1], language) for language in ("nl", "de")):
        return "project"  # "energieprojecten": the theme and the thing in one word
    if name == "status" and words and words[-1] in _PILOTS:
        return "project"
    if name.startswith("year"):
        return "year"
    if name.startswith(("budget", "subsidy")):
        return "amount"
    if name in {"country", "region", "province", "arrondissement", "municipality", "near"}:
        return "place"
    return "term"


_PILOTS = word_set(__package__, "pilots")
