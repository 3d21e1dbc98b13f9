"""Filters read from a sentence: places, years, amounts, themes, technologies, services, statuses…

Each condition remembers where it stands, so that a question about figures can tell whether every one of
its words was understood, and a reader can drop one condition.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.taxonomy import Taxonomy
from retrieval.query.conditions.amounts import amounts_in
from retrieval.query.conditions.condition import Conditions
from retrieval.query.conditions.distances import distances_in
from retrieval.query.conditions.places import read_places
from retrieval.query.conditions.terms import FACETS, read_programmes, read_terms
from retrieval.query.conditions.years import YearRange, years_in
from retrieval.query.folding import Consumed, Span, fold
from retrieval.query.words.sentence import Sentence


def read_conditions(sentence: Sentence) -> Conditions:
    """Everything in the sentence that narrows which documents are meant."""
    text, folded = sentence.text, fold(sentence.text)
    conditions = Conditions(Consumed(len(text)))
    terms = [match for match in Taxonomy.load().find(text) if match.facet in FACETS]
    read_programmes(terms, conditions)
    distances = distances_in(folded)
    for distance in distances:
        conditions.consumed.take(distance.span)
    _read_amounts(folded, sentence, conditions)
    _read_years(folded, conditions)
    read_places(sentence, distances, conditions)
    read_terms(terms, sentence, folded, conditions)
    return conditions


_OF_MONEY = ("money", "subsidy", "cost", "cash", "received", "max_cost", "min_cost")


def _read_amounts(folded: str, sentence: Sentence, conditions: Conditions) -> None:
    for amount in amounts_in(folded):
        if conditions.consumed.overlaps(amount.span) or (amount.bare and not sentence.has(*_OF_MONEY)):
            continue  # "plus de 20 000 habitants" is no budget
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
        if conditions.consumed.overlaps(years.span) or _is_of_a_name(years, folded, conditions):
            continue
        if years.first is not None:
            conditions.add("year_from", years.first, years.span)
        if years.last is not None:
            conditions.add("year_to", years.last, years.span)


def _is_of_a_name(years: YearRange, folded: str, conditions: Conditions) -> bool:
    """ "L'appel *Territoire intelligent 2019*": the year belongs to the name, and tells no beginning."""
    said = folded[slice(*years.span)]
    for at, one in enumerate(conditions.found):
        if (
            one.name == "programme"
            and 0 <= years.span[0] - one.span[1] <= 1
            and said in str(one.value).split("-")
        ):
            conditions.found[at] = replace(one, span=(one.span[0], years.span[1]))
            conditions.consumed.take(years.span)
            return True
    return False


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
