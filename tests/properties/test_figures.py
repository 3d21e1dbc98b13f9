"""Computed figures equal a plain loop over the documents of the corpus."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.access import ANONYMOUS
from corpus.filters import Filters, fold_words
from corpus.models import Document, InitiativeFields
from corpus.taxonomy import Taxonomy, terms_of
from ingest.sources.markdown import MarkdownSource
from retrieval.answering.answer import MeasuredGroup
from retrieval.answering.computed import compute
from retrieval.catalogue.catalogue import Catalogue
from retrieval.query.figures import FigureQuestion
from retrieval.search.links import Links
from tests.builders import a_record


@dataclass(repr=False)
class Loaded:
    """The catalogue and the documents in it."""

    catalogue: Catalogue
    documents: list[Document]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The corpus that ships in a catalogue, without vectors."""
    folder = tmp_path_factory.mktemp("catalogue")
    catalogue = Catalogue.open(f"sqlite:///{folder / 'catalogue.sqlite3'}")
    source = MarkdownSource.shipped()
    documents = [source.parse(item, item.read()) for item in source.items()]
    catalogue.writer.put([a_record(document) for document in documents])
    yield Loaded(catalogue, documents)
    catalogue.close()


_DOMAINS = ["mobility", "energy", "water", "waste", "lighting", "governance", "data"]
_FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "domain": st.lists(st.sampled_from(_DOMAINS), min_size=1, max_size=2, unique=True),
        "province": st.sampled_from([["liege"], ["hainaut"], ["namur"], ["luxembourg", "hainaut"]]),
        "region": st.sampled_from([["wallonie"], ["flandre"]]),
        "status": st.sampled_from([["ongoing"], ["planned", "completed"], ["operational"], ["stopped"]]),
        "personal_data": st.sampled_from([["yes"], ["no"], ["unknown"]]),
        "technology": st.sampled_from([["LoRaWAN"], ["capteurs"], ["application mobile"], ["caméras"]]),
        "programme": st.sampled_from([["Horizon 2020"], ["Territoire intelligent"], ["FEDER"]]),
        "year_from": st.integers(2010, 2023),
        "year_to": st.integers(2015, 2025),
        "budget_min": st.sampled_from([Decimal(50_000), Decimal(1_000_000)]),
        "missing": st.sampled_from([["budget_eur"], ["start_year"]]),
        "known": st.sampled_from([["subsidy_eur"], ["municipal_services"]]),
    },
)


def _meets(document: Document, wanted: dict[str, Any]) -> bool:
    fiche = document.initiative
    return fiche is not None and all(_one(fiche, name, value) for name, value in wanted.items())


def _one(fiche: InitiativeFields, name: str, value: Any) -> bool:
    if name in {"domain", "province", "region", "personal_data"}:
        return bool(set(terms_of(fiche).get(name, ())) & set(value))
    if name == "status":
        return bool(set(Taxonomy.load().normalise("status", fiche.status or "unknown")) & set(value))
    if name in {"technology", "programme"}:
        texts = fiche.technologies or () if name == "technology" else (fiche.funding_programme or "",)
        return any(set(fold_words(one)) <= set(fold_words(text)) for text in texts for one in value)
    if name in {"year_from", "year_to"}:
        year = fiche.start_year
        return year is not None and (year >= value if name == "year_from" else year <= value)
    if name == "budget_min":
        return fiche.budget_eur is not None and fiche.budget_eur >= value
    known = {field: getattr(fiche, field) not in (None, ()) for field in InitiativeFields.model_fields}
    return all(known[field] is (name == "known") for field in value)


@given(wanted=_FILTERS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    report_multiple_bugs=False,
    print_blob=False,
)
def test_a_count_is_that_of_a_plain_loop(loaded: Loaded, wanted: dict[str, Any]) -> None:
    catalogue, documents = loaded.catalogue, loaded.documents
    filters = Filters.model_validate({**wanted, "kind": ("initiative",)})

    computed = compute(FigureQuestion("count", filters), catalogue, ANONYMOUS, "fr", Links())

    expected = {document.id for document in documents if _meets(document, wanted)}
    assert computed.figures.value == len(expected)
    assert set(computed.figures.document_ids) == expected


