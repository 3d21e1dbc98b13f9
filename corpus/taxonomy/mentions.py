"""Finds the terms that a sentence mentions, and decides which of them are certain.

A wrong mention becomes a wrong filter and hides right answers. So common words are weak, words that
mean something else in another language are doubted in its sentences, and where several facets share
a wording only the likeliest is certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.models import LANGUAGES, Language
from corpus.phrases import (
    PhraseIndex,
    Word,
    folded_words,
    likely_languages,
    singular,
    subject_of,
    without_umlauts,
    word_set,
    words_of,
)
from corpus.taxonomy.values import Facet, TermMatch

# Of the facets that share a wording, the first is what people most often mean.
_PRECEDENCE: dict[Facet, int] = {
    "personal_data": 0,
    "status": 1,
    "programme": 2,
    "domain": 3,
    "technology": 4,
    "service": 5,
    "kind": 6,
    "theme": 7,
    "trigger": 8,
    "confidence": 9,
}
# Words that may stand inside a phrase without changing it: "gestion (de) (la) (l')eau".
_LINKS = word_set("de du des d la le les l un une au aux a het een van der den die das dem von the of an")

_Key = tuple[Facet, str]


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say a term."""

    facet: Facet
    slug: str
    weak: bool
    capitals: bool  # an abbreviation that is also a word


@dataclass(frozen=True, slots=True)
class _Span:
    """What the words from `start` to `end` can be forms of."""

    start: int
    end: int
    forms: tuple[_Form, ...]
    exact: bool

    def cuts(self, other: _Span) -> bool:
        """Whether both share words without being the same words."""
        same = (self.start, self.end) == (other.start, other.end)
        return not same and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence without its linking words."""

    text: str
    words: Sequence[Word]
    languages: frozenset[Language]

    @classmethod
    def of(cls, text: str) -> _Scene:
        words = words_of(text)
        return cls(text, _content(words), likely_languages([word.folded for word in words]))

    @property
    def folded(self) -> list[str]:
        return [word.folded for word in self.words]

    def bounds(self, span: _Span) -> tuple[int, int]:
        return self.words[span.start].start, self.words[span.end - 1].end

    def before(self, span: _Span) -> str:
        return self.words[span.start - 1].folded if span.start else ""

    def unbroken_from(self, index: int) -> int:
        """The end of the run of words from `index` that no punctuation parts, at most a phrase's length on."""
        last = min(len(self.words), index + _LONGEST_PHRASE)
        return next((end for end in range(index + 1, last) if self.words[end].after_break), last)


_LONGEST_PHRASE = 16  # words; no term is said in more


