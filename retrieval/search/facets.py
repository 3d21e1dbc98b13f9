"""Facets of a result, with the reader's labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.labels import value_label
from corpus.models import Language
from retrieval.catalogue.records import FacetCount
from retrieval.search.results import FacetValue

MOST_VALUES = 50  # of one facet: nobody reads further, and `domain=…` reaches the rest
FACETS = (
    "kind",
    "country",
    "region",
    "province",
    "municipality",
    "domain",
    "technology",
    "service",
    "status",
    "programme",
    "personal_data",
    "language",
)


def facet_values(
    counts: Mapping[str, Sequence[FacetCount]], language: Language
) -> dict[str, tuple[FacetValue, ...]]:
    """Each count with its label in the reader's language."""
    return {
        name: tuple(
            FacetValue(item.value, value_label(name, item.value, language), item.count)
            for item in items[:MOST_VALUES]
        )
        for name, items in counts.items()
    }