@given(wanted=_FILTERS, operation=st.sampled_from(["sum", "mean", "min", "max"]))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    report_multiple_bugs=False,
    print_blob=False,
)
def test_sums_and_means_are_those_of_a_plain_loop(
    loaded: Loaded, wanted: dict[str, Any], operation: Any
) -> None:
    catalogue, documents = loaded.catalogue, loaded.documents
    filters = Filters.model_validate({**wanted, "kind": ("initiative",)})

    figures = compute(
        FigureQuestion(operation, filters, field="budget_eur"), catalogue, ANONYMOUS, "nl", Links()
    ).figures

    matching = [document.initiative for document in documents if _meets(document, wanted)]
    amounts = [fiche.budget_eur for fiche in matching if fiche and fiche.budget_eur is not None]
    run = {"sum": sum, "mean": statistics.mean, "min": min, "max": max}[operation]
    if amounts:
        assert isinstance(figures.value, (int, float))
        assert abs(Decimal(str(figures.value)) - Decimal(run(amounts))) < Decimal("0.006")
    else:
        assert figures.value is None
    assert figures.unknown is not None
    assert figures.unknown.count == len(matching) - len(amounts)


@given(
    wanted=_FILTERS,
    excluded=st.sampled_from(
        ["province:namur", "country:fr", "domain:energy", "status:ongoing", "technology:LoRaWAN"]
    ),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=False,
)
def test_an_exclusion_only_takes_documents_away(
    loaded: Loaded, wanted: dict[str, Any], excluded: str
) -> None:
    filters = Filters.model_validate({**wanted, "kind": ("initiative",)})
    name, _, value = excluded.partition(":")

    before = loaded.catalogue.select(filters, ANONYMOUS)
    after = loaded.catalogue.select(filters.model_copy(update={"exclude": (excluded,)}), ANONYMOUS)

    holders = loaded.catalogue.select(Filters.model_validate({name: (value,)}), ANONYMOUS)
    assert after == before - holders


@given(wanted=_FILTERS, first=st.integers(2, 12), highest=st.booleans())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=False,
)
def test_nothing_outside_a_ranking_goes_before_what_is_in_it(
    loaded: Loaded, wanted: dict[str, Any], first: int, highest: bool
) -> None:
    filters = Filters.model_validate({**wanted, "kind": ("initiative",)})
    question = FigureQuestion("max" if highest else "min", filters, field="budget_eur", first=first)

    ranked = compute(question, loaded.catalogue, ANONYMOUS, "de", Links()).figures.document_ids

    budgets = {
        one.id: one.initiative.budget_eur
        for one in loaded.documents
        if _meets(one, wanted) and one.initiative and one.initiative.budget_eur is not None
    }
    inside = [budgets[one] for one in ranked]
    outside = [budget for one, budget in budgets.items() if one not in ranked]
    assert len(ranked) >= min(first, len(budgets))
    assert inside == sorted(inside, reverse=highest)
    assert all(one < inside[-1] if highest else one > inside[-1] for one in outside)


@given(wanted=_FILTERS, measure=st.sampled_from(["sum", "mean"]))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=False,
)
def test_amounts_by_group_are_those_of_a_plain_loop(
    loaded: Loaded, wanted: dict[str, Any], measure: Any
) -> None:
    filters = Filters.model_validate({**wanted, "kind": ("initiative",)}).without("province")
    wanted = {name: value for name, value in wanted.items() if name != "province"}
    question = FigureQuestion("group", filters, field="budget_eur", group_by="province", measure=measure)

    figures = compute(question, loaded.catalogue, ANONYMOUS, "en", Links()).figures

    amounts: dict[str, list[Decimal]] = {}
    for document in loaded.documents:
        fiche = document.initiative
        if fiche and fiche.budget_eur is not None and _meets(document, wanted):
            for province in terms_of(fiche).get("province", ()):
                amounts.setdefault(province, []).append(fiche.budget_eur)
    groups = figures.value if isinstance(figures.value, tuple) else ()
    known = {one.value: one.amounts[0] for one in groups if isinstance(one, MeasuredGroup)}
    told = {value: amount for value, amount in known.items() if amount.value is not None}
    assert {value: amount.known for value, amount in told.items()} == {
        value: len(found) for value, found in amounts.items()
    }
    for value, amount in told.items():
        total = sum(amounts[value], Decimal(0))
        expected = total if measure == "sum" else total / len(amounts[value])
        assert abs(Decimal(str(amount.value)) - expected) < Decimal("0.006")
