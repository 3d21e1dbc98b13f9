"""What can be chosen in a form while somebody types: places and terms, from what is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from corpus.models import LANGUAGES, Language
from corpus.phrases import fold
from corpus.places import Gazetteer
from corpus.taxonomy import Taxonomy

MOST = 100  # that Slack shows
_FACETS = {"domains": "domain", "technologies": "technology"}
Choice = tuple[str, str]
"""Value and label."""


def choices(field: str, typed: str, language: Language) -> list[Choice]:
    """What fits what was typed so far, in any language and without accents; what begins so first."""
    wanted = fold(typed.strip())
    found: dict[str, tuple[int, str]] = {}
    for value, label, names in _all(field, language):
        rank = min((_rank(name, wanted) for name in names), default=9)
        if rank < 9:
            found[value] = (rank, label)
    ordered = sorted(found.items(), key=lambda item: (item[1][0], fold(item[1][1])))
    return [(value, label) for value, (_, label) in ordered[:MOST]]


def label_of(field: str, value: str, language: Language) -> str:
    """How a chosen value is called."""
    return next((label for one, label, _ in _all(field, language) if one == value), value)


def _rank(name: str, wanted: str) -> int:
    if name.startswith(wanted):
        return 0
    return 1 if f" {wanted}" in name.replace("-", " ") else 2 if wanted in name else 9


@lru_cache(maxsize=16)
def _all(field: str, language: Language) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Value, label, and all names by which it is found."""
    listing: Callable[[Language], Iterator[tuple[str, str, tuple[str, ...]]]]
    listing = _towns if field == "municipality" else lambda spoken: _terms(field, spoken)
    return tuple(listing(language))


def _towns(language: Language) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for place in Gazetteer.load().all("municipality"):
        if place.country == "be" and place.is_current:
            names = {*(place.names.get(one) for one in LANGUAGES), *place.aliases, *place.postal_codes}
            yield place.code, place.names.get(language), tuple(fold(name) for name in names if name)


def _terms(field: str, language: Language) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for term in Taxonomy.load().terms(_FACETS[field]):  # type: ignore[arg-type]  # the facets are literals
        names = {term.slug, *(term.labels.get(one) for one in LANGUAGES), *term.synonyms.texts()}
        yield term.slug, term.labels.get(language), tuple(fold(name) for name in names if name)
