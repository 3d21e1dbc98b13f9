"""Filters read from a sentence: places, years, amounts, themes, technologies, services, statuses…

Each condition remembers where it stands, so that a question about figures can tell whether every one of
its words was understood, and a reader can drop one condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from corpus.filters import WORDS, Filters, municipalities_of, word_values
from corpus.places import Gazetteer, Place, PlaceMatch
from corpus.taxonomy import Facet, Taxonomy, TermMatch
from retrieval.query.distances import Distance, distances_in
from retrieval.query.folding import Consumed, Span, fold
from retrieval.query.lexicon import INERT
from retrieval.query.quantities import amounts_in, years_in
from retrieval.query.sentence import Sentence, Token

# Where two facets know the same words, the earlier one is meant, unless the sentence says otherwise.
_FACETS = ("programme", "status", "personal_data", "domain", "technology", "service")
# Of the weak words for a status, those of these are adjectives ("lopende", "pilotes"), not verbs ("lancés en").
_ADJECTIVES = frozenset({"planned", "ongoing", "pilot", "completed"})
_SAYS_STATUS = re.compile(
    r"\b(?:sont|est|zijn|is|sind|ist|are)(?: encore| toujours| nog| noch| still| deja| al| reeds| bereits| already)? $"
)
_PROMOTED = frozenset({"domain", "technology", "service"})
_ARTICLE = r" (?:un |une |des |d'un |d'une |de la |des |du |d'|de l'|la |le |les |l'|het |de |een |the |a |die |das |den |der |eine? )?$"
_ANNOUNCES_SERVICE = re.compile(
    r"\b(?:services?|dienst(?:en)?|departements?|departments?|impliqu\w+|touch\w+|mobilis\w+|betrekken|betreffen"
    r"|involv\w+|einbeziehen|beteiligen|amt|abteilung|gemeentedienst\w*)" + _ARTICLE
)
_ANNOUNCES_TECHNOLOGY = re.compile(
    r"\b(?:technologies?|technology|utilis\w+|emploi\w*|recour\w+ (?:a|aux)|reposent sur|bases? sur|basees? sur|grace a|avec"
    r"|gebruik(?:en|t)?|maken gebruik van|gebruik van|met|inzet van|nutzen|nutzt|verwenden|verwendet|setzen|setzen auf|mit"
    r"|einsatz von|us(?:e|es|ing)|based on|with|rely on|sans|zonder|ohne|without|pas d[e']|geen|keine?n?|kein)"
    + _ARTICLE
)
_FILTER_OF_LEVEL = {
    "municipality": "municipality",
    "city": "municipality",
    "arrondissement": "arrondissement",
    "province": "province",
    "region": "region",
    "country": "country",
}
# Roles that a term of the taxonomy of the same words may take over: "terminés" is a status, "parking" a theme.
_YIELDING = INERT | {"unknown", "end", "start", "known", "partner", "lead", "received", "has", "more", "and"}


@dataclass(frozen=True)
class Condition:
    """One condition with its place in the sentence; `certain` ones may become filters."""

    name: str
    value: str | int | Decimal
    span: Span
    certain: bool
    text: str = ""  # as the sentence says it
    excluded: bool = False

    @property
    def values(self) -> tuple[str | int | Decimal, ...]:
        """What the filter compares with: for words, those that records use."""
        if self.name in WORDS:
            return word_values(cast(Facet, self.name), self.text, str(self.value))
        return (self.value,)


@dataclass(frozen=True)
class Ambiguous:
    """Words with several readings, each a filter and its value."""

    span: Span
    text: str
    readings: tuple[tuple[str, str], ...]


@dataclass
class Conditions:
    """All conditions of a sentence, and what of it they account for."""

    consumed: Consumed
    found: list[Condition] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)

    def add(
        self, name: str, value: str | int | Decimal, span: Span, *, certain: bool = True, text: str = ""
    ) -> None:
        """Keep a condition and mark its words as understood."""
        self.found.append(Condition(name, value, span, certain, text))
        self.consumed.take(span)

    def promote(self) -> None:
        """Take uncertain themes for certain where they alone explain a word that is left over."""
        for position, one in enumerate(self.found):
            if one.certain or self.consumed.overlaps(one.span):
                continue
            if one.name not in _PROMOTED and not self._is_joined(one):
                continue
            if one.name == "domain" and self._is_recorded_technology(one):
                continue  # "capteurs" is what records call the technology; the theme is only near it
            self.found[position] = replace(one, certain=True)
            self.consumed.take(one.span)

    def _is_joined(self, condition: Condition) -> bool:
        """ "Abandonnés ou *arrêtés*": beside a certain one of its kind, with one short word between."""
        return any(
            other.certain
            and other.name == condition.name
            and 0 < max(condition.span[0] - other.span[1], other.span[0] - condition.span[1]) <= _ONE_WORD
            for other in self.found
        )

    def exclude(self, condition: Condition) -> None:
        """Turn a condition into its contrary; of personal data the contrary is a value."""
        position = self.found.index(condition)
        if condition.name == "personal_data" and condition.value in {"yes", "no"}:
            contrary = "no" if condition.value == "yes" else "yes"
            self.found[position] = replace(condition, value=contrary)
        else:
            self.found[position] = replace(condition, excluded=not condition.excluded)

    def certain(self) -> list[Condition]:
        """Those that may become filters, in the order of the sentence."""
        return sorted((one for one in self.found if one.certain), key=lambda one: one.span)

    def _is_recorded_technology(self, condition: Condition) -> bool:
        return any(
            other.name == "technology" and other.span == condition.span and other.values == (other.text,)
            for other in self.found
        )

    def filters(self, wanted: Callable[[Condition], bool]) -> Filters:
        """The wanted conditions as filters; repeated ones mean *or*."""
        values: dict[str, object] = {}
        for condition in self.found:
            if not wanted(condition):
                continue
            if condition.name.endswith(("_from", "_to", "_min", "_max")):
                values.setdefault(condition.name, condition.value)
            elif condition.excluded:
                _extend(values, "exclude", (f"{condition.name}:{value}" for value in condition.values))
            else:
                _extend(values, condition.name, condition.values)
        return Filters.model_validate(values)


def _extend(values: dict[str, object], name: str, more: object) -> None:
    known = values.get(name, ())
    assert isinstance(known, tuple)
    values[name] = tuple(dict.fromkeys((*known, *more)))  # type: ignore[misc]


def read_conditions(sentence: Sentence) -> Conditions:
    """Everything in the sentence that narrows which documents are meant."""
    text, folded = sentence.text, fold(sentence.text)
    conditions = Conditions(Consumed(len(text)))
    terms = [match for match in Taxonomy.load().find(text) if match.facet in _FACETS]
    _read_programmes(terms, conditions)
    distances = distances_in(folded)
    for distance in distances:
        conditions.consumed.take(distance.span)
    _read_amounts(folded, sentence, conditions)
    _read_years(folded, conditions)
    _read_places(sentence, distances, conditions)
    _read_terms(terms, sentence, folded, conditions)
    return conditions


def _read_programmes(terms: list[TermMatch], conditions: Conditions) -> None:
    """Programmes first: "Horizon 2020" is not a year, "Fonds Smart City luxembourgeois" not a place."""
    for match in terms:
        if match.facet == "programme" and match.certain:
            conditions.add("programme", match.slug, (match.start, match.end), text=match.text)


def _read_amounts(folded: str, sentence: Sentence, conditions: Conditions) -> None:
    for amount in amounts_in(folded):
        if conditions.consumed.overlaps(amount.span):
            continue
        prefix = _money_beside(sentence, amount.span)
        if amount.least is not None:
            conditions.add(f"{prefix}_min", amount.least, amount.span)
        if amount.most is not None:
            conditions.add(f"{prefix}_max", amount.most, amount.span)


def _money_beside(sentence: Sentence, span: Span) -> str:
    """Whether an amount is of the subsidy or of the budget: what the nearest word for money says."""
    near: list[tuple[int, str]] = []
    for token in sentence.tokens:
        if token.role in {"subsidy", "received", "money", "cost"} and not _inside(token.span, span):
            distance = span[0] - token.end if token.end <= span[0] else token.start - span[1]
            near.append((distance, "subsidy" if token.role in {"subsidy", "received"} else "budget"))
    return min(near)[1] if near else "budget"


def _read_years(folded: str, conditions: Conditions) -> None:
    for years in years_in(folded):
        if conditions.consumed.overlaps(years.span):
            continue
        if years.first is not None:
            conditions.add("year_from", years.first, years.span)
        if years.last is not None:
            conditions.add("year_to", years.last, years.span)


def _read_places(sentence: Sentence, distances: list[Distance], conditions: Conditions) -> None:
    text = sentence.text
    for match in Gazetteer.load().find(text):
        span = (match.start, match.end)
        if conditions.consumed.overlaps(span) or not match.readings or _is_structure(sentence, span):
            continue
        distance = _distance_from(span, distances)
        if distance is not None:
            _add_near(match.readings, span, distance, conditions)
        else:
            _add_named(match, span, sentence, conditions)


def _add_named(match: PlaceMatch, span: Span, sentence: Sentence, conditions: Conditions) -> None:
    """The place that a name means; of a town and its province, the one whose level the sentence says."""
    readings = match.readings
    levels = {place.level for place in readings}
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
            return "province" if role == "town" and sentence.matches(_COUNTS_TOWNS) else level
    before = sentence.text[max(0, span[0] - 2) : span[0]].lower()
    return "municipality" if before == "à " else None


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
_ONE_WORD = 6  # characters: " oder "


def add_ambiguous(places: tuple[Place, ...], span: Span, text: str, conditions: Conditions) -> None:
    """A name of several places: a question about figures asks which one is meant."""
    readings = tuple(
        (_FILTER_OF_LEVEL[place.level], place.code) for place in places if place.level in _FILTER_OF_LEVEL
    )
    conditions.ambiguous.append(Ambiguous(span, text[span[0] : span[1]], readings))
    name, code = readings[0]
    conditions.found.append(Condition(name, code, span, certain=False))
    conditions.consumed.take(span)


def _read_terms(terms: list[TermMatch], sentence: Sentence, folded: str, conditions: Conditions) -> None:
    for match in sorted(terms, key=lambda one: (one.start - one.end, _precedence(one, folded))):
        span = (match.start, match.end)
        if conditions.consumed.overlaps(span) or match.facet == "programme" or _is_structure(sentence, span):
            continue
        certain = (
            match.certain
            or _precedence(match, folded) < 0
            or (
                match.facet == "status"
                and match.slug in _ADJECTIVES
                and _beside_projects(sentence, folded, span)
            )
        )
        if certain:
            conditions.add(match.facet, match.slug, span, text=match.text)
        else:  # a reading that may be wrong explains nothing: its words stay to be accounted for
            conditions.found.append(Condition(match.facet, match.slug, span, certain=False, text=match.text))


def _is_structure(sentence: Sentence, span: Span) -> bool:
    """Whether the words are part of what the question asks ("montant", "plus grand"), not of what it is about."""
    return any(
        token.start <= span[0]
        and span[1] <= token.end
        and (token.role not in _YIELDING or token.end - token.start > span[1] - span[0])
        for token in sentence.tokens
    )


def _beside_projects(sentence: Sentence, folded: str, span: Span) -> bool:
    """ "Projets pilotes", "zijn lopend": an adjective of the projects themselves."""
    beside = any(
        token.role == "project" and (0 <= span[0] - token.end <= 1 or 0 <= token.start - span[1] <= 1)
        for token in sentence.tokens
    )
    return beside or bool(_SAYS_STATUS.search(folded, 0, span[0]))


def _precedence(match: TermMatch, folded: str) -> int:
    """ "Le service mobilité" is a service, "une technologie de caméras" a technology."""
    before = folded[max(0, match.start - 30) : match.start]
    if match.facet == "service" and _ANNOUNCES_SERVICE.search(before):
        return -1
    if match.facet == "technology" and _ANNOUNCES_TECHNOLOGY.search(before):
        return -1
    return _FACETS.index(match.facet)


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def contradicting_places(conditions: Conditions) -> Iterator[tuple[Condition, Condition]]:
    """Pairs of places of different levels of which neither lies in the other: "à Namur et en Flandre"."""
    names = ("country", "region", "province", "arrondissement", "near", "municipality")
    places = [one for one in conditions.certain() if one.name in names and not one.excluded]
    for position, one in enumerate(places):
        for other in places[position + 1 :]:
            if one.name != other.name and not (_within(one, other) or _within(other, one)):
                yield one, other


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


def tokens_between(sentence: Sentence, first: Span, second: Span) -> tuple[Token, ...]:
    """The tokens that stand between two spans."""
    return tuple(one for one in sentence.tokens if one.start >= first[1] and one.end <= second[0])
