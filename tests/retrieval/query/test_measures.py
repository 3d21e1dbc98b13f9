"""Numbers, amounts and dates mean the same however they are written."""

from __future__ import annotations

import pytest

from retrieval.query.measures import Measures


def lacking(claim: str, source: str) -> list[str]:
    found = Measures.of(claim).lacking_in(Measures.of(source))
    return [claim[slice(*span)] for span in found]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("€ 134.729,08", "134 729,08 €"),
        ("134,729.08 euros", "134\u202f729,08 €"),
        ("1.5 million euros", "1 500 000 €"),
        ("1,5 Mio. Euro", "1,5 million d'euros"),
        ("25 k€", "25 000 euros"),
        ("45 procent", "45 %"),
        ("45 Prozent", "45 pour cent"),
        ("June 10, 2007", "le 10 juin 2007"),
        ("10. Juni 2007", "10/06/2007"),
        ("in juni 2007", "le 10 juin 2007"),
        ("in 2007", "le 10 juin 2007"),
        ("three cameras", "3 caméras"),
        ("15 Jahre", "quinze ans"),
        ("430.000 kilowattuur", "430 000 kWh"),
        ("Artikel 5", "l'article 5, § 3"),
    ],
)
def test_the_same_value_is_found(claim: str, source: str) -> None:
    assert lacking(claim, source) == []


@pytest.mark.parametrize(
    ("claim", "source", "missing"),
    [
        ("134 729 €", "134 792 €", "134 729 €"),
        ("45 %", "45 caméras", "45 %"),
        ("30 jours", "30 mois", "30 jours"),
        ("50 euros", "50.000 euros", "50 euros"),
        ("le 11 juin 2007", "le 10 juin 2007", "11 juin 2007"),
        ("en juin 2008", "le 10 juin 2007", "juin 2008"),
        ("le 10 juin 2007", "en juin 2007", "10 juin 2007"),
        ("article 6", "article 5, 6 communes", "6"),
        ("1,5 million", "15 millions", "1,5 million"),
        ("quatre communes", "14 communes", "quatre"),
    ],
)
def test_another_value_is_named(claim: str, source: str, missing: str) -> None:
    assert lacking(claim, source) == [missing]
