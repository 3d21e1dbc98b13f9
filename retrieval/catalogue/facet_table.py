"""Terms of all documents in memory, for counting the facets of a search in a fraction of a millisecond.

A compressed sparse table: some 20 numbers a document, so 8 MB for 100,000 documents. It is made anew when the
catalogue's revision changes, and it counts only the documents that it is given: rights were decided before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue.records import FacetCount


@dataclass(frozen=True)
class FacetTable:
    """`term_of[starts[i]:starts[i + 1]]` are the terms of the i-th document."""

    position: dict[str, int]
    starts: NDArray[np.int64]
    term_of: NDArray[np.int32]
    terms: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> FacetTable:
        """From (document, facet, value), ordered by document."""
        position: dict[str, int] = {}
        number: dict[tuple[str, str], int] = {}
        counts: list[int] = []
        term_of: list[int] = []
        for document, facet, value in rows:
            if document not in position:
                position[document] = len(position)
                counts.append(0)
            counts[-1] += 1
            term_of.append(number.setdefault((facet, value), len(number)))
        starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        return cls(position, starts, np.array(term_of, dtype=np.int32), tuple(number))

    def count(self, document_ids: Collection[str], names: Sequence[str]) -> dict[str, tuple[FacetCount, ...]]:
        """How many of the documents carry each value, largest first."""
        rows = [self.position[name] for name in document_ids if name in self.position]
        parts = [self.term_of[self.starts[row] : self.starts[row + 1]] for row in rows]
        held = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
        counts = np.bincount(held, minlength=len(self.terms))
        found: dict[str, list[FacetCount]] = {name: [] for name in names}
        for term in np.flatnonzero(counts):
            facet, value = self.terms[term]
            if facet in found:
                found[facet].append(FacetCount(value, int(counts[term])))
        return {name: tuple(sorted(values, key=_largest_first)) for name, values in found.items()}


def _largest_first(item: FacetCount) -> tuple[int, str]:
    return -item.count, item.value
