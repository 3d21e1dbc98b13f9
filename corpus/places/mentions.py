"""Finds the names of places in a sentence, and decides what each can mean.

A wrong place becomes a wrong filter, so a name that is also an ordinary word needs a capital or a
word that announces a place, and a name of several places keeps all its readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.models import LocalizedText
from corpus.phrases import (
    PhraseIndex,
    Word,
    folded_words,
    likely_languages,
    without_umlauts,
    word_set,
    words_of,
)
from corpus.places.adjectives import Adjectives
from corpus.places.tables import Ambiguity, Tables
from corpus.places.values import Level, Place, PlaceMatch

_RANK: dict[Level, int] = {
    "municipality": 0,
    "province": 1,
    "region": 2,
    "community": 3,
    "country": 4,
    "arrondissement": 5,
}


def _by_word(words: Mapping[Level, str]) -> dict[str, Level]:
    return {word: level for level, text in words.items() for word in text.split()}


# Words that say which reading is meant, before the name ("province de Namur") or after it.
_LEVEL_BEFORE = _by_word(
    {
        "municipality": "ville commune municipalite stad gemeente stadt gemeinde city town municipality",
        "province": "province provincie provinz prov",
        "arrondissement": "arrondissement bezirk",
        "region": "region gewest",
        "country": "pays land country duche duchy groothertogdom grossherzogtum",
    }
)
_LEVEL_AFTER = _by_word({"municipality": "city", "province": "province"})
_LINKS = word_set("de du d des la le l les van der den het von of the")
_BEFORE_A_PLACE = word_set("in te bij uit naar bei aus nach near from")
_NOUNS_OF_PLACES = word_set(
    "ville villes commune communes municipalite municipalites projet projets initiative initiatives"
    " gemeente gemeenten stad steden project projecten initiatief initiatieven"
    " stadt stadte stadten gemeinde gemeinden projekt projekte projekten initiativen"
    " city cities town towns municipality municipalities projects"
)
_OR = word_set("ou of oder or vs versus")
_SENTENCE_ENDS = ".!?:\n•"


@dataclass(frozen=True, slots=True)
class _Scene:
    """A text with what its spelling tells: capitals mean nothing when all words have them, or none."""

    text: str
    words: Sequence[Word]
    folded: Sequence[str]
    capitals_tell: bool
    german: bool

    @classmethod
    def of(cls, text: str) -> _Scene:
        words = words_of(text)
        folded = [word.folded for word in words]
        shouted = sum(word.text.isupper() for word in words if len(word.text) > 1)
        return cls(
            text=text,
            words=words,
            folded=folded,
            capitals_tell=shouted * 2 <= len(words),
            german=likely_languages(folded) == {"de"},
        )

    def begins_sentence(self, index: int) -> bool:
        if index == 0:
            return True
        gap = self.text[self.words[index - 1].end : self.words[index].start]
        return any(sign in gap for sign in _SENTENCE_ENDS)

    def stands_alone(self, index: int, end: int) -> bool:
        """Whether a capitalised name is all that stands before a colon, a comma or "or Bruges", at the beginning."""
        if index or not self.capitals_tell or not self.words[0].capitalised:
            return False
        after = self.text[self.words[end - 1].end :].lstrip()[:1]
        following = self.words[end : end + 2]
        or_another = len(following) == 2 and following[0].folded in _OR and following[1].capitalised
        return after in {":", ","} or or_another

    def unbroken(self, start: int, end: int) -> bool:
        """Whether no punctuation parts the words from `start` to `end`."""
        return not any(word.after_break for word in self.words[start + 1 : end])


class MentionFinder:
    """Finds places by their names, aliases and adjectives."""

    def __init__(self, tables: Tables) -> None:
        self._places = {place.key: place for place in tables.places}
        self._silent = tables.silent
        self._ambiguous: Mapping[tuple[str, ...], Ambiguity] = tables.ambiguous
        self._ordinary = tables.ordinary
        self._ordinary_after_in = tables.ordinary_after_in
        self._names: PhraseIndex[Place] = PhraseIndex()
        self._adjectives = Adjectives(tables.adjectives, self._places)
        self._not_places: PhraseIndex[bool] = PhraseIndex()
        for place in tables.places:
            for name in names_of(place):
                for phrase in spellings(name):
                    self._names.add(phrase, place)
        for name in tables.not_places:
            self._not_places.add(folded_words(name), True)

    def named(self, name: str) -> list[Place]:
        """Every place that bears exactly this name, the likeliest first; merged ones included."""
        phrase = folded_words(name)
        return self._in_order(phrase, self._names.get(phrase))

    def is_decided(self, name: str) -> bool:
        """Whether the first place of this name is meant unless something else is said."""
        phrase = folded_words(name)
        return self._decided(phrase, self._in_order(phrase, self._names.get(phrase)))

    def adjective(self, text: str) -> tuple[Place, ...]:
        """The places that the whole text means as an adjective, wherever it stands ("Gentse", "Lütticher")."""
        folded = folded_words(text)
        found = self._adjectives.at(folded, 0)
        return tuple(found[1]) if found and found[0] == len(folded) else ()

    def find(self, text: str) -> list[PlaceMatch]:
        """Every mention in order, without overlaps; the longest name wins."""
        scene = _Scene.of(text)
        found: list[PlaceMatch] = []
        index = 0
        while index < len(scene.words):
            end, match = self._at(scene, index)
            if match and (not found or match.start >= found[-1].end):
                found.append(match)
            index = end
        return found

    def _at(self, scene: _Scene, index: int) -> tuple[int, PlaceMatch | None]:
        """The mention that begins at a word, and the word after it."""
        skipped = max((end for end, _ in self._not_places.phrases_at(scene.folded, index)), default=0)
        for end, places in reversed([*self._names.phrases_at(scene.folded, index)]):
            if end <= skipped:
                break
            if not (scene.unbroken(index, end) and self._means_a_place(scene, index, end)):
                continue
            if match := self._match(scene, index, end, places):
                return end, match
        if match := self._adjective(scene, index):
            return index + len(folded_words(match.text)), match
        return max(skipped, index + 1), None

    def _match(self, scene: _Scene, index: int, end: int, places: Sequence[Place]) -> PlaceMatch | None:
        phrase = tuple(scene.folded[index:end])
        readings = self._in_order(phrase, places)
        said, first, last = _level_said(scene, index, end)
        of_level = [place for place in readings if place.level == said]
        if of_level:
            readings, certain = of_level, len({place.current for place in of_level}) == 1
        else:
            first, last = index, end
            readings = [place for place in readings if place.key not in self._silent]
            # "le pays de Herve", "la région de Liège": an area around the town, not the town.
            certain = self._decided(phrase, readings) and said not in {"region", "country"}
        if not readings:
            return None
        start, stop = scene.words[first].start, scene.words[last - 1].end
        return PlaceMatch(
            start=start,
            end=stop,
            text=scene.text[start:stop],
            readings=self._as_of_today(readings),
            certain=certain,
            note=self._note(readings[0]),
        )

    def _adjective(self, scene: _Scene, index: int) -> PlaceMatch | None:
        """The longest adjective that begins at a word, where it stands beside a word for what has a place."""
        for end, places in reversed([*self._adjectives.declared_at(scene.folded, index)]):
            around = [*range(max(0, index - 2), index), *range(end, min(end + 1, len(scene.words)))]
            beside = any(scene.folded[other] in _NOUNS_OF_PLACES for other in around)
            if beside and (index == 0 or scene.folded[index - 1] not in {"en", "in", "auf"}):
                start, stop = scene.words[index].start, scene.words[end - 1].end
                return PlaceMatch(
                    start=start,
                    end=stop,
                    text=scene.text[start:stop],
                    readings=tuple(places),
                    certain=len(places) == 1,
                )
        return None

    def _means_a_place(self, scene: _Scene, index: int, end: int) -> bool:
        phrase = tuple(scene.folded[index:end])
        languages = self._ordinary.get(phrase)
        if languages is None or len(scene.words) == end - index:
            return True
        if _level_said(scene, index, end)[0]:
            return True
        before = scene.words[index - 1] if index and scene.unbroken(index - 1, end) else None
        announced = before is not None and before.folded in _BEFORE_A_PLACE
        if scene.stands_alone(index, end):
            return True  # "Gent: welke projecten …"
        if scene.words[end - 1].capitalised and scene.capitals_tell:
            if all(word.text.isupper() and len(word.text) > 1 for word in scene.words[index:end]):
                return True  # "UK, mobility: how many?": an abbreviation is no ordinary word
            if scene.german and "de" in languages:
                return announced
            return announced or _is_a(before) or not scene.begins_sentence(index)
        # In lower case a preposition may also stand before the ordinary word: "te komen", "in landen".
        plain = before is not None and before.folded == "te" and "nl" in languages
        return _is_a(before) or (announced and not plain and phrase not in self._ordinary_after_in)

    def _in_order(self, phrase: tuple[str, ...], places: Sequence[Place]) -> list[Place]:
        if ambiguity := self._ambiguous.get(phrase):
            listed = [self._places[key] for key in ambiguity.readings]
            return [*listed, *(place for place in places if place not in listed)]
        return sorted(
            places,
            key=lambda place: (_RANK[place.level], place.country != "be", -(place.inhabitants or 0)),
        )

    def _decided(self, phrase: tuple[str, ...], readings: Sequence[Place]) -> bool:
        if ambiguity := self._ambiguous.get(phrase):
            return ambiguity.certain
        if not readings:
            return False
        rivals = {place.current for place in readings if place.level == readings[0].level}
        return len(rivals) == 1

    def _as_of_today(self, places: Sequence[Place]) -> tuple[Place, ...]:
        today = (self._places[f"{place.level}/{place.current}"] for place in places)
        return tuple(dict.fromkeys(today))

    def _note(self, place: Place) -> LocalizedText | None:
        if place.is_current:
            return None
        today = self._places[f"{place.level}/{place.current}"]
        return LocalizedText(
            fr=f"{place.name('fr')} fait aujourd'hui partie de {today.name('fr')}.",
            nl=f"{place.name('nl')} maakt vandaag deel uit van {today.name('nl')}.",
            de=f"{place.name('de')} gehört heute zu {today.name('de')}.",
            en=f"{place.name('en')} is now part of {today.name('en')}.",
        )


def _is_a(word: Word | None) -> bool:
    """The French preposition, with its accent: "a" alone is English, or the verb to have."""
    return word is not None and word.text in {"à", "À"}


def _level_said(scene: _Scene, index: int, end: int) -> tuple[Level | None, int, int]:
    """The level that a neighbouring word gives, and the words from it to the name."""
    first = index - 1
    while first >= 0 and scene.folded[first] in _LINKS and index - first <= 3:
        first -= 1
    level = _LEVEL_BEFORE.get(scene.folded[first]) if first >= 0 else None
    if level and scene.unbroken(first, end):
        great = first > 0 and scene.folded[first] in {"duche", "duchy"}
        return level, first - great, end
    level = _LEVEL_AFTER.get(scene.folded[end]) if end < len(scene.words) else None
    if level and scene.unbroken(index, end + 1):
        return level, index, end + 1
    return None, index, end


def names_of(place: Place) -> tuple[str, ...]:
    """Every name of a place, without repeats."""
    names = place.names
    return tuple(dict.fromkeys((names.fr, names.nl, names.de, names.en, *place.aliases)))


_SAINTS = {"saint": "st", "sainte": "ste", "sint": "st", "sankt": "st"}


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """The folded words of a name as people type it: St for Saint, ue for ü, no apostrophe."""
    for text in {name, without_umlauts(name)}:
        words = folded_words(text)
        yield words
        yield tuple(_SAINTS.get(word, word) for word in words)
        yield tuple(_without_apostrophes(words))


def _without_apostrophes(words: Sequence[str]) -> Iterator[str]:
    elided = ""
    for word in words:
        if word in {"l", "d"} and not elided:
            elided = word
            continue
        yield elided + word
        elided = ""
