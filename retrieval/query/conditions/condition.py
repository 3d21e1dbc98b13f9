"""Conditions of a sentence: a filter, its value and where it stands; and what of the sentence they account for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from corpus.filters import WORDS, Filters, word_values
from corpus.taxonomy import Facet
from retrieval.query.folding import Consumed, Span
from retrieval.query.words.roles import INERT
from retrieval.query.words.sentence import Sentence

_PROMOTED = frozenset({"domain", "technology", "service"})
_ADJECTIVES = frozenset({"ongoing", "completed", "stopped"})
_KNOWN = {"missing": "known", "known": "missing"}
_NEXT = 2  # characters: a space or a comma with one
_ONE_WORD = 6  # characters: " oder "
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

    def promote(
        self, unknown: Sequence[Span], little: Sequence[Span], is_theme: Callable[[Span], bool]
    ) -> None:
        """Take uncertain themes for certain where they alone explain a word that is left over.

        Of a status this needs one of the `unknown` words: "lancé" is a start as well, "arrêtés" nothing else. The
        `little` words explain themselves: "led by" is no lamp. A theme is one only where it stands as one
        (`is_theme`): "participation projects" are about participation, those that "residents like" are not.
        """
        for position, one in enumerate(self.found):
            if one.certain or self.consumed.overlaps(one.span) or one.span in little:
                continue
            alone = one.name == "status" and one.value in _ADJECTIVES and one.span in unknown
            if one.name not in _PROMOTED and not alone and not self._is_joined(one):
                continue
            if one.name == "domain" and not is_theme(one.span):
                continue
            if one.name == "domain" and self._is_recorded_technology(one):
                continue  # "capteurs" is what records call the technology; the theme is only near it
            self.found[position] = replace(one, certain=True)
            self.consumed.take(one.span)

    def _is_joined(self, condition: Condition) -> bool:
        """ "Abandonnés ou *arrêtés*": beside a certain one of its kind, with one short word between."""
        if any(
            one.name.startswith("year") and 0 < one.span[0] - condition.span[1] <= _NEXT for one in self.found
        ):
            return False  # "en cours, *lancée en 2018*": when it began
        return any(
            other.certain
            and other.name == condition.name
            and 0 < max(condition.span[0] - other.span[1], other.span[0] - condition.span[1]) <= _ONE_WORD
            for other in self.found
        )

    def exclude(self, condition: Condition, *, leaving_unknown: bool = False) -> None:
        """Turn a condition into its contrary; of personal data the contrary is a value.

        Where one kind of documents is taken away from all, those of which it is unknown are left.
        """
        position = self.found.index(condition)
        if not leaving_unknown and condition.name == "personal_data" and condition.value in {"yes", "no"}:
            contrary = "no" if condition.value == "yes" else "yes"
            self.found[position] = replace(condition, value=contrary)
        elif condition.name in _KNOWN:  # "sauf ceux dont on ignore l'année"
            self.found[position] = replace(condition, name=_KNOWN[condition.name])
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


def is_structure(sentence: Sentence, span: Span) -> bool:
    """Whether the words are part of what the question asks ("montant", "plus grand"), not of what it is about."""
    return any(
        token.start <= span[0]
        and span[1] <= token.end
        and (token.role not in _YIELDING or token.end - token.start > span[1] - span[0])
        for token in sentence.tokens
    )
