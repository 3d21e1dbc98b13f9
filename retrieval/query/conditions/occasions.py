"""Themes that tell when something was, not what it is about: "seit *Corona*", "depuis *les inondations*"."""

from __future__ import annotations

import re

from retrieval.query.conditions.condition import Condition

_THEMES = frozenset({"domain", "technology", "service"})
_MOMENT = re.compile(
    r"\b(?:(?:depuis|apres|avant)(?: l[ea']s?)?|(?:sinds|na)(?: de| het)?|seit(?: de[mnr])?|nach de[mnr]|(?:since|after|before)(?: the)?) ?$|\b(?:voor|vor) $"
)
_PANDEMIC = re.compile(r"(?:corona|covid|pandem)")


def is_a_moment(condition: Condition, folded: str) -> bool:
    """ "Seit *Corona*", "na de *overstromingen*": when, not about what."""
    before = _MOMENT.search(folded, 0, condition.span[0])
    said = folded[condition.span[0] :]
    if before is None or condition.name not in _THEMES:
        return False
    return before.group() not in {"voor ", "vor "} or bool(_PANDEMIC.match(said))
