"""Each filter by itself: what it keeps, what it leaves out; unknown never matches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.access import ANONYMOUS
from corpus.errors import UnknownValue
from corpus.filters import NAMES, Filters
from corpus.models import Document, FileFields, InitiativeFields, LocalizedText
from tests.builders import a_fiche, a_record
from tests.conftest import World


def _with(document: Document, **values: object) -> Document:
    assert document.initiative is not None
    fields = InitiativeFields.model_validate({**document.initiative.model_dump(), **values})
    return document.model_copy(update={"fields": fields})


def _file(identifier: str) -> Document:
    return a_fiche(identifier).model_copy(
        update={
            "kind": "file",
            "language": "nl",
            "fields": FileFields(name="x.md"),
            "title": LocalizedText.same("Nota"),
        }
    )


DOCUMENTS = (
    a_fiche(
        "namur", budget="50000", subsidy="20000", start_year=2018, programme="Wallonie Intelligente 2020"
    ),
    _with(
        a_fiche(
            "mons",
            municipality="Mons",
            province="Hainaut",
            domains=("mobility",),
            technologies=("capteurs de stationnement",),
            services=("mobilité",),
            status="completed",
            start_year=2022,
            budget="75000.50",
            personal_data="yes",
        ),
        partners=("Université de Mons", "Proximus"),
    ),
    a_fiche(
        "inconnu",
        municipality=None,
        province=None,
        region=None,
        country="France",
        domains=("energy",),
        technologies=None,
        status=None,
        start_year=None,
    ),
    _file("nota"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, module_database_url: str) -> Iterator[World]:
    made = World(Path(tmp_path_factory.mktemp("filters")), module_database_url)
    made.catalogue.writer.put([a_record(document) for document in DOCUMENTS])
    yield made
    made.catalogue.close()


CASES: dict[str, tuple[dict[str, list[str]], set[str]]] = {
    "kind": ({"kind": ["initiative"]}, {"namur", "mons", "inconnu"}),
    "kinds": ({"kind": ["file", "initiative"]}, {"namur", "mons", "inconnu", "nota"}),
    "country": ({"country": ["France"]}, {"inconnu"}),
    "region": ({"region": ["Wallonie"]}, {"namur", "mons"}),
    "province": ({"province": ["Hainaut"]}, {"mons"}),
    "municipality": ({"municipality": ["Bergen"]}, {"mons"}),
    "municipalities": ({"municipality": ["Mons", "Namur"]}, {"namur", "mons"}),
    "arrondissement": ({"arrondissement": ["Mons"]}, {"mons"}),
    "near": ({"near": ["Mons:20"]}, {"mons"}),
    "near holds both towns": ({"near": ["Charleroi:45"]}, {"mons", "namur"}),
    "every": ({"every": ["domain:mobility", "service:mobilité"]}, {"mons"}),
    "every of what none has": ({"every": ["domain:mobility", "domain:lighting"]}, set()),
    "exclude": ({"exclude": ["province:Hainaut"], "kind": ["initiative"]}, {"namur", "inconnu"}),
    "exclude words": ({"exclude": ["partner:proximus"], "kind": ["initiative"]}, {"namur", "inconnu"}),
    "exclude several": ({"exclude": ["province:Hainaut", "country:fr"], "kind": ["initiative"]}, {"namur"}),
    "exclude what is asked": ({"province": ["Hainaut"], "exclude": ["province:Hainaut"]}, set()),
    "domain": ({"domain": ["mobility"]}, {"mons"}),
    "technology by one word": ({"technology": ["capteur"]}, {"mons"}),
    "technology by words in any order": ({"technology": ["Stationnement CAPTEURS"]}, {"mons"}),
    "technology by a word that is only begun": ({"technology": ["capt"]}, set()),
    "technology by a sign": ({"technology": ["%"]}, set()),
    "service": ({"service": ["mobilité"]}, {"mons"}),
    "status": ({"status": ["completed"]}, {"mons"}),
    "programme": ({"programme": ["wallonie intelligente"]}, {"namur"}),
    "partner": ({"partner": ["universite mons"]}, {"mons"}),
    "partner by words of two partners": ({"partner": ["Proximus Mons"]}, set()),
    "partners": ({"partner": ["nobody", "proximus"]}, {"mons"}),
    "personal_data": ({"personal_data": ["yes"]}, {"mons"}),
    "year_from": ({"year_from": ["2019"]}, {"mons"}),
    "year_to": ({"year_to": ["2018"]}, {"namur"}),
    "years": ({"year_from": ["2018"], "year_to": ["2022"]}, {"namur", "mons"}),
    "budget_min": ({"budget_min": ["75000.50"]}, {"mons"}),
    "budget_max": ({"budget_max": ["75000.49"]}, {"namur"}),
    "subsidy_min": ({"subsidy_min": ["0"]}, {"namur"}),
    "subsidy_max": ({"subsidy_max": ["19999.99"]}, set()),
    "missing": ({"missing": ["start_year"], "kind": ["initiative"]}, {"inconnu"}),
    "missing yes or no": ({"missing": ["personal_data"]}, {"namur", "inconnu"}),
    "known": ({"known": ["budget_eur"]}, {"namur", "mons"}),
    "known and known": ({"known": ["budget_eur", "partners"]}, {"mons"}),
    "known and missing": ({"known": ["budget_eur"], "missing": ["partners"]}, {"namur"}),
    "language": ({"language": ["nl"]}, {"nota"}),
    "several filters": ({"region": ["Wallonie"], "domain": ["lighting"], "budget_min": ["1"]}, {"namur"}),
    "several filters that exclude each other": ({"province": ["Hainaut"], "domain": ["lighting"]}, set()),
}


@pytest.mark.parametrize(("asked", "expected"), CASES.values(), ids=CASES.keys())
def test_a_filter_keeps_exactly_what_meets_it(
    filled: World, asked: dict[str, list[str]], expected: set[str]
) -> None:
    filters = Filters.parse(asked)

    catalogue = filled.catalogue

    assert catalogue.select(filters, ANONYMOUS) == expected
    assert [document.id for document in catalogue.matching(filters, ANONYMOUS)] == sorted(expected)
    assert catalogue.count(filters, ANONYMOUS) == len(expected)
    assert {document.id for document in catalogue.page(filters, ANONYMOUS).items} == expected


def test_every_filter_has_a_case() -> None:
    assert {name for asked, _ in CASES.values() for name in asked} == set(NAMES)


@pytest.mark.parametrize(
    "asked",
    [
        {"near": ["Namur"]},
        {"near": ["Namur:0"]},
        {"near": ["Namur:9999"]},
        {"near": ["Nowhere:10"]},
        {"exclude": ["province"]},
        {"every": ["domain"]},
        {"every": ["domain:nothing at all"]},
        {"exclude": ["year_from:2018"]},
        {"exclude": ["province:Nowhere"]},
        {"arrondissement": ["Nowhere"]},
    ],
)
def test_an_area_or_an_exclusion_that_nobody_knows_is_refused(asked: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownValue):
        Filters.parse(asked)
