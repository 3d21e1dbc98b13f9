"""Adjectives of places as Dutch and German make them from names: Gentse, Genter, belgische, belgischen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.phrases import PhraseIndex, folded_words, without_umlauts
from corpus.places.values import Place

_SHORTEST_NAME = 4  # "Mol" and "Ath" would make words of every language
_NO_ADJECTIVES = frozenset({"manager"})  # words of many languages that a name would make too: "Manage"
_ENDINGS = ("", "e", "en", "er", "es", "em")
_MADE_FROM = frozenset({"municipality", "province", "country"})


class Adjectives:
    """The places that an adjective can mean: those declared, else those whose name makes it."""

    def __init__(self, declared: Mapping[str, Sequence[str]], places: Mapping[str, Place]) -> None:
        self._declared: PhraseIndex[Place] = PhraseIndex()
        self._made: PhraseIndex[Place] = PhraseIndex()
        for key, forms in declared.items():
            for written in forms:
                for form in _inflected(written):
                    for spelling in {form, without_umlauts(form)}:
                        self._declared.add(folded_words(spelling), places[key])
        for place in places.values():
            if place.level in _MADE_FROM and place.is_current:
                for form in {*_dutch(place.name("nl")), *_german(place.name("de"))}:
                    if form.lower() in _NO_ADJECTIVES:
                        continue
                    for spelling in {form, without_umlauts(form)}:
                        self._made.add(folded_words(spelling), place)

    def declared_at(self, folded: Sequence[str], start: int) -> Iterator[tuple[int, list[Place]]]:
        """Those of the data file that begin at a word."""
        return self._declared.phrases_at(folded, start)

    def at(self, folded: Sequence[str], start: int) -> tuple[int, list[Place]] | None:
        """The longest that begins at a word, declared or made from a name."""
        for index in (self._declared, self._made):
            if found := [*index.phrases_at(folded, start)]:
                return found[-1]
        return None


def _inflected(written: str) -> Iterator[str]:
    """`belgisch/` with the endings of German, which hold those of Dutch; other forms as they are."""
    stem, slash, _ = written.partition("/")
    yield from (stem + ending for ending in _ENDINGS) if slash else (written,)


def _dutch(name: str) -> Iterator[str]:
    if len(name) < _SHORTEST_NAME:
        return
    stems = {name, name.removesuffix("en")} if name.endswith("en") else {name.removesuffix("e")}
    for stem in stems:
        base = stem.removesuffix("s")
        yield from (f"{base}s", f"{base}se")


def _german(name: str) -> Iterator[str]:
    if len(name) < _SHORTEST_NAME:
        return
    if name.endswith("en"):
        yield from (f"{name}er", f"{name[:-2]}er")
        if name.endswith("chen"):
            yield f"{name[:-2]}ner"
    else:
        yield name + ("r" if name.endswith("e") else "er")
