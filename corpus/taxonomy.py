"""The controlled words of the catalogue, their labels in four languages, and how people say them.

A recorded word becomes one or more slugs (`normalise`), a filter value becomes one slug (`resolve`),
and a sentence gives mentions (`find`). A mention that is not `certain` may widen a search but must
never become a filter, since a wrong filter hides right answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from corpus.errors import UnknownValue
from corpus.markdown import load_yaml
from corpus.models import (
    LANGUAGES,
    Fields,
    Frozen,
    InitiativeFields,
    Language,
    LocalizedList,
    LocalizedText,
    PracticeFields,
    RegulationFields,
    slugify,
)
from corpus.phrases import (
    PhraseIndex,
    Word,
    folded_words,
    likely_languages,
    singular,
    subject_of,
    without_umlauts,
    words_of,
)
from corpus.places import Gazetteer, Place

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
_TERRITORIES: dict[Facet, Territory] = {level: level for level in get_args(Territory)}

# Where the same words name terms of several facets, the first facet here is what is most likely
# meant and may filter; the others only widen.
_PRECEDENCE: dict[Facet, int] = {
    facet: rank
    for rank, facet in enumerate(
        (
            "personal_data",
            "status",
            "programme",
            "domain",
            "technology",
            "service",
            "kind",
            "theme",
            "trigger",
            "confidence",
        )
    )
}
# Words that may stand inside a phrase without changing it: "gestion (de) (la) (l')eau".
_LINKS = frozenset(
    "de du des d la le les l un une au aux a het een van der den die das dem von the of an".split()
)
_SUGGESTIONS = 3


class Term(Frozen):
    """One controlled value.

    `words` are the values of the fact records that it stands for; `related` terms may widen a
    search but never change a count.
    """

    facet: Facet
    slug: str
    labels: LocalizedText
    synonyms: LocalizedList = LocalizedList()
    words: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class TermMatch(Frozen):
    """A mention of a term: `text[start:end]` of the sentence.

    `exact` is false when only singular, plural or a compound was recognised. Matches of one span
    are readings of the same words; only those of the likeliest facet can be `certain`.
    """

    facet: Facet
    slug: str
    start: int
    end: int
    text: str
    exact: bool
    certain: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say a term."""

    facet: Facet
    slug: str
    weak: bool
    capitals: bool  # an abbreviation that is also a word: certain only in capitals


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