class TermFinder:
    """An index of the ways to say terms."""

    def __init__(
        self,
        *,
        capitals: Sequence[str],
        homographs: Mapping[str, Sequence[Language]],
        announced_by: Mapping[Facet, Sequence[str]],
    ) -> None:
        self._capitals = {folded_words(word) for word in capitals}
        self._homographs = {folded_words(word): frozenset(of) for word, of in homographs.items()}
        self._announced_by: dict[str, Facet] = {
            folded: facet
            for facet, words in announced_by.items()
            for word in words
            for folded in folded_words(word)
        }
        # Weak forms apart: they must not hide a shorter wording that is certain.
        self._exact: dict[bool, PhraseIndex[_Form]] = defaultdict(PhraseIndex)
        self._inflected: dict[tuple[bool, Language], PhraseIndex[_Form]] = defaultdict(PhraseIndex)

    def add(self, facet: Facet, slug: str, language: Language, text: str, *, weak: bool) -> None:
        """Let `text` mention a term; weak wordings are never certain by themselves."""
        form = _Form(facet, slug, weak=weak, capitals=folded_words(text) in self._capitals)
        for spelling in {text, without_umlauts(text)}:
            phrase = [word for word in folded_words(spelling) if word not in _LINKS]
            self._exact[weak].add(phrase, form)
            self._inflected[weak, language].add([singular(word, language) for word in phrase], form)

    def find(self, text: str) -> list[TermMatch]:
        """Every mention in order; the longest wording wins, and shared words go to certain ones."""
        scene = _Scene.of(text)
        spans: list[_Span] = []
        for weak in (False, True):
            for span in self._spans(scene, weak=weak):
                # A weak wording may add a reading to a certain one, but never cover or cut it.
                if not any(other.cuts(span) for other in spans):
                    spans.append(span)
        same: dict[tuple[int, int], list[_Span]] = defaultdict(list)
        for span in sorted(spans, key=lambda span: span.start):
            same[span.start, span.end].append(span)
        return [match for group in same.values() for match in self._readings(scene, group)]

    def _spans(self, scene: _Scene, *, weak: bool) -> Iterator[_Span]:
        """The longest wordings from left to right, either the weak ones or the others."""
        folded = scene.folded
        without_plurals = _without_plurals(folded)
        index = 0
        while index < len(folded):
            stop = scene.unbroken_from(index)
            exact = dict(self._exact[weak].phrases_at(folded[:stop], index))
            inflected: dict[int, list[_Form]] = defaultdict(list)
            for language, singulars in without_plurals:
                for end, forms in self._inflected[weak, language].phrases_at(singulars[:stop], index):
                    inflected[end] += forms
            end = max((*exact, *inflected), default=index)
            if end > index:
                forms = exact.get(end) or inflected[end]
                yield _Span(index, end, tuple(forms), exact=end in exact)
            index = max(end, index + 1)

    def _readings(self, scene: _Scene, spans: Sequence[_Span]) -> list[TermMatch]:
        """What one run of words can mention, certain readings first."""
        start, end = scene.bounds(spans[0])
        certain = self._certain(scene, spans)
        first = min((_PRECEDENCE[facet] for facet, _ in certain if certain[facet, _]), default=None)
        ranked = sorted(certain, key=lambda key: (not certain[key], _PRECEDENCE[key[0]]))
        return [
            TermMatch(
                facet=facet,
                slug=slug,
                start=start,
                end=end,
                text=scene.text[start:end],
                exact=any(span.exact for span in spans),
                certain=certain[facet, slug] and _PRECEDENCE[facet] == first,
            )
            for facet, slug in ranked
        ]

    def _certain(self, scene: _Scene, spans: Sequence[_Span]) -> dict[_Key, bool]:
        """Each term that the words can mention, and whether nothing speaks against it."""
        start, end = scene.bounds(spans[0])
        said = scene.text[start:end]
        doubted = self._homographs.get(folded_words(said), frozenset()) & scene.languages
        abbreviated = sum(map(str.isupper, said)) > 1
        exact = any(span.exact for span in spans)
        certain: dict[_Key, bool] = {}
        for span in spans:
            for form in span.forms:
                plain = span.exact == exact and not form.weak and (abbreviated or not form.capitals)
                known = certain.get((form.facet, form.slug), False)
                certain[form.facet, form.slug] = known or (plain and not doubted)
        announced = self._announced_by.get(scene.before(spans[0]))
        if any(facet == announced for facet, _ in certain):
            return {key: key[0] == announced for key in certain}
        return certain


def _content(words: Sequence[Word]) -> list[Word]:
    """The words without links; a break before a link counts for the word after it."""
    kept: list[Word] = []
    broken = False
    for word in words:
        broken = broken or word.after_break
        if word.folded not in _LINKS:
            kept.append(Word(word.text, word.start, word.end, word.folded, broken))
            broken = False
    return kept


def _without_plurals(folded: Sequence[str]) -> list[tuple[Language, list[str]]]:
    """The words as each language would write them in the singular, and without "-project"."""
    ways = [(language, [singular(word, language) for word in folded]) for language in LANGUAGES]
    for language, singulars in tuple(ways):
        subjects = [subject_of(word, language) for word in folded]
        if any(subjects):
            ways.append((language, [a or b for a, b in zip(subjects, singulars, strict=True)]))
    return ways
