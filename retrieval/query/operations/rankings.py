"""How many of the first ones are wanted: "les *trois* projets les plus chers", "de *5* oudste", "top *10* by budget"."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.query.conditions.condition import Conditions
from retrieval.query.normalising.numerals import NUMBER_WORDS
from retrieval.query.operations.computation import SUPERLATIVES, Computation
from retrieval.query.operations.numbers import field_of_money, superlative_of
from retrieval.query.words.cues import word_set
from retrieval.query.words.sentence import UNKNOWN, Sentence, Token

_SO_MANY = "so_many"
_MOST = 100  # a longer ranking is a list
_BEST_ROLES = frozenset({*SUPERLATIVES, "most", "least"})
_BEST = rf"(?:{'|'.join(sorted(_BEST_ROLES))})"
_BETWEEN = r"(?:adj|det|place|term|prep|adv|known)"
_RULES = tuple(
    re.compile(rule)
    for rule in (
        rf" {_SO_MANY}(?: {_BETWEEN})* {_BEST} ",  # "de vijf grootste subsidies"
        rf" {_SO_MANY}(?: {_BETWEEN})* (?:project|money|subsidy)(?: (?!how_many|which)\w+)*? {_BEST} ",  # "trois projets … les plus chers"
        rf" project which {_SO_MANY}(?: (?:verb|aux|adv))* {_BEST} ",  # "Dutch initiatives: which two go back furthest"
        rf" {_BEST}(?: {_BETWEEN})* {_SO_MANY}(?: {_BETWEEN})* project ",  # "the first five projects"
        rf" {_BEST}(?: {_BETWEEN})* (?:project|money|subsidy)(?: \w+)*? top {_SO_MANY} (?:polite |adv )*$",  # "biggest subsidies: top three"
    )
)
_TOP_OF = re.compile(  # "top 10 projects by budget", "top 5 des subsides"
    rf" top {_SO_MANY}(?: {_BETWEEN})* (?:project(?: {_BETWEEN})* per(?: det)? )?(?P<by>money|subsidy|dim_start_year) "
)
_TOP = word_set(__package__, "top")
_PLURAL_MOST = re.compile(r" (?:det )?more(?: adv)* received ")  # "les projets *les plus* subsidiés"


def ranking_of(sentence: Sentence, kind: str, conditions: Conditions) -> tuple[Computation, Sentence] | None:
    """The first so many by an amount or a year, with the sentence in which their number is accounted for."""
    if sentence.has("how_many", "mean", "total", "town"):
        return None  # "combien coûtent les trois plus gros": computed of them, not they
    counted = _with_number(sentence)
    if counted is None:
        return None
    first, numbered = counted
    if tops := [one for one in numbered.tokens if one.text in _TOP]:
        numbered = numbered.with_role(tops, "top")
    if found := numbered.matched(_TOP_OF):
        field = "start_year" if found[-1].role == "dim_start_year" else field_of_money(numbered)
        return Computation("max", kind, field=field, first=first), _accounted(numbered, found[:-1])
    numbered = numbered.with_role(
        [one for one in numbered.matched(_PLURAL_MOST) if one.role == "more"], "most"
    )
    ranks = next((found for rule in _RULES if (found := numbered.matched(rule))), ())
    if not ranks or sum(one.role in _BEST_ROLES for one in numbered.tokens) > 1:
        return None  # "les plus chers et les plus récents"
    plain = _accounted(numbered, numbered.tokens)
    computation = superlative_of(plain, kind, conditions)
    return (replace(computation, first=first), plain) if computation is not None else None


def _with_number(sentence: Sentence) -> tuple[int, Sentence] | None:
    """The one number of several that stands in a sentence, marked; None where there is none or more than one."""
    found = [(one, number) for one in sentence.tokens if (number := _number(one)) is not None]
    if len(found) != 1 or not 1 < found[0][1] <= _MOST:
        return None
    token, number = found[0]
    return number, sentence.with_role([token], _SO_MANY)


def _number(token: Token) -> int | None:
    if token.role not in {UNKNOWN, "det"}:
        return None
    if token.text.isdigit():
        return int(token.text)
    worded = NUMBER_WORDS.get(token.text)
    return int(worded) if worded is not None and worded > 1 and worded == int(worded) else None


def _accounted(sentence: Sentence, tokens: tuple[Token, ...]) -> Sentence:
    """The sentence with its number, "top" and "by" as words that say no more than the ranking does."""
    return sentence.with_role([one for one in tokens if one.role in {_SO_MANY, "top", "per"}], "det")
