"""What is said to be counted too and narrows nothing: "België inbegrepen", "y compris Bruxelles", "bornes incluses"."""

from __future__ import annotations

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.places import is_within
from retrieval.query.words.sentence import Sentence, Token


def include(sentence: Sentence, conditions: Conditions) -> Sentence:
    """Drop the conditions that are only said to be included; the sentence comes back with its markers inert."""
    understood = []
    for position, token in enumerate(sentence.tokens):
        if token.role != "included":
            continue
        near = _near(sentence, position, conditions)
        if near is None:
            if any(one.name.endswith(("_from", "_to", "_min", "_max")) for one in conditions.certain()):
                understood.append(token)
            continue
        if not _widens(near, conditions):
            conditions.found.remove(near)
        understood.append(token)
    return sentence.with_role(understood, "adv")


def _near(sentence: Sentence, position: int, conditions: Conditions) -> Condition | None:
    """The condition just before the marker, else the one just after it."""
    tokens = sentence.tokens
    before = tokens[position - 1] if position and not tokens[position].after_break else None
    after = next(
        (one for one in tokens[position + 1 : position + 4] if one.role not in {"det", "prep", "project"}),
        None,
    )
    for token in (before, after):
        if token is not None and (found := _at(token, conditions)):
            return found
    return None


def _at(token: Token, conditions: Conditions) -> Condition | None:
    return next(
        (
            one
            for one in conditions.certain()
            if one.span[0] < token.end
            and token.start < one.span[1]
            and not one.name.endswith(("_from", "_to", "_min", "_max"))
        ),
        None,
    )


def _widens(condition: Condition, conditions: Conditions) -> bool:
    """Whether it adds to others of its kind: "en Flandre, y compris Bruxelles" counts both."""
    others = [one for one in conditions.certain() if one is not condition and not one.excluded]
    if any(is_within(condition, one) for one in others):
        return False
    return any(one.name == condition.name for one in others)
