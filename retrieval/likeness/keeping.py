"""Profiles as they are stored: JSON, since a profile is read many times for each time that its fiche changes."""

from __future__ import annotations

import json
from dataclasses import fields
from decimal import Decimal
from typing import Any

from retrieval.likeness.profile import Profile

_SETS = tuple(one.name for one in fields(Profile) if str(one.type).startswith("frozenset[str]"))


def written(profile: Profile) -> str:
    """A profile as one line of JSON, the same for equal profiles."""
    values: dict[str, Any] = {one.name: getattr(profile, one.name) for one in fields(profile)}
    for name in _SETS:
        values[name] = sorted(values[name])
    values["years"] = sorted(profile.years)
    values["figures"] = sorted(str(one) for one in profile.figures)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read(stored: str) -> Profile:
    """What `written` made."""
    values = json.loads(stored)
    for name in _SETS:
        values[name] = frozenset(values[name])
    values["years"] = frozenset(values["years"])
    values["figures"] = frozenset(Decimal(one) for one in values["figures"])
    return Profile(**values)


def marks_of(stored: str) -> tuple[str, ...]:
    """Whom a stored profile can be confused with wherever its need lies: the places and the owners of its fiche."""
    values = json.loads(stored)
    return tuple(sorted({*values["places"], *values["owners"]}))
