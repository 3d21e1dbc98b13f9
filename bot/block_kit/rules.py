"""The grammar in which `elements.py` and `blocks.py` are written: a rule takes a value and its pointer, and gives problems.

Lengths count characters as Slack does: code points of the text as sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.block_kit.problems import Problem, Problems

Rule = Callable[[Any, str], Problems]

_ALLOWED_SCHEMES = re.compile(r"^(https?|mailto|tel|slack):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """One key of an object: the rule of its value, and whether it must be there."""

    rule: Rule
    required: bool = False


Shape = dict[str, Field]


def must(rule: Rule) -> Field:
    """A required key."""
    return Field(rule, required=True)


def may(rule: Rule) -> Field:
    """An optional key."""
    return Field(rule)


def string(maximum: int, minimum: int = 1) -> Rule:
    """A string of `minimum` to `maximum` characters."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, str):
            return [Problem(at, "must be a string", "type", "string")]
        if len(value) > maximum:
            return [Problem(at, f"must be less than {maximum + 1} characters", "max_length", maximum)]
        if len(value) < minimum:
            return [Problem(at, f"must be more than {minimum - 1} characters", "min_length", minimum)]
        return []

    return check


def url(maximum: int = 3000) -> Rule:
    """An address with a scheme that a link may have; `javascript:` and the like are refused."""
    length = string(maximum)

    def check(value: Any, at: str) -> Problems:
        problems = length(value, at)
        if problems or _ALLOWED_SCHEMES.match(value):
            return problems
        return [Problem(at, "invalid url", "format", "url")]

    return check


def flag(value: Any, at: str) -> Problems:
    """True or false."""
    return [] if isinstance(value, bool) else [Problem(at, "must be a boolean", "type", "boolean")]


def whole(minimum: int, maximum: int) -> Rule:
    """A whole number between two bounds, both included."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, int) or isinstance(value, bool):
            return [Problem(at, "must be an integer", "type", "integer")]
        if minimum <= value <= maximum:
            return []
        return [Problem(at, f"must be between {minimum} and {maximum}", "range", [minimum, maximum])]

    return check


def one_of(*values: str) -> Rule:
    """One of a few words."""

    def check(value: Any, at: str) -> Problems:
        if value in values:
            return []
        return [Problem(at, f"unsupported value: {value}", "enum", list(values))]

    return check


def anything(_value: Any, _at: str) -> Problems:
    """A value that is not looked into."""
    return []


def several(rule: Rule, maximum: int, minimum: int = 1) -> Rule:
    """A list of `minimum` to `maximum` values that each meet the rule."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, list):
            return [Problem(at, "must be an array", "type", "array")]
        if len(value) > maximum:
            return [Problem(at, f"no more than {maximum} items allowed", "max_items", maximum)]
        if len(value) < minimum:
            return [Problem(at, f"must have at least {minimum} items", "min_items", minimum)]
        return [problem for i, item in enumerate(value) for problem in rule(item, f"{at}/{i}")]

    return check


def shaped(shape: Shape) -> Rule:
    """An object with these keys and no others."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, dict):
            return [Problem(at, "must be an object", "type", "object")]
        problems = [
            Problem(at, f"missing required field: {name}", "required", name)
            for name, field in shape.items()
            if field.required and value.get(name) is None
        ]
        for name, given in value.items():
            if name not in shape:
                problems.append(
                    Problem(f"{at}/{name}", f"no additional properties allowed: {name}", "unknown_key")
                )
            elif given is not None:
                problems += shape[name].rule(given, f"{at}/{name}")
        return problems

    return check


def typed(shapes: Mapping[str, Rule], *allowed: str) -> Rule:
    """An object whose `type` names its rule; without `allowed`, any type of the table."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, dict):
            return [Problem(at, "must be an object", "type", "object")]
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in shapes or (allowed and kind not in allowed):
            return [Problem(f"{at}/type", f"unsupported type: {kind}", "enum", list(allowed or shapes))]
        return shapes[kind](value, at)

    return check


def exactly_one(*names: str) -> Rule:
    """An object in which one of these keys is there, and one only."""

    def check(value: Any, at: str) -> Problems:
        present = [name for name in names if value.get(name) is not None]
        if len(present) == 1:
            return []
        return [Problem(at, f"must provide exactly one of {', '.join(names)}", "one_of", list(names))]

    return check


def both(*rules: Rule) -> Rule:
    """A value that meets each rule; a later one is asked only when those before had nothing to say."""

    def check(value: Any, at: str) -> Problems:
        for rule in rules:
            if problems := rule(value, at):
                return problems
        return []

    return check
