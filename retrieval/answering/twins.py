"""Fiches of one project that two people wrote: whether they are, and where their fields differ."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import LANGUAGES, Document
from corpus.places import Gazetteer
from corpus.taxonomy import terms_of
from retrieval.index.analysis import is_stop_word, stem, words
from retrieval.query.folding import fold

_ALIKE = 0.75  # share of the shorter title's words that the other title holds
_FEWEST_WORDS = 2  # of a title, its places aside; one word is no name
_NUMBER = re.compile(r"\d+")
_PHASE = re.compile(
    r"\b(?:phases?|fase|etapes?|suite|bis|ii|iii|extension|uitbreiding|erweiterung|volets?)\b"
)


def same_project(one: Document, other: Document) -> bool:
    """Whether two fiches are of the same project: same places, and titles that say the same.

    A second phase is another project, and so is the same solution in another town.
    """
    if one.initiative is None or other.initiative is None:
        return False
    if not _same_places(one, other) or _marks(one) != _marks(other):
        return False
    first, second = _title_words(one), _title_words(other)
    fewer = min(len(first), len(second))
    return fewer >= _FEWEST_WORDS and len(first & second) >= _ALIKE * fewer


def twins_of(document: Document, candidates: Sequence[Document]) -> list[Document]:
    """The other fiches of the same project."""
    return [one for one in candidates if one.id != document.id and same_project(document, one)]


def _same_places(one: Document, other: Document) -> bool:
    first, second = (set(terms_of(document.fields).get("municipality", ())) for document in (one, other))
    if first or second:
        return bool(first & second)
    assert one.initiative is not None
    assert other.initiative is not None
    return one.initiative.lead is not None and one.initiative.lead == other.initiative.lead


def _marks(document: Document) -> set[str]:
    """What tells phases apart: numbers and words for a continuation."""
    title = fold(document.title.fr)
    return {*_NUMBER.findall(title), *_PHASE.findall(title)}


def _title_words(document: Document) -> set[str]:
    """The stems of a title's words, the names of the fiche's places aside."""
    places = _place_words(document)
    kept = [word for word in words(document.title.fr) if not is_stop_word(word, "fr")]
    return {stem(word, "fr") or fold(word) for word in kept if fold(word) not in places}


def _place_words(document: Document) -> set[str]:
    gazetteer = Gazetteer.load()
    names = [
        place.names.get(language)
        for code in terms_of(document.fields).get("municipality", ())
        if (place := gazetteer.get("municipality", code))
        for language in LANGUAGES
    ]
    return {word for name in names for word in words(fold(name))}
