"""Distances in a sentence: "à moins de 20 km de", "in een straal van 15 kilometer", "im Umkreis von 30 km"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.query.folding import Span
from retrieval.query.normalising.numerals import NUMBER_WORDS

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_MILE = r"miles?|mi|meilen?|mijlen?|milles"
_KM = r"kms?|kilometres?|kilometers?|kilometern|bornes"
_UNIT = re.compile(rf"(?:{_MILE}|{_KM})\b")  # without one the numbers need not be looked for
_DISTANCE = re.compile(rf"\b(?P<km>\d{{1,3}}(?:[.,]\d+)?|{_WORDS})[ -]?(?:(?P<mile>{_MILE})|{_KM})\b")
_KM_OF_A_MILE = 1.609344
# The words that bound it belong to it; so does "less than", which is no bound of an amount here.
_WITHIN = re.compile(
    r"(?:a moins de|a maximum|moins de|au plus|a|hoogstens|maximaal|max|maximum|op minder dan|minder dan|tot op|tot|binnen|op"
    r"|weniger als|hochstens|maximal|bis zu|unter|innerhalb von|within|inside|less than|no more than|at most|up to"
    r"|not more than|under|closer than) (?:de |een )?$"
)
_FARTHER = re.compile(
    r"\b(?:plus de|au-dela de|meer dan|verder dan|mehr als|weiter als|uber|more than|further than|farther than|beyond|over)"
    r" (?:de )?$"
)


@dataclass(frozen=True)
class Distance:
    """So many kilometres around a place."""

    span: Span
    km: float


def distances_in(folded: str) -> list[Distance]:
    """Every distance of a folded sentence, in order; "more than" is none, and stays to be accounted for."""
    if _UNIT.search(folded) is None:
        return []
    found = []
    for number in _DISTANCE.finditer(folded):
        if _FARTHER.search(folded, 0, number.start()):
            continue
        within = _WITHIN.search(folded, 0, number.start())
        start = within.start() if within else number.start()
        found.append(Distance((start, number.end()), _kilometres(number)))
    return found


def _kilometres(found: re.Match[str]) -> float:
    said = NUMBER_WORDS.get(found["km"])
    number = float(said) if said is not None else float(found["km"].replace(",", "."))
    return round(number * _KM_OF_A_MILE, 3) if found["mile"] else number
