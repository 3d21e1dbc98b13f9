"""Fiches that speak of a theme under which nothing is recorded.

Counts use what was recorded, and lighting is often recorded under energy: "no initiative" alone would send away an
official whose neighbour has one. The figure stays; what speaks of the theme all the same is named beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.filters import Filters
from corpus.models import LANGUAGES, Document, Language
from corpus.taxonomy import Facet, Taxonomy
from corpus.text import translate
from retrieval.answering.quoting import without_markup
from retrieval.index.analysis import stems

_THEMES: tuple[Facet, ...] = ("domain", "technology", "service")
_SHOWN = 5


def without_themes(filters: Filters) -> Filters:
    """The filters without those that name a theme."""
    return filters.without(*_THEMES)


def speaking_of(filters: Filters, documents: Sequence[Document]) -> list[Document]:
    """The documents whose title, summary or text holds a word for one of the themes."""
    sought = {
        stem for facet in _THEMES for value in getattr(filters, facet) for stem in _stems_of(facet, value)
    }
    return [one for one in documents if sought & stems(_text(one))][:_SHOWN]


def otherwise_text(documents: Sequence[Document], language: Language) -> str:
    """The sentence that names them."""
    names = "\n".join(f"- {without_markup(one.title.get(language))}" for one in documents)
    return translate(language, "Ces fiches en parlent, mais sont classées autrement :") + "\n" + names


def _stems_of(facet: Facet, value: str) -> set[str]:
    """Of the labels of a term, else of the words of the value."""
    term = next((one for one in Taxonomy.load().terms(facet) if one.slug == value), None)
    if term is None:
        return stems(value)
    return set().union(*(stems(term.labels.get(language), (language,)) for language in LANGUAGES))


def _text(document: Document) -> str:
    return " ".join([document.title.fr, document.summary.fr, document.body])
