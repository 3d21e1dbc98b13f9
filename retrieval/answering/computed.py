"""Answers computed from fields: counts, lists, sums, means, extremes and groups.

Every figure comes with its conditions in words, the documents behind it and those that lack the field.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus.access import Caller
from corpus.models import Language
from retrieval.answering.counting import count, listing
from retrieval.answering.grouping import group
from retrieval.answering.ranking import ranking
from retrieval.answering.subjects import Computed, Subject, lacking_filtered_field
from retrieval.answering.totals import extreme, total
from retrieval.catalogue.catalogue import Catalogue
from retrieval.query.figures import FigureQuestion
from retrieval.search.links import Links

__all__ = ["Computed", "compute"]


def compute(
    question: FigureQuestion, catalogue: Catalogue, caller: Caller, language: Language, links: Links
) -> Computed:
    """Run the computation over what the caller may read."""
    matching = catalogue.matching(question.filters, caller)
    subject = Subject(
        question,
        matching,
        lacking_filtered_field(question.filters, catalogue, caller),
        language,
        links,
        catalogue,
        caller,
    )
    run: dict[str, Callable[[Subject], Computed]] = {
        "count": count,
        "list": listing,
        "sum": total,
        "mean": total,
        "min": ranking if question.first else extreme,
        "max": ranking if question.first else extreme,
        "group": group,
    }
    return run[question.operation](subject)
