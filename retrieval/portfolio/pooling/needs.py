"""The seam to whatever judges that two initiatives meet the same need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from corpus.access import Caller


@dataclass(frozen=True)
class NeedLink:
    """Two initiatives that meet the same need, by document id; `score` is how likely that is (0 to 1)."""

    a: str
    b: str
    score: float


class NeedLinks(Protocol):
    """Pairs with the same need."""

    def pairs(self, caller: Caller) -> Iterable[NeedLink]:
        """The pairs of which the caller may read both initiatives."""
        ...
