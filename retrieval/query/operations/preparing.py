"""A sentence made plain for the rules: compounds taken apart, "ceux" as projects, "plus" that adds, idle numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from retrieval.query.conditions.condition import Conditions
from retrieval.query.normalising.numerals import NUMBER_WORDS
from retrieval.query.operations.computation import dimension_of, is_dimension
from retrieval.query.words.cues import word_set
from retrieval.query.words.lexicon import Lexicon
from retrieval.query.words.roles import MONEY
from retrieval.query.words.sentence import UNKNOWN, Sentence, Token


def prepared(sentence: Sentence, conditions: Conditions) -> Sentence:
    """The sentence in which what changes nothing of what is asked has a role that says so."""
    sentence = _as_many_as_named(sentence, conditions)
    return _without_owners(_without_ranks(_added_up(_those_named(_taken_apart(sentence)))))


_GENITIVE = re.compile(r"(?:'s|'|’s|’) ")


def _without_owners(sentence: Sentence) -> Sentence:
    """ "Which *towns'* projects": the projects are asked, not the towns."""
    pairs = zip(sentence.tokens, sentence.tokens[1:], strict=False)
    owners = [
        one
        for one, other in pairs
        if one.role == "town" and other.role == "project" and _GENITIVE.match(sentence.text, one.end)
    ]
    return sentence.with_role(owners, "adj")


# "Gesamtbudget", "totaalbedrag", "Durchschnittskosten": two roles in one word.
_FIRST_PARTS = {"gesamt": "total", "totaal": "total", "totale": "total", "durchschnitts": "mean", "gemiddelde": "mean",
                "hochst": "max_size", "maximal": "max_size", "mindest": "min_size", "projekt": "noun", "project": "noun"}  # fmt: skip


def _taken_apart(sentence: Sentence) -> Sentence:
    tokens: list[Token] = []
    for token in sentence.tokens:
        parts = _parts(token) if token.role == UNKNOWN else None
        tokens += parts or [token]
    return replace(sentence, tokens=tuple(tokens))


_THOSE = word_set(__package__, "those")


def _those_named(sentence: Sentence) -> Sentence:
    """ "*Ceux* qui en sont au stade pilote", "les *lauréats* de l'appel": projects, where no other noun says what is meant."""
    if sentence.has("project", "practice", "law", "town"):
        return sentence
    said = [one for one in sentence.tokens if one.text in _THOSE or _WINNERS.match(one.text)]
    return sentence.with_role(said[:1], "project")


_WINNERS = re.compile(r"(?:laureats?|laureaten|gagnants?|winnaars?|preistrager\w*|gewinner\w*)\b")


def _added_up(sentence: Sentence) -> Sentence:
    """ "Ceux qui sont terminés *plus ceux* qui sont arrêtés, combien en tout": plus adds, where a total is asked."""
    if not sentence.has("total"):
        return sentence
    pairs = zip(sentence.tokens, sentence.tokens[1:], strict=False)
    adds = [one for one, other in pairs if one.text in _PLUS and other.text in _THOSE | _THE]
    return sentence.with_role(adds, "and")


_PLUS = word_set(__package__, "plus")
_THE = word_set(__package__, "the")


def _without_ranks(sentence: Sentence) -> Sentence:
    """ "Le *top 3* des pays", "die *drei* Länder mit den meisten Projekten": how many groups are shown is no condition."""
    ranks = [
        one
        for one, other in zip(sentence.tokens, sentence.tokens[1:], strict=False)
        if (one.text.isdigit() or one.text in NUMBER_WORDS)
        and (is_dimension(other))
        and one.role in {UNKNOWN, "det"}
    ]
    top = re.compile(r" (?:max_size|unknown)(?: (?:unknown|prep|det))* (?:town|dim_\w+) ")
    if tokens := sentence.matched(top):
        ranks += [one for one in tokens[:-1] if one.text.isdigit() or one.text in NUMBER_WORDS]
    return sentence.with_role(ranks, "det") if sentence.has("most", "least") or ranks else sentence


_AS_MANY = re.compile(r" (?:unknown|det|adj)(?: (?:adj|det|vague))? (?:town|dim_\w+) ")


def _as_many_as_named(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "*Zwei kleine Länder*, Luxemburg und Österreich": what those that are named are called together."""
    tokens = sentence.matched(_AS_MANY)
    number = NUMBER_WORDS.get(tokens[0].text) if tokens else None
    if number is None and tokens and tokens[0].text.isdigit():
        number = Decimal(tokens[0].text)
    if number is None:
        return sentence
    facet = dimension_of(tokens[-1])
    named = {value for one in conditions.certain() if one.name == facet for value in one.values}
    named |= {value for one in conditions.ambiguous for name, value in one.readings if name == facet}
    return sentence.with_role(tokens[:-1], "det") if len(named) == number else sentence


def _parts(token: Token) -> list[Token] | None:
    for first, role in _FIRST_PARTS.items():
        rest = token.text.removeprefix(first)
        found = Lexicon.load().role_of(rest) if rest and rest != token.text else None
        if found in MONEY or found in {"number", "project"}:
            return [replace(token, role=role), replace(token, role=found, text=rest)]
    return None
