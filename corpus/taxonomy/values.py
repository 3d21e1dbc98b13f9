"""What a controlled value is, and a mention of one in a sentence."""

from __future__ import annotations

from typing import Literal, get_args

from corpus.models import Frozen, LocalizedList, LocalizedText

Territory = Literal["country", "region", "province", "municipality"]
Facet = Literal[
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
    "theme",
    "trigger",
    "personal_data",
    "confidence",
]
FACETS: tuple[Facet, ...] = get_args(Facet)
# The facets whose terms are the places of the gazetteer.
TERRITORIES: dict[Facet, Territory] = {level: level for level in get_args(Territory)}


class Term(Frozen):
    """One controlled value.

    `words` are the values of the fact records that it stands for; `related` terms of the same facet
    may widen a search but never change a count.
    """

    facet: Facet
    slug: str
    labels: LocalizedText
    synonyms: LocalizedList = LocalizedList()
    words: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class TermMatch(Frozen):
    """A mention of a term: `text[start:end]` of the sentence.

    `exact` is false when only a singular, a plural or a compound was recognised. Matches of one
    span are readings of the same words, the likeliest first; only those of one facet are `certain`.
    A mention that is not certain may widen a search but must never become a filter.
    """

    facet: Facet
    slug: str
    start: int
    end: int
    text: str
    exact: bool
    certain: bool
