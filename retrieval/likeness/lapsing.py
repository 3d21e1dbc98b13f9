"""What of a fiche was compared when somebody decided, and whether it has materially changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.models import Euros
from retrieval.likeness.profile import Profile

# A decision on two texts holds as long as most of their words stay.
_SAME_WORDS = 0.7
_SAME_AMOUNT = 0.1  # relative difference that a corrected figure may make


def snapshot(profile: Profile, budget: Euros | None) -> dict[str, Any]:
    """The compared fields as JSON values."""
    return {
        "text": sorted(profile.stems),
        "municipality": sorted(profile.places),
        "lead": sorted(profile.owners),
        "domains": sorted(profile.domains),
        "start_year": profile.starts,
        "end_year": profile.ends,
        "budget_eur": float(budget) if budget is not None else None,
    }


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the fields that are materially different; a value that was unknown before counts."""
    return tuple(name for name in now if not _alike(name, before.get(name), now[name]))


def changed_pair(before: str, now: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The same for both fiches of a pair, `before` being what `as_json` made."""
    former = json.loads(before)
    return tuple(
        dict.fromkeys(name for then, today in zip(former, now, strict=True) for name in changed(then, today))
    )


def as_json(both: Sequence[Mapping[str, Any]]) -> str:
    """As it is stored."""
    return json.dumps(list(both), ensure_ascii=False, sort_keys=True)


def _alike(name: str, before: Any, now: Any) -> bool:
    if before == now:
        return True
    if name == "text":
        one, other = set(before or ()), set(now or ())
        return len(one & other) >= _SAME_WORDS * max(len(one), len(other))
    if name == "budget_eur" and before and now:
        return bool(abs(before - now) <= _SAME_AMOUNT * max(before, now))
    return False
