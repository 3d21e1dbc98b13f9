"""How a controlled value is called in each language: terms, places, languages."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from corpus.errors import UnknownValue
from corpus.models import Language
from corpus.places import Gazetteer, Level
from corpus.taxonomy import Facet, Taxonomy

_LANGUAGE_NAMES: dict[str, dict[str, str]] = {
    "fr": {"fr": "français", "nl": "Frans", "de": "Französisch", "en": "French"},
    "nl": {"fr": "néerlandais", "nl": "Nederlands", "de": "Niederländisch", "en": "Dutch"},
    "de": {"fr": "allemand", "nl": "Duits", "de": "Deutsch", "en": "German"},
    "en": {"fr": "anglais", "nl": "Engels", "de": "Englisch", "en": "English"},
}


@lru_cache(maxsize=20_000)
def value_label(facet: str, value: str, language: Language) -> str:
    """The label of a slug or code in the reader's language; the value itself where none is known."""
    if facet == "language":
        return _LANGUAGE_NAMES.get(value, {}).get(language, value)
    if facet in {"municipality", "province", "arrondissement"}:
        place = Gazetteer.load().get(cast(Level, facet), value)
        return place.names.get(language) if place is not None else value
    if facet in {"missing", "known", "year_from", "year_to", "partner"}:
        return value
    try:
        return Taxonomy.load().label(cast(Facet, facet), value, language)
    except UnknownValue:  # a word recorded by a user that the taxonomy does not know stays as it is
        return value.replace("-", " ")
