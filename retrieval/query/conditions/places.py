"""Places, arrondissements and distances of a sentence as conditions; names of several places keep their readings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.filters import municipalities_of
from corpus.places import Gazetteer, Place, PlaceMatch
from retrieval.query.conditions.condition import Ambiguous, Condition, Conditions, is_structure
from retrieval.query.conditions.distances import Distance
from retrieval.query.folding import Span
from retrieval.query.words.cues import word_set
from retrieval.query.words.sentence import Sentence

_FILTER_OF_LEVEL = {
    "municipality": "municipality",
    "city": "municipality",
    "arrondissement": "arrondissement",
    "province": "province",
    "region": "region",
    "country": "country",
}


def read_places(sentence: Sentence, distances: list[Distance], conditions: Conditions) -> None:
    """Names of places, each with the distance measured from it where there is one."""
    text = sentence.text
    for match in Gazetteer.load().find(text):
        span = (match.start, match.end)
        if conditions.consumed.overlaps(span) or not match.readings:
            continue
        if is_structure(sentence, span) and not _is_written_as_a_name(sentence, span):
            continue
        distance = _distance_from(span, distances)
        if distance is not None:
            _add_near(match.readings, span, distance, conditions)
        else:
            _add_named(match, span, sentence, conditions)


def _is_written_as_a_name(sentence: Sentence, span: Span) -> bool:
    """ "In *Namen*" is a town, "de namen" are names: a capital after a preposition; of German ones, after one of place."""
    before = [token for token in sentence.tokens if token.end <= span[0]][-1:]
    if sentence.language == "de":  # where nouns have capitals too
        return any(token.text in _WHERE for token in before)
    return sentence.text[span[0]].isupper() and any(token.role == "prep" for token in before)


_WHERE = word_set(__package__, "where")


def _add_named(match: PlaceMatch, span: Span, sentence: Sentence, conditions: Conditions) -> None:
    """The place that a name means; of a town and its province, the one whose level the sentence says."""
    readings = match.readings
    levels = {place.level for place in readings}
    if not match.certain and (level := _level_meant(sentence, span)) in levels:  # "luxembourgeois (province)"
        meant = next(place for place in readings if place.level == level)
        _add_place(meant, span, conditions, certain=True)
        return
    bare = span[1] - span[0] == len(match.place.names.get(sentence.language)) or len(readings) > 1
    if not ({"municipality", "province"} <= levels and bare and not _says_level(match.text)):
        _add_place(readings[0], span, conditions, certain=match.certain)
        return
    if level := _level_meant(sentence, span):
        chosen = next((place for place in readings if place.level == level), None)
        if chosen is not None:
            _add_place(chosen, span, conditions, certain=True)
            return
    add_ambiguous(readings, span, sentence.text, conditions)


_LEVEL_OF = {"dim_province": "province", "town": "municipality", "dim_country": "country"}


def _level_meant(sentence: Sentence, span: Span) -> str | None:
    """The level that another word of the sentence gives: "les provinces de Liège et de Namur", "(Provinz)"."""
    for role, level in _LEVEL_OF.items():
        if sentence.has(role):
            towns_counted = role == "town" and sentence.matches(_COUNTS_TOWNS)
            return "province" if towns_counted and not _sets_towns_against(sentence) else level
    before = sentence.text[max(0, span[0] - 2) : span[0]].lower()
    return "municipality" if before == "à " else None


def _sets_towns_against(sentence: Sentence) -> bool:
    """ "Entre Mons et Namur, *quelle ville* a le plus de projets": one of those named."""
    asks_one = any(one.role == "town" and one.text in _ONE_TOWN for one in sentence.tokens)
    sets_apart = sentence.has("or") or (asks_one and sentence.has("and"))
    return sets_apart and sentence.has("most", "least", "more")


_ONE_TOWN = word_set(__package__, "one_town")
_COUNTS_TOWNS = re.compile(r" (?:how_many|number|which)(?: (?:prep|det|adj|all))* town ")


def _says_level(text: str) -> bool:
    return len(text.split()) > 1


def _distance_from(span: Span, distances: list[Distance]) -> Distance | None:
    """The distance that is measured from a place: the one before it, else the one after it."""
    before = [one for one in distances if 0 <= span[0] - one.span[1] <= _FAR]
    after = [one for one in distances if 0 <= one.span[0] - span[1] <= _FAR]
    return before[-1] if before else after[0] if after else None


_FAR = 40  # characters between a distance and its place: "in einem Umkreis von 20 km rund um die Stadt"


def _add_near(readings: tuple[Place, ...], span: Span, distance: Distance, conditions: Conditions) -> None:
    town = next((place for place in readings if place.level == "municipality"), None)
    if town is not None:
        conditions.add("near", f"{town.code}:{distance.km:g}", span)
        conditions.found.append(replace(conditions.found[-1], span=distance.span))


def _add_place(place: Place, span: Span, conditions: Conditions, *, certain: bool) -> None:
    if place.level == "community":
        for code in sorted(Gazetteer.load().within(place)):
            conditions.add("municipality", code, span, certain=certain)
    elif name := _FILTER_OF_LEVEL.get(place.level):
        conditions.add(name, place.code, span, certain=certain)


def add_adjective(sentence: Sentence, span: Span, conditions: Conditions) -> bool:
    """A word that can only be the adjective or the genitive of a place ("Gentse", "Belgiens")."""
    gazetteer = Gazetteer.load()
    text = sentence.text[span[0] : span[1]]
    places = gazetteer.adjective(text)
    if not places and text[-1:] == "s" and len(text) > _SHORTEST_GENITIVE:
        whole = [match for match in gazetteer.find(text[:-1]) if len(match.text) == len(text) - 1]
        places = whole[0].readings if whole else ()
    if not places:
        return False
    level = _level_meant(sentence, span)
    chosen = [place for place in places if place.level == level] or list(places)
    if len(chosen) == 1:
        _add_place(chosen[0], span, conditions, certain=True)
    else:
        add_ambiguous(tuple(chosen), span, sentence.text, conditions)
    return True


_SHORTEST_GENITIVE = 5


def add_ambiguous(places: tuple[Place, ...], span: Span, text: str, conditions: Conditions) -> None:
    """A name of several places: a question about figures asks which one is meant."""
    readings = tuple(
        (_FILTER_OF_LEVEL[place.level], place.code) for place in places if place.level in _FILTER_OF_LEVEL
    )
    conditions.ambiguous.append(Ambiguous(span, text[span[0] : span[1]], readings))
    name, code = readings[0]
    conditions.found.append(Condition(name, code, span, certain=False))
    conditions.consumed.take(span)


def choose_level_beside(sentence: Sentence, conditions: Conditions) -> None:
    """ "*Liège* ou Charleroi", "Hainaut en *Luik*": a name that is listed with a place is one of its level."""
    for one in [*conditions.ambiguous]:
        levels = {
            other.name
            for other in conditions.certain()
            if other.name in {"municipality", "province"} and _are_listed(sentence, one.span, other.span)
        }
        chosen = [(name, value) for name, value in one.readings if {name} == levels]
        if len(chosen) == 1:
            conditions.ambiguous.remove(one)
            conditions.found = [each for each in conditions.found if each.span != one.span]
            conditions.add(chosen[0][0], chosen[0][1], one.span, text=one.text)


_LISTED = frozenset({"and", "or", "than", "det"})


def _are_listed(sentence: Sentence, one: Span, other: Span) -> bool:
    """Whether only a comma, "and" or "or" stands between two places."""
    first, second = sorted((one, other))
    between = sentence.between(first, second)
    gap = sentence.text[first[1] : second[0]]
    return (
        len(gap) <= _SHORT_GAP
        and (bool(between) or "," in gap)
        and {each.role for each in between} <= _LISTED
    )


_SHORT_GAP = 6  # characters: " oder "
_PLACES = ("country", "region", "province", "arrondissement", "near", "municipality")


def contradicting_places(conditions: Conditions) -> Iterator[tuple[Condition, Condition]]:
    """Pairs of places of different levels of which neither lies in the other: "à Namur et en Flandre"."""
    places = [one for one in conditions.certain() if one.name in _PLACES and not one.excluded]
    for position, one in enumerate(places):
        for other in places[position + 1 :]:
            if one.name != other.name and not (_within(one, other) or _within(other, one)):
                yield one, other


def is_within(inner: Condition, outer: Condition) -> bool:
    """Whether one place lies in the other; conditions that are no places do not."""
    return inner.name in _PLACES and outer.name in _PLACES and _within(inner, outer)


def _within(inner: Condition, outer: Condition) -> bool:
    inside = _municipalities(inner)
    if outer.name == "country" and inner.name != "near":
        place = Gazetteer.load().get(inner.name, str(inner.value))  # type: ignore[arg-type]
        return place is not None and place.country == outer.value
    return bool(inside) and inside <= _municipalities(outer)


def _municipalities(condition: Condition) -> frozenset[str]:
    value = str(condition.value)
    if condition.name in {"near", "arrondissement"}:
        return municipalities_of(condition.name, value)
    gazetteer = Gazetteer.load()
    place = gazetteer.get(condition.name, value)  # type: ignore[arg-type]
    return gazetteer.within(place) if place else frozenset()
