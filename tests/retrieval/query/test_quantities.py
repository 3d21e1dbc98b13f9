"""Years and amounts are read with their bounds in four languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.query.conditions.amounts import amounts_in
from retrieval.query.conditions.years import years_in
from retrieval.query.folding import fold


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("depuis 2022", 2022, None),
        ("à partir de 2020", 2020, None),
        ("après 2019", 2020, None),
        ("avant 2020", None, 2019),
        ("jusqu'en 2020", None, 2020),
        ("entre 2018 et 2021", 2018, 2021),
        ("de 2018 à 2021", 2018, 2021),
        ("lancés en 2019", 2019, 2019),
        ("sinds 2020", 2020, None),
        ("vóór 2020", None, 2019),
        ("tussen 2018 en 2021", 2018, 2021),
        ("seit 2020", 2020, None),
        ("zwischen 2018 und 2021", 2018, 2021),
        ("bis 2020", None, 2020),
        ("since 2020", 2020, None),
        ("from 2018 to 2021", 2018, 2021),
        ("after 2019", 2020, None),
    ],
)
def test_a_year_is_read_with_its_bound(sentence: str, first: int | None, last: int | None) -> None:
    (years,) = years_in(fold(sentence))

    assert (years.first, years.last) == (first, last)


@pytest.mark.parametrize(
    ("sentence", "least", "most"),
    [
        ("moins de 100 000 €", None, "99999.99"),
        ("au plus 100 000 €", None, "100000"),
        ("plus de 1 million d'euros", "1000000.01", None),
        ("au moins 20 k€", "20000", None),
        ("entre 50 000 et 200 000 euros", "50000", "200000"),
        ("minder dan €100.000", None, "99999.99"),
        ("mehr als 500.000 Euro", "500000.01", None),
        ("over 1.5 million euros", "1500000.01", None),
        ("au moins 134.729,08 €", "134729.08", None),
    ],
)
def test_an_amount_is_read_exactly(sentence: str, least: str | None, most: str | None) -> None:
    (amount,) = amounts_in(fold(sentence))

    assert amount.least == (Decimal(least) if least else None)
    assert amount.most == (Decimal(most) if most else None)


@pytest.mark.parametrize("sentence", ["plus de 12 capteurs", "3 caméras", "moins de 5 ans", "Telraam 200"])
def test_a_number_of_things_is_no_amount(sentence: str) -> None:
    assert amounts_in(fold(sentence)) == []