class Taxonomy:
    """All terms, by facet and slug, by recorded word and by the words of people."""

    def __init__(self, data: dict[str, Any], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._capitals = {folded_words(word) for word in data["capitals"]}
        self._homographs = {
            _key(words): frozenset(languages) for words, languages in data["homographs"].items()
        }
        self._weak_facets = frozenset(data["weak_facets"])
        self._weak_labels = frozenset(data["weak_labels"])
        self._announced_by: dict[str, Facet] = {
            word: facet
            for facet, texts in data["announced_by"].items()
            for text in texts
            for word in folded_words(text)
        }
        self._terms: dict[Facet, dict[str, Term]] = {facet: {} for facet in FACETS}
        self._by_word: dict[tuple[Facet, str], list[str]] = defaultdict(list)
        self._by_name: dict[Facet, dict[str, list[str]]] = {facet: {} for facet in FACETS}
        # Weak wordings apart: they must not hide a shorter wording that is certain.
        self._exact: dict[bool, PhraseIndex[_Form]] = defaultdict(PhraseIndex)
        self._inflected: dict[tuple[bool, Language], PhraseIndex[_Form]] = defaultdict(PhraseIndex)
        for facet in FACETS:
            for slug, entry in data["facets"].get(facet, {}).items():
                self._add(facet, slug, entry)

    @classmethod
    def load(cls) -> Taxonomy:
        """The taxonomy that ships; read once a process."""
        return _loaded()

    def terms(self, facet: Facet) -> tuple[Term, ...]:
        """Every term of a facet, in the order of the file."""
        if level := _TERRITORIES.get(facet):
            return tuple(_territory(facet, place) for place in self._gazetteer.all(level))
        return tuple(self._terms[facet].values())

    def term(self, facet: Facet, slug: str) -> Term:
        """The term of this slug; raises UnknownValue."""
        if level := _TERRITORIES.get(facet):
            return _territory(facet, self._gazetteer.get(level, slug))
        found = self._terms[facet].get(slug)
        if found is None:
            raise UnknownValue(facet, slug)
        return found

    def label(self, facet: Facet, slug: str, language: Language) -> str:
        """The label of a term for a reader of `language`; raises UnknownValue."""
        return self.term(facet, slug).labels.get(language)

    def normalise(self, facet: Facet, word: str) -> tuple[str, ...]:
        """The slugs of a recorded word; a word that nobody declared is its own slug."""
        if level := _TERRITORIES.get(facet):
            place = self._gazetteer.recorded(level, word)
            return (place.code,) if place else _own_slug(word)
        known = self._by_word.get((facet, _key(word)))
        return tuple(known) if known else _own_slug(word)

    def resolve(self, facet: Facet, text: str) -> str:
        """The slug of a filter value: a slug, label, synonym or recorded word of any language.

        Typing errors are forgiven when only one term is near. Raises UnknownValue with the nearest
        labels, or with the terms between which to choose.
        """
        if level := _TERRITORIES.get(facet):
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
        words = _content(words_of(text))
        spans: list[_Span] = []
        for weak in (False, True):
            for span in self._spans(words, weak=weak):
                # A weak wording may add a reading to a certain one, but never cover or cut it.
                if not any(other.cuts(span) for other in spans):
                    spans.append(span)
        spans.sort(key=lambda span: span.start)
        merged: dict[tuple[int, int], list[_Span]] = defaultdict(list)
        for span in spans:
            merged[span.start, span.end].append(span)
        languages = likely_languages([word.folded for word in words_of(text)])
        return [
            match
            for same in merged.values()
            for match in self._matches(text, words, same, languages)
        ]

    def _spans(self, words: Sequence[Word], *, weak: bool) -> Iterator[_Span]:
        """The longest wordings from left to right, either the weak ones or the others."""
        folded = [word.folded for word in words]
        written = _without_plurals(folded)
        index = 0
        while index < len(words):
            stop = _unbroken(words, index)
            exact = dict(self._exact[weak].phrases_at(folded[:stop], index))
            inflected: dict[int, list[_Form]] = defaultdict(list)
            for language, singulars in written:
                for end, forms in self._inflected[weak, language].phrases_at(singulars[:stop], index):
                    inflected[end] += forms
            end = max((*exact, *inflected), default=index)
            if end > index:
                forms = exact.get(end) or inflected[end]
                yield _Span(index, end, tuple(forms), exact=end in exact)
            index = max(end, index + 1)

    def _matches(
        self,
        text: str,
        words: Sequence[Word],
        spans: Sequence[_Span],
        languages: frozenset[Language],
    ) -> list[TermMatch]:
        """The readings of one span, certain ones first."""
        start, end = words[spans[0].start].start, words[spans[0].end - 1].end
        said = text[start:end]
        exact = any(span.exact for span in spans)
        before = words[spans[0].start - 1].folded if spans[0].start else ""
        announced = self._announced_by.get(before)
        doubtful = bool(self._homographs.get(_key(said), frozenset()) & languages)
        sure: dict[tuple[Facet, str], bool] = {}
        for span in spans:
            for form in span.forms:
                lower = form.capitals and sum(map(str.isupper, said)) < 2
                certain = span.exact == exact and not (form.weak or doubtful or lower)
                key = form.facet, form.slug
                sure[key] = sure.get(key, False) or certain or form.facet == announced
        if any(facet == announced for facet, _ in sure):
            sure = {key: key[0] == announced for key in sure}
        leading = min((_PRECEDENCE[facet] for (facet, _), is_sure in sure.items() if is_sure), default=-1)
        ranked = sorted(sure, key=lambda key: (not sure[key], _PRECEDENCE[key[0]]))
        return [
            TermMatch(
                facet=facet,
                slug=slug,
                start=start,
                end=end,
                text=said,
                exact=exact,
                certain=sure[facet, slug] and _PRECEDENCE[facet] == leading,
            )
            for facet, slug in ranked
        ]

    def _add(self, facet: Facet, slug: str, entry: dict[str, Any]) -> None:
        synonyms = entry.get("synonyms", {})
        weak = entry.get("weak", {})
        wholly_weak = facet in self._weak_facets or weak == "all"
        if wholly_weak:
            weak = {}
        term = Term(
            facet=facet,
            slug=slug,
            labels=LocalizedText(**entry["label"]),
            synonyms=LocalizedList(
                **{
                    language: tuple(
                        dict.fromkeys((*synonyms.get(language, ()), *weak.get(language, ())))
                    )
                    for language in LANGUAGES
                }
            ),
            words=tuple(entry.get("words", ())),
            related=tuple(entry.get("related", ())),
        )
        self._terms[facet][slug] = term
        for word in dict.fromkeys((*term.words, slug)):
            if slug not in (known := self._by_word[facet, _key(word)]):
                known.append(slug)
        weak_phrases = {folded_words(text) for texts in weak.values() for text in texts}
        if facet in self._weak_labels:
            weak_phrases |= {folded_words(term.labels.get(language)) for language in LANGUAGES}
        for language, text in _ways_to_say(term):
            is_weak = wholly_weak or folded_words(text) in weak_phrases
            self._add_form(term, language, text, weak=is_weak)
        for word in (*term.words, slug.replace("-", " ")):
            self._by_name[facet].setdefault(_key(word), [slug])

    def _add_form(self, term: Term, language: Language, text: str, *, weak: bool) -> None:
        in_capitals = folded_words(text) in self._capitals
        form = _Form(facet=term.facet, slug=term.slug, weak=weak, capitals=in_capitals)
        for spelling in {text, without_umlauts(text)}:
            phrase = tuple(word for word in folded_words(spelling) if word not in _LINKS)
            self._exact[form.weak].add(phrase, form)
            self._inflected[form.weak, language].add(
                [singular(word, language) for word in phrase], form
            )
            slugs = self._by_name[term.facet].setdefault(_key(spelling), [])
            if term.slug not in slugs:
                slugs.append(term.slug)

    def _said(self, facet: Facet, text: str) -> list[str]:
        """The terms of a facet that the whole text is a way to say."""
        slugs = self._by_name[facet].get(_key(text), [])
        labelled = [slug for slug in slugs if self._is_label(facet, slug, text)]
        if slugs:
            return labelled[:1] if len(labelled) == 1 else slugs
        content = _content(words_of(text))
        whole = [
            match.slug
            for match in self.find(text)
            if match.facet == facet and content and match.end - match.start >= len(text.strip())
        ]
        return list(dict.fromkeys(whole))

    def _is_label(self, facet: Facet, slug: str, text: str) -> bool:
        labels = self._terms[facet][slug].labels
        return any(_key(labels.get(language)) == _key(text) for language in LANGUAGES)

    def _nearly_said(self, facet: Facet, text: str) -> list[str]:
        typed = _key(text)
        if len(typed) < 5:
            return []
        near = process.extract(
            typed,
            self._by_name[facet].keys(),
            scorer=OSA.distance,
            score_cutoff=2 if len(typed) > 8 else 1,
            limit=None,
        )
        best = min((distance for _, distance, _ in near), default=None)
        slugs = [
            slug
            for known, distance, _ in near
            if distance == best
            for slug in self._by_name[facet][known]
        ]
        return list(dict.fromkeys(slugs))

    def _suggestions(self, facet: Facet, text: str) -> str:
        near = process.extract(
            _key(text), self._by_name[facet].keys(), scorer=fuzz.WRatio, score_cutoff=60, limit=9
        )
        slugs = dict.fromkeys(slug for known, _, _ in near for slug in self._by_name[facet][known])
        return f"nearest: {', '.join(list(slugs)[:_SUGGESTIONS])}" if slugs else ""


def terms_of(fields: Fields) -> dict[str, tuple[str, ...]]:
    """The normalised terms that stand beside a document's fields; unknown is an empty tuple."""
    if isinstance(fields, InitiativeFields):
        return _terms_of_initiative(fields)
    taxonomy = Taxonomy.load()
    if isinstance(fields, RegulationFields):
        return {
            "kind": ("regulation",),
            "trigger": _normalised(taxonomy, "trigger", fields.declencheurs),
            "confidence": taxonomy.normalise("confidence", fields.confiance),
        }
    if isinstance(fields, PracticeFields):
        return {"kind": ("practice",), "theme": taxonomy.normalise("theme", fields.theme)}
    return {"kind": ("file",)}


def _terms_of_initiative(fields: InitiativeFields) -> dict[str, tuple[str, ...]]:
    taxonomy = Taxonomy.load()
    return {
        "kind": ("initiative",),
        **_territories_of(fields),
        "domain": _normalised(taxonomy, "domain", fields.domains),
        "technology": _normalised(taxonomy, "technology", fields.technologies),
        "service": _normalised(taxonomy, "service", fields.municipal_services),
        "status": taxonomy.normalise("status", fields.status or "unknown"),
        "programme": _normalised(taxonomy, "programme", fields.funding_programme),
        "personal_data": (fields.personal_data,),
    }


def _territories_of(fields: InitiativeFields) -> dict[str, tuple[str, ...]]:
    gazetteer = Gazetteer.load()
    country = gazetteer.recorded("country", fields.country)
    inside = country.code if country else None
    region = gazetteer.recorded("region", fields.region, country=inside) if fields.region else None

    def codes(level: Territory, names: str | Iterable[str] | None) -> tuple[str, ...]:
        found: list[str] = []
        for name in _several(names):
            place = gazetteer.recorded(
                level, name, country=inside, region=region.code if region else None
            )
            found += (place.code,) if place else _own_slug(name)
        return tuple(dict.fromkeys(found))

    return {
        "country": (country.code,) if country else _own_slug(fields.country),
        "region": (region.code,) if region else _own_slug(fields.region or ""),
        "province": codes("province", fields.province),
        "municipality": codes("municipality", fields.municipality),
    }


def _normalised(
    taxonomy: Taxonomy, facet: Facet, words: str | Iterable[str] | None
) -> tuple[str, ...]:
    slugs = (slug for word in _several(words) for slug in taxonomy.normalise(facet, word))
    return tuple(dict.fromkeys(slugs))


def _several(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _own_slug(word: str) -> tuple[str, ...]:
    return (slug,) if (slug := slugify(word)) else ()


def _key(text: str) -> str:
    return " ".join(folded_words(text))


def _ways_to_say(term: Term) -> list[tuple[Language, str]]:
    labels = [(language, term.labels.get(language)) for language in LANGUAGES]
    return [*labels, *term.synonyms.items()]


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


def _unbroken(words: Sequence[Word], index: int) -> int:
    """The end of the run of words from `index` that no punctuation parts."""
    return next(
        (end for end in range(index + 1, len(words)) if words[end].after_break), len(words)
    )


def _territory(facet: Facet, place: Place) -> Term:
    return Term(facet=facet, slug=place.code, labels=place.names, words=place.aliases)


@cache
def _loaded() -> Taxonomy:
    source = resources.files("corpus") / "taxonomy.yaml"
    data = load_yaml(source.read_text(encoding="utf-8"), source="taxonomy.yaml")
    return Taxonomy(data, Gazetteer.load())
