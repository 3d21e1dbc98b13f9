"""Filters read from a sentence: places, years, amounts, themes, technologies, services, statuses…

Each condition remembers where it stands, so that a question about figures can tell whether every one of
its words was understood, and a reader can drop one condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from corpus.filters import WORDS, Filters, word_values
from corpus.places import Gazetteer, Place
from corpus.taxonomy import Facet, Taxonomy, TermMatch
from retrieval.query.folding import Consumed, Span
from retrieval.query.grammar import Grammar, first_match, spans_of
from retrieval.query.quantities import amounts_in, years_in

# Where two facets know the same words, the earlier one is meant, unless the sentence says otherwise.
_FACETS = ("programme", "status", "personal_data", "domain", "technology", "service")
_DENIAL = re.compile(
    r"(?:n'(?:ont|a|est|y a) pas (?:de |d')?|pas (?:de |d')?|sans |aucun |geen |zonder |kein\w* |ohne |no |without (?:a )?"
    r"|do(?:es)? not have (?:a )?)(?:le |de |het |ein |einen )?$"
)
# Of the weak words for a status, those of these are adjectives ("lopende", "pilotes"), not verbs ("lancés en").
_ADJECTIVES = frozenset({"planned", "ongoing", "pilot", "completed"})
_SAYS_STATUS = re.compile(r"\b(?:sont|est|zijn|is|sind|ist|are)(?: encore| toujours| nog| noch| still)? $")
_PROMOTED = frozenset({"domain", "technology", "service"})
_ARTICLE = r" (?:un |une |des |d'un |d'une |de la |des |du |d'|de l'|la |le |les |l'|het |de |een |the |a |die |das |den |der |eine? )?$"
_ANNOUNCES_SERVICE = re.compile(
    r"\b(?:services?|dienst(?:en)?|departements?|departments?|impliqu\w+|touch\w+|mobilis\w+|betrekken|betreffen"
    r"|involv\w+|einbeziehen|beteiligen)" + _ARTICLE
)
_ANNOUNCES_TECHNOLOGY = re.compile(
    r"\b(?:technologies?|technology|utilis\w+|recour\w+ (?:a|aux)|reposent sur|bases? sur|basees? sur|grace a|avec"
    r"|gebruik(?:en|t)?|maken gebruik van|met|nutzen|nutzt|verwenden|setzen|mit|us(?:e|es|ing)|based on|with)"
    + _ARTICLE
)
_FILTER_OF_LEVEL = {
    "municipality": "municipality",
    "city": "municipality",
    "province": "province",
    "region": "region",
    "country": "country",
}


@dataclass(frozen=True)
class Condition:
    """One condition with its place in the sentence; `certain` ones may become filters."""

    name: str
    value: str | int | Decimal
    span: Span
    certain: bool
    text: str = ""  # as the sentence says it

    @property
    def values(self) -> tuple[str | int | Decimal, ...]:
        """What the filter compares with: for words, those that records use."""
        if self.name in WORDS:
            return word_values(cast(Facet, self.name), self.text, str(self.value))
        return (self.value,)


@dataclass
class Conditions:
    """All conditions of a sentence, and what of it they account for."""

    consumed: Consumed
    found: list[Condition] = field(default_factory=list)
    ambiguous: list[tuple[str, tuple[Place, ...]]] = field(default_factory=list)

    def add(
        self, name: str, value: str | int | Decimal, span: Span, *, certain: bool = True, text: str = ""
    ) -> None:
        """Keep a condition and mark its words as understood."""
        self.found.append(Condition(name, value, span, certain, text))
        self.consumed.take(span)

    def promote(self) -> None:
        """Take uncertain themes for certain where they alone explain a word that is left over."""
        for position, one in enumerate(self.found):
            if one.certain or one.name not in _PROMOTED or self.consumed.overlaps(one.span):
                continue
            if one.name == "domain" and self._is_recorded_technology(one):
                continue  # "capteurs" is what records call the technology; the theme is only near it
            self.found[position] = replace(one, certain=True)
            self.consumed.take(one.span)

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
            else:
                known = values.setdefault(condition.name, ())
                assert isinstance(known, tuple)
                values[condition.name] = tuple(dict.fromkeys((*known, *condition.values)))
        return Filters.model_validate(values)


def read_conditions(text: str, folded: str, *, known: Sequence[Span] = ()) -> Conditions:
    """Everything in the sentence that narrows which documents are meant; `known` spans mean something else."""
    conditions = Conditions(Consumed(len(text)))
    for span in known:
        conditions.consumed.take(span)
    _read_programmes(text, conditions)
    _read_known_fields(folded, conditions)
    _read_amounts(folded, conditions)
    _read_years(folded, conditions)
    _read_places(text, conditions)
    _read_terms(text, folded, conditions)
    return conditions


def _read_programmes(text: str, conditions: Conditions) -> None:
    """Programmes first: "Horizon 2020" is not a year, "Fonds Smart City luxembourgeois" not a place."""
    for match in Taxonomy.load().find(text):
        if match.facet == "programme" and match.certain:
            conditions.add("programme", match.slug, (match.start, match.end), text=match.text)


def _read_known_fields(folded: str, conditions: Conditions) -> None:
    grammar = Grammar.load()
    missing = first_match(grammar.missing, folded)
    named = first_match(grammar.fields, folded)
    if missing is None or named is None:
        return
    denied = _denial_before(folded, min(missing[1][0], named[1][0]))
    name = "missing" if missing[0] == "unknown" or denied else "known"
    conditions.add(name, named[0], missing[1])
    conditions.consumed.take(named[1])
    if denied:
        conditions.consumed.take(denied)


def _denial_before(folded: str, position: int) -> Span | None:
    """ "N'ont *pas de* budget connu": the words that deny what follows."""
    found = _DENIAL.search(folded, max(0, position - 24), position)
    return found.span() if found else None


def _read_amounts(folded: str, conditions: Conditions) -> None:
    subsidy = bool(spans_of(Grammar.load().fields["subsidy_eur"], folded))
    prefix = "subsidy" if subsidy else "budget"
    for amount in amounts_in(folded):
        if conditions.consumed.overlaps(amount.span):
            continue
        if amount.least is not None:
            conditions.add(f"{prefix}_min", amount.least, amount.span)
        if amount.most is not None:
            conditions.add(f"{prefix}_max", amount.most, amount.span)
        for name in ("subsidy_eur", "budget_eur"):
            for span in spans_of(Grammar.load().fields[name], folded):
                conditions.consumed.take(span)


def _read_years(folded: str, conditions: Conditions) -> None:
    for years in years_in(folded):
        if conditions.consumed.overlaps(years.span):
            continue
        if years.first is not None:
            conditions.add("year_from", years.first, years.span)
        if years.last is not None:
            conditions.add("year_to", years.last, years.span)


def _read_places(text: str, conditions: Conditions) -> None:
    for match in Gazetteer.load().find(text):
        span = (match.start, match.end)
        if conditions.consumed.overlaps(span) or not match.readings:
            continue
        place = match.readings[0]
        name = _FILTER_OF_LEVEL.get(place.level)
        if name is None:
            continue
        conditions.add(name, place.code, span, certain=match.certain)
        if not match.certain and len(match.readings) > 1:
            conditions.ambiguous.append((text[match.start : match.end], match.readings))


def add_place(place: Place, span: Span, conditions: Conditions) -> None:
    """A place that is certainly meant, as a condition."""
    name = _FILTER_OF_LEVEL.get(place.level)
    if name is not None:
        conditions.add(name, place.code, span)


def _read_terms(text: str, folded: str, conditions: Conditions) -> None:
    matches = [match for match in Taxonomy.load().find(text) if match.facet in _FACETS]
    for match in sorted(matches, key=lambda one: (one.start - one.end, _precedence(one, folded))):
        span = (match.start, match.end)
        if conditions.consumed.overlaps(span) or match.facet == "programme":
            continue
        certain = (
            match.certain
            or _precedence(match, folded) < 0
            or (match.facet == "status" and match.slug in _ADJECTIVES and _beside_projects(folded, span))
        )
        if certain:
            conditions.add(match.facet, match.slug, span, text=match.text)
        else:  # a reading that may be wrong explains nothing: its words stay to be accounted for
            conditions.found.append(Condition(match.facet, match.slug, span, certain=False, text=match.text))


def _beside_projects(folded: str, span: Span) -> bool:
    """ "Projets pilotes", "zijn lopend": an adjective of the projects themselves."""
    beside = any(
        0 <= span[0] - end <= 1 or 0 <= start - span[1] <= 1
        for start, end in spans_of(Grammar.load().kinds["initiative"], folded)
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
