"""Years in words become figures; numbers of things do not."""

from __future__ import annotations

import pytest

from retrieval.query.normalising.numerals import years_as_digits


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("à partir de deux mille dix-neuf, combien", "à partir de 2019, combien"),
        ("deux mille vingt et un ou plus tard", "2021 ou plus tard"),
        ("deux-mille-seize", "2016"),
        ("mille neuf cent nonante-huit", "1998"),
        ("mille neuf cent quatre-vingt-dix-huit", "1998"),
        ("van tweeduizend zestien tot en met tweeduizendtwintig", "van 2016 tot en met 2020"),
        ("seit zweitausendeinundzwanzig", "seit 2021"),
        ("since twenty nineteen", "since 2019"),
        ("two thousand and nineteen, twenty twenty-one", "2019, 2021"),
        ("launched in two thousand?", "launched in 2000?"),
    ],
)
def test_years_in_words(said: str, meant: str) -> None:
    assert years_as_digits(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "plus de deux mille euros",
        "deux mille vingt habitants",
        "two thousand sensors",
        "een stuk of twintig projecten",
        "mille mercis",
        "dix-neuf projets",
    ],
)
def test_numbers_of_things_are_no_years(said: str) -> None:
    assert years_as_digits(said) == said


def test_every_year_is_read_in_every_language() -> None:
    from retrieval.query.normalising.numerals import _THOUSANDS, _written

    for year in range(1950, 2100):
        for language in _THOUSANDS:
            for written in _written(year, language):
                assert years_as_digits(written) == str(year), (language, written)
