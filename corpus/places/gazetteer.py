"""The gazetteer: places by code, by name, in a sentence and by distance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from corpus.errors import UnknownValue
from corpus.phrases import folded_words
from corpus.places.mentions import MentionFinder, names_of
from corpus.places.tables import Tables, read_tables
from corpus.places.values import Level, Place, PlaceMatch

_EARTH_RADIUS_KM = 6371.0
_SHORTEST_FOR_TYPOS = 4  # "Ans" and "Ath" are one letter from half the dictionary
_SUGGESTIONS = 3


class Gazetteer:
    """Every place that Passerelle knows."""

    def __init__(self, tables: Tables) -> None:
        self._by_key = {place.key: place for place in tables.places}
        self._members = tables.members
        self._finder = MentionFinder(tables)
        self._by_level: dict[Level, list[Place]] = defaultdict(list)
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._by_postal_code: dict[str, list[Place]] = defaultdict(list)
        for place in tables.places:
            self._by_level[place.level].append(place)
            for name in names_of(place):
                self._by_name[" ".join(folded_words(name))].append(place)
            for postal_code in place.postal_codes:
                self._by_postal_code[postal_code].append(place)

    @classmethod
    def load(cls) -> Gazetteer:
        """The gazetteer of the data files; read once a process."""
        return _loaded()

    def get(self, level: Level, code: str) -> Place | None:
        """The place of this code, merged municipalities included."""
        return self._by_key.get(f"{level}/{code}")

    def all(self, level: Level) -> tuple[Place, ...]:
        """The places of a level as they exist today."""
        return tuple(place for place in self._by_level[level] if place.is_current)

    def resolve(self, name: str, level: Level | None = None) -> Place:
        """The place of a name, code or Belgian postal code, in any language, as it exists today.

        One typing error is forgiven (two in a long name) when only one place is that near.
        Raises UnknownValue with the nearest names, or with the readings between which to choose.
        """
        places = self._named(name, level)
        if not places:
            places = self._nearly_named(name, level)
        if not places:
            raise UnknownValue(level or "place", name, hint=self._suggestions(name, level))
        today = list(dict.fromkeys(self._today(place) for place in places))
        if len(today) == 1 or (level is None and self._finder.is_decided(name)):
            return today[0]
        raise UnknownValue(level or "place", name, hint=f"one of {_listed(today)}")

    def find(self, text: str) -> list[PlaceMatch]:
        """Every place named in a sentence, in order, without overlaps."""
        return self._finder.find(text)

    def adjective(self, text: str) -> tuple[Place, ...]:
        """The places that a word can mean as an adjective ("Gentse", "hainuyer", "Lütticher")."""
        return self._finder.adjective(text)

    def recorded(
        self, level: Level, name: str, *, country: str | None = None, region: str | None = None
    ) -> Place | None:
        """The place that a record names, among those of its country and region."""
        places = [place for place in self._finder.named(name) if place.level == level]
        if country is not None:
            places = [place for place in places if place.country == country]
        inside = [place for place in places if region is not None and place.region == region]
        chosen = next(iter(inside or places), None)
        return self._today(chosen) if chosen else None

    def within(self, place: Place) -> frozenset[str]:
        """The codes of today's municipalities inside a place; of a municipality, its own."""
        if place.level == "municipality":
            return frozenset({place.current})
        if place.level == "community":
            return frozenset(self._members[place.code])
        return frozenset(
            municipality.code
            for municipality in self.all("municipality")
            if getattr(municipality, place.level) == place.code
        )

    def distance_km(self, a: Place, b: Place) -> float | None:
        """The distance between two centre points, or None where one has none."""
        if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
            return None
        north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
        chord = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
        return 2 * _EARTH_RADIUS_KM * asin(sqrt(chord))

    def near(self, place: Place, km: float) -> tuple[Place, ...]:
        """The municipalities whose centre lies within `km`, nearest first, itself left out."""
        distances = [
            (distance, other)
            for other in self.all("municipality")
            if other != place and (distance := self.distance_km(place, other)) is not None
        ]
        return tuple(
            other for distance, other in sorted(distances, key=lambda pair: pair[0]) if distance <= km
        )

    def _today(self, place: Place) -> Place:
        return self._by_key[f"{place.level}/{place.current}"]

    def _named(self, name: str, level: Level | None) -> list[Place]:
        text = name.strip()
        code = text.lower() if level == "country" else text
        if level and (place := self._by_key.get(f"{level}/{code}")):
            return [place]
        if text.isascii() and text.isdigit():
            by_code = self._by_key.get(f"municipality/{text}")
            return [by_code] if by_code else self._by_postal_code.get(text, [])
        places = _of_level(self._finder.named(text), level)
        if places:
            return places
        whole = [match for match in self.find(text) if len(match.text) == len(text)]
        return _of_level(whole[0].readings, level) if whole else []

    def _nearly_named(self, name: str, level: Level | None) -> list[Place]:
        typed = " ".join(folded_words(name))
        allowed = 2 if len(typed) > 8 else 1
        near: dict[int, list[Place]] = defaultdict(list)
        for known, distance, _ in process.extract(
            typed, self._by_name.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None
        ):
            if min(len(known), len(typed)) >= _SHORTEST_FOR_TYPOS:
                near[int(distance)].extend(_of_level(self._by_name[known], level))
        nearest = next((near[distance] for distance in sorted(near) if near[distance]), [])
        if level is None and len({place.name("fr") for place in nearest}) == 1:
            nearest = self._finder.named(nearest[0].name("fr"))[:1]
        return nearest

    def _suggestions(self, name: str, level: Level | None) -> str:
        typed = " ".join(folded_words(name))
        near = process.extract(typed, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=60, limit=9)
        places = [place for known, _, _ in near for place in _of_level(self._by_name[known], level)]
        names = list(dict.fromkeys(place.name("fr") for place in places))[:_SUGGESTIONS]
        return f"nearest: {', '.join(names)}" if names else ""


def _of_level(places: Iterable[Place], level: Level | None) -> list[Place]:
    return [place for place in places if level is None or place.level == level]


def _listed(places: Iterable[Place]) -> str:
    return ", ".join(f"{place.name('fr')} ({place.key})" for place in places)


@cache
def _loaded() -> Gazetteer:
    return Gazetteer(read_tables())
