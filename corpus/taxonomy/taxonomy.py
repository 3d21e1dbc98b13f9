"""All terms: by slug, by recorded word, by the words of people, and in a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from corpus.errors import UnknownValue
from corpus.markdown import load_yaml
from corpus.models import LANGUAGES, Language, LocalizedList, LocalizedText, slugify
from corpus.phrases import folded_words, without_umlauts
from corpus.places import Gazetteer, Place
from corpus.taxonomy.mentions import TermFinder
from corpus.taxonomy.values import FACETS, TERRITORIES, Facet, Term, TermMatch

_SHORTEST_FOR_TYPOS = 5  # letters
_SUGGESTIONS = 3


class Taxonomy:
    """The controlled values of the catalogue."""

    def __init__(self, data: Mapping[str, Any], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._weak_facets = frozenset(data["weak_facets"])
        self._weak_labels = frozenset(data["weak_labels"])
        self._finder = TermFinder(
            capitals=data["capitals"],
            homographs=data["homographs"],
            announced_by=data["announced_by"],
        )
        self._terms: dict[Facet, dict[str, Term]] = {facet: {} for facet in FACETS}
        self._by_word: dict[Facet, dict[str, list[str]]] = {facet: {} for facet in FACETS}
        self._by_name: dict[Facet, dict[str, list[str]]] = {facet: {} for facet in FACETS}
        for facet in FACETS:
            for slug, entry in data["facets"].get(facet, {}).items():
                self._add(_term(facet, slug, entry), entry)

    @classmethod
    def load(cls) -> Taxonomy:
        """The taxonomy that ships; read once a process."""
        return _loaded()

    def terms(self, facet: Facet) -> tuple[Term, ...]:
        """Every term of a facet, in the order of the file."""
        if level := TERRITORIES.get(facet):
            return tuple(_territory(facet, place) for place in self._gazetteer.all(level))
        return tuple(self._terms[facet].values())

    def term(self, facet: Facet, slug: str) -> Term:
        """The term of this slug; raises UnknownValue."""
        if level := TERRITORIES.get(facet):
            place = self._gazetteer.get(level, slug)
            found = _territory(facet, place) if place else None
        else:
            found = self._terms[facet].get(slug)
        if found is None:
            raise UnknownValue(facet, slug)
        return found

    def label(self, facet: Facet, slug: str, language: Language) -> str:
        """The label of a term for a reader of `language`; raises UnknownValue."""
        return self.term(facet, slug).labels.get(language)

    def normalise(self, facet: Facet, word: str) -> tuple[str, ...]:
        """The slugs of a recorded word; a word that nobody declared is its own slug."""
        if level := TERRITORIES.get(facet):
            place = self._gazetteer.recorded(level, word)
            known = [place.code] if place else []
        else:
            known = self._by_word[facet].get(_key(word), [])
        return tuple(known) or tuple(filter(None, [slugify(word)]))

    def resolve(self, facet: Facet, text: str) -> str:
        """The slug of a filter value: a slug, label, synonym or recorded word of any language.

        A typing error is forgiven (two in a long word) when only one term is that near. Raises
        UnknownValue with the nearest terms, or with those between which to choose.
        """
        if level := TERRITORIES.get(facet):
            return self._gazetteer.resolve(text, level).code
        if text.strip() in self._terms[facet]:
            return text.strip()
        slugs = self._said(facet, text) or self._nearly_said(facet, text)
        if len(slugs) == 1:
            return slugs[0]
        hint = f"one of {', '.join(slugs)}" if slugs else self._suggestions(facet, text)
        raise UnknownValue(facet, text, hint=hint)

    def find(self, text: str) -> list[TermMatch]:
        """Every mention of a term in a sentence, in order; the longest wording wins.

        Territories are not looked for here: see `Gazetteer.find`.
        """
        return self._finder.find(text)

    def _add(self, term: Term, entry: Mapping[str, Any]) -> None:
        self._terms[term.facet][term.slug] = term
        for word in (*term.words, term.slug):
            _put(self._by_word[term.facet], word, term.slug)
        weak = self._weak_wordings(term, entry)
        for language, text in _wordings(term):
            is_weak = weak is None or folded_words(text) in weak
            self._finder.add(term.facet, term.slug, language, text, weak=is_weak)
            for spelling in (text, without_umlauts(text)):
                _put(self._by_name[term.facet], spelling, term.slug)

    def _weak_wordings(self, term: Term, entry: Mapping[str, Any]) -> set[tuple[str, ...]] | None:
        """The wordings of a term that are too common to be certain; None for all of them."""
        weak = entry.get("weak", {})
        if term.facet in self._weak_facets or weak == "all":
            return None
        texts = [text for in_language in weak.values() for text in in_language]
        if term.facet in self._weak_labels:
            texts += [term.labels.get(language) for language in LANGUAGES]
        return {folded_words(text) for text in texts}

    def _said(self, facet: Facet, text: str) -> list[str]:
        """The terms that the whole text names: by label rather than by synonym or plural."""
        slugs = self._by_name[facet].get(_key(text)) or self._by_word[facet].get(_key(text), [])
        labelled = [slug for slug in slugs if self._is_label(facet, slug, text)]
        if len(labelled) == 1 or slugs:
            return labelled if len(labelled) == 1 else slugs
        whole = (match for match in self.find(text) if len(match.text) == len(text.strip()))
        return list(dict.fromkeys(match.slug for match in whole if match.facet == facet))

    def _is_label(self, facet: Facet, slug: str, text: str) -> bool:
        labels = self._terms[facet][slug].labels
        return any(_key(labels.get(language)) == _key(text) for language in LANGUAGES)

    def _nearly_said(self, facet: Facet, text: str) -> list[str]:
        typed = _key(text)
        if len(typed) < _SHORTEST_FOR_TYPOS:
            return []
        near: dict[int, list[str]] = defaultdict(list)
        for known, distance, _ in process.extract(
            typed,
            self._by_name[facet].keys(),
            scorer=OSA.distance,
            score_cutoff=2 if len(typed) > 8 else 1,
            limit=None,
        ):
            near[int(distance)] += self._by_name[facet][known]
        return list(dict.fromkeys(near[min(near)])) if near else []

    def _suggestions(self, facet: Facet, text: str) -> str:
        names = self._by_name[facet]
        near = process.extract(_key(text), names.keys(), scorer=fuzz.WRatio, score_cutoff=70, limit=9)
        slugs = dict.fromkeys(slug for known, _, _ in near for slug in names[known])
        return f"nearest: {', '.join(list(slugs)[:_SUGGESTIONS])}" if slugs else ""


def _term(facet: Facet, slug: str, entry: Mapping[str, Any]) -> Term:
    weak = {} if entry.get("weak") == "all" else entry.get("weak", {})
    synonyms = entry.get("synonyms", {})
    return Term(
        facet=facet,
        slug=slug,
        labels=LocalizedText(**entry["label"]),
        synonyms=LocalizedList(
            **{
                language: tuple(dict.fromkeys((*synonyms.get(language, ()), *weak.get(language, ()))))
                for language in LANGUAGES
            }
        ),
        words=tuple(entry.get("words", ())),
        related=tuple(entry.get("related", ())),
    )


def _territory(facet: Facet, place: Place) -> Term:
    return Term(facet=facet, slug=place.code, labels=place.names, words=place.aliases)


def _wordings(term: Term) -> list[tuple[Language, str]]:
    labels = [(language, term.labels.get(language)) for language in LANGUAGES]
    return [*labels, *term.synonyms.items()]


def _put(index: dict[str, list[str]], name: str, slug: str) -> None:
    slugs = index.setdefault(_key(name), [])
    if slug not in slugs:
        slugs.append(slug)


def _key(text: str) -> str:
    return " ".join(folded_words(text))


@cache
def _loaded() -> Taxonomy:
    source = resources.files("corpus") / "taxonomy.yaml"
    data = load_yaml(source.read_text(encoding="utf-8"), source="taxonomy.yaml")
    return Taxonomy(data, Gazetteer.load())
