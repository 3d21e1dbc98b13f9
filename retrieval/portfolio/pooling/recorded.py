"""Same needs by what is recorded: a theme and a technology in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from corpus.access import Caller
from corpus.filters import Filters
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.pooling.needs import NeedLink

_CHANCE = (
    0.5  # of two initiatives that share one theme and one technology; each more of them halves the doubt
)


@dataclass(frozen=True)
class RecordedNeeds:
    """Compares recorded terms where no judge has read the texts."""

    catalogue: Catalogue

    def pairs(self, caller: Caller) -> Iterator[NeedLink]:
        """Every pair that shares both, by way of their technologies: not all pairs are looked at."""
        ids = self.catalogue.select(Filters(kind=("initiative",)), caller)
        terms = self.catalogue.terms(ids, caller)
        holders: dict[str, list[str]] = defaultdict(list)
        for one in sorted(ids):
            for technology in terms.get(one, {}).get("technology", ()):
                holders[technology].append(one)
        pairs = {pair for some in holders.values() for pair in combinations(some, 2)}
        for a, b in sorted(pairs):
            themes = _shared(terms[a], terms[b], "domain")
            if themes:
                doubt = _CHANCE ** (themes + _shared(terms[a], terms[b], "technology") - 1)
                yield NeedLink(a, b, 1 - doubt)


def _shared(mine: dict[str, tuple[str, ...]], theirs: dict[str, tuple[str, ...]], facet: str) -> int:
    return len(set(mine.get(facet, ())) & set(theirs.get(facet, ())))
