"""Negation: which conditions a sentence excludes ("sauf Liège", "niet in Vlaanderen", "ohne Kameras").

A marker excludes the conditions that follow it, as long as only linking words stand between them and they are of
one kind: "hors Liège et Namur, en 2020" excludes two towns and no year. Dutch and German may put the marker
after ("Wallonië uitgezonderd", "die LoRaWAN nicht nutzen"): where nothing follows, the condition just before it
is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.folding import Span, fold
from retrieval.query.words.cues import word_set
from retrieval.query.words.roles import INERT
from retrieval.query.words.sentence import Sentence, Token

_MARKERS = frozenset({"except", "without", "not", "no"})
_DIMENSIONS = frozenset(f"dim_{name}" for name in ("province", "region", "country", "status", "domain", "programme",
                                                     "technology", "service", "start_year", "personal_data"))  # fmt: skip
_SKIPPED = INERT | _DIMENSIONS | {
    "not", "has", "received", "start", "all", "project", "town", "partner", "lead", "than", "end", "which", "known",
}  # fmt: skip
_LINKS = frozenset({"and", "or", "not", "det", "prep", "adj", "town", "pron", "project"}) | _DIMENSIONS
_PLACES = frozenset({"country", "region", "province", "arrondissement", "municipality", "near"})
_MOST_SKIPPED = 7


def exclude(sentence: Sentence, conditions: Conditions) -> Sentence:
    """Turn the excluded conditions; the sentence comes back with its understood markers made inert."""
    tokens = sentence.tokens
    understood: set[Token] = set()
    turned: set[tuple[Span, str]] = set()
    for position, token in enumerate(tokens):
        if token.role not in _MARKERS or token in understood or _not_only(tokens, position):
            continue
        if _only(tokens, position):
            understood.add(token)
            continue
        meant, used = _meant(tokens, position, conditions)
        if (
            meant
            and all(_denies(one) for one in meant)
            and (token.role == "not" or _denies_none(token, meant))
        ):
            understood |= {token, *used}  # "n'ont *pas encore démarré*": the condition holds the denial
            continue
        if meant:
            understood |= {token, *used}
            for condition in meant:
                if (condition.span, condition.name) not in turned:  # "ne traitent aucune donnée": one denial
                    turned.add((condition.span, condition.name))
                    conditions.exclude(condition, leaving_unknown=token.role == "except")
    return sentence.with_role(understood, "adv")


def _only(tokens: Sequence[Token], position: int) -> bool:
    """ "Si on *ne* prend *que* l'énergie" restricts to what follows and denies nothing."""
    if tokens[position].text not in {"ne", "n"}:
        return False
    following = [one.text.split()[-1] for one in tokens[position + 1 : position + 5]]
    return any(one in {"que", "qu"} for one in following) and "pas" not in following


def _not_only(tokens: Sequence[Token], position: int) -> bool:
    """ "*Nicht nur* in Wallonien": it is among what is meant, and so is more that is not told."""
    if tokens[position].role != "not":
        return False
    following = tokens[position + 1 : position + 5]
    not_that = any(
        one.text == "pas" and other.text.split()[0] in {"que", "qu"}
        for one, other in pairwise(tokens[position : position + 6])
    )
    return not_that or any(one.text in _JUST for one in following[:1])


_JUST = word_set(__package__, "just")


def _meant(
    tokens: Sequence[Token], position: int, conditions: Conditions
) -> tuple[list[Condition], list[Token]]:
    """What a marker excludes: what follows it, unless it closes a clause ("la Belgique mise à part, …")."""
    if tokens[position].text == "non" and not (
        position + 1 < len(tokens) and _at(tokens[position + 1], conditions)
    ):
        return [], []  # "un subside *non* nul en Wallonie"
    closes = tokens[position + 1].after_break if position + 1 < len(tokens) else True
    ways = (_preceding, _following) if closes else (_following, _preceding)
    first, used = ways[0](tokens, position, conditions)
    return (first, used) if first else ways[1](tokens, position, conditions)


_DENIAL = re.compile(r"\b(?:pas|niet|nicht|not|yet)\b")


def _denies(condition: Condition) -> bool:
    if condition.name == "personal_data":
        return condition.value == "no"  # "ne traitent *aucune donnée personnelle*"
    return condition.name == "status" and bool(_DENIAL.search(condition.text.lower()))


_NONE = word_set(__package__, "none")


def _denies_none(token: Token, meant: Sequence[Condition]) -> bool:
    """ "*Sans aucune* donnée personnelle": one denial in two words, where "sans" alone would turn what it denies."""
    return token.role == "without" and all(fold(one.text).split()[0] in _NONE for one in meant)


def _following(
    tokens: Sequence[Token], position: int, conditions: Conditions
) -> tuple[list[Condition], list[Token]]:
    meant: list[Condition] = []
    used: list[Token] = []
    skipped, joined, nor = 0, False, False
    for token in tokens[position + 1 :]:
        here = _at(token, conditions)
        if here and (
            not meant or nor or (_kind(here[0]) == _kind(meant[0]) and _is_listed(here, meant, joined, token))
        ):
            meant += here
            joined = nor = False
            continue
        if here:
            break
        joined = joined or token.role in {"and", "or", "not"}
        nor = nor or (bool(meant) and tokens[position].text in _NEITHER and token.text in _NOR)
        allowed = _LINKS if meant else _SKIPPED
        skipped += 1
        if (token.role not in allowed and not nor) or (skipped > _MOST_SKIPPED and not meant):
            break
        if not meant and token.after_break and skipped > 1:
            break
        if token.role == "not":
            used.append(token)
    return meant, used


# "Weder KI *noch* Kameras": the second is denied too, of whatever kind it is.
_NEITHER = word_set(__package__, "neither")
_NOR = word_set(__package__, "nor")


def _is_listed(here: list[Condition], meant: list[Condition], joined: bool, token: Token) -> bool:
    """Whether a place belongs to the list of the excluded ones: "hors Namur *en Wallonie*" leaves Wallonia in."""
    return joined or token.after_break or here[0].name not in _PLACES or here[0].span == meant[-1].span


def _preceding(
    tokens: Sequence[Token], position: int, conditions: Conditions
) -> tuple[list[Condition], list[Token]]:
    """The condition just before, where the clause ends with the marker or its verb."""
    rest = tokens[position + 1 :]
    ends = (
        not rest or rest[0].after_break or all(one.role in {"verb", "aux", "adv", "has"} for one in rest[:2])
    )
    if not ends or position == 0 or tokens[position].after_break:
        return [], []
    return _at(tokens[position - 1], conditions), []


def _at(token: Token, conditions: Conditions) -> list[Condition]:
    return [
        one
        for one in conditions.found
        if one.certain and one.span[0] < token.end and token.start < one.span[1] and not _is_bound(one)
    ]


def _is_bound(condition: Condition) -> bool:
    return condition.name.endswith(("_from", "_to", "_min", "_max")) or condition.name == "near"


def _kind(condition: Condition) -> str:
    return "place" if condition.name in _PLACES else condition.name
