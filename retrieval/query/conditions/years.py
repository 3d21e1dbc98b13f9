"""Years in a sentence, with the words that bound them, in four languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.query.folding import Span, overlap
from retrieval.query.words.cues import word_set

_YEAR = r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)"
_BETWEEN = r"\b(?:entre|tussen|zwischen|between|de|van|von|from)\b (?:l'an |le |de )?"
_AND = r" ?(?:et|a|en|tot|tot en met|t/m|und|bis|and|to|through|thru|-) ?"
_FROM = r"\b(?:depuis|a partir d[eu']|des|des l'annee|sinds|vanaf|seit|ab|since|from|starting in)\b ?(?:l'an |l'annee |le |dem jahr )?"
_AFTER = r"\b(?:plus recent\w* que|recenter dan|jonger dan|nieuwer dan|neuer als|junger als|newer than|more recent than|apres|posterieurs? a|na|nach|after)\b ?(?:l'an |l'annee )?"
_BEFORE = r"\b(?:plus (?:ancien\w*|vieux|vieilles?) que|ouder dan|alter als|older than|avant|anterieurs? a|voor|vor|before|prior to)\b ?(?:l'an |l'annee )?"
_UNTIL = r"\b(?:d'ici(?: a)?|tegen|by|jusqu'en|jusqu'a|tot en met|tot|bis|until|up to|till)\b ?(?:l'an )?"
_LATEST = "(?:d'ici|avant|pour|jusqu'a|a) (?:a )?la fin(?: d[e'])?|(?:des |a )?fin(?= \\d{4} (?:deja|au plus tard))|d'ici (?:a )?fin|avant fin|pour fin|jusqu'a fin|(?:tegen|voor) (?:het )?(?:einde?)(?: van)?|tot (?:en met )?(?:het )?einde?(?: van)?|bis (?:zum )?ende(?: des jahres)?|(?:by|before|until|till) the (?:end|close) of|by end of|by late|au plus tard|ten laatste|uiterlijk|op zijn laatst|spatestens|at the latest|no later than|not later than|pas plus tard qu"
_EARLIEST = "au plus tot|ten vroegste|op zijn vroegst|fruhestens|at the earliest|no earlier than|not earlier than|a compter de"
_IN = r"\b(?:en|dans l'annee|pour|de l'annee|de|in|in het jaar|uit|im jahr|aus|during|of)\b ?(?:l'annee |l'an )?"


@dataclass(frozen=True)
class YearRange:
    """Years, both ends included; None where open."""

    span: Span
    first: int | None
    last: int | None


_OR_LATER = (
    r"(?:ou|et) (?:plus tard|apres|ensuite|ulterieurement|au-dela)|et les annees suivantes|(?:of|en) (?:later|daarna|nadien|erna)"
    r"|(?:oder|und) (?:spater|danach|nachher)|(?:or|and) (?:any ?time )?(?:later|after|afterwards|onwards?|beyond|since)|onwards?"
)
_OR_EARLIER = (
    r"(?:ou|et) (?:plus tot|avant|anterieurement)|(?:of|en) (?:vroeger|eerder|ervoor|daarvoor)|(?:oder|und) (?:fruher|davor|eher|vorher)"
    r"|(?:or|and) (?:earlier|before)"
)
_NOT_BEFORE = r"pas avant|niet voor|niet eerder dan|nicht vor|not before|no sooner than"
_NOT_AFTER = r"pas apres|niet na|niet later dan|nicht nach|nicht spater als|not after"
_Meaning = Literal["decade", "between", "either", "from", "after", "before", "until", "in"]
_OF_THE_YEAR = r"(?:in |im jahr |en |in het jaar |l'annee )?"
_YEARS: tuple[tuple[re.Pattern[str], _Meaning], ...] = tuple(
    (re.compile(pattern), meaning)  # type: ignore[misc]
    for pattern, meaning in (
        (
            r"\b(?:(?:dans |pendant |durant )?les annees|(?:in |uit |van )?de jaren|(?:in |from |during )?the|(?:in |aus )?den?)? ?(?P<a>(?:19|20)\d0)(?:'?s|er|er-jahren?)\b",
            "decade",
        ),
        (
            r"\b(?:dans |pendant |durant )?les annees (?P<a>(?:19|20)\d0)\b|\b(?:in |uit |van )?de jaren (?P<b>(?:19|20)\d0)\b(?! (?:tot|en|t/m))",
            "decade",
        ),
        (rf"(?P<bounded>{_BETWEEN})?(?P<a>{_YEAR})(?P<link>{_AND})(?P<b>{_YEAR})", "between"),
        (
            rf"(?:{_IN})?(?P<a>{_YEAR})(?P<link> (?:ou|of|oder|or|versus|vs|contre|tegen|tegenover|gegen|against) (?:bien |dans |else )?)(?:{_IN})?(?P<b>{_YEAR})",
            "either",
        ),
        (rf"\b(?:{_LATEST}) {_OF_THE_YEAR}(?P<a>{_YEAR})", "until"),
        (
            rf"(?:{_IN})?(?P<a>{_YEAR}) (?:au plus tard|au maximum|at the latest|of eerder|op zijn laatst|ten laatste|spatestens)\b",
            "until",
        ),
        (rf"\b(?:{_EARLIEST}) {_OF_THE_YEAR}(?P<a>{_YEAR})", "from"),
        (
            rf"(?:{_IN})?(?P<a>{_YEAR}) (?:au plus tot|au minimum|minimum|at the earliest|op zijn vroegst|ten vroegste|fruhestens|at least)\b(?! (?:de|d'|[\d]))",
            "from",
        ),
        (rf"\bpre-(?P<a>{_YEAR})", "before"),
        (rf"\bpost-(?P<a>{_YEAR})", "after"),
        (rf"\b(?:in or after|on or after|in oder nach|en ou apres|in of na) (?P<a>{_YEAR})", "from"),
        (rf"\b(?:in or before|on or before|in oder vor|en ou avant|in of voor) (?P<a>{_YEAR})", "until"),
        (
            rf"\b(?:up to and including|until and including|bis einschliesslich|bis und mit|jusques? et y compris) {_OF_THE_YEAR}(?P<a>{_YEAR})",
            "until",
        ),
        (rf"\bfrom (?P<a>{_YEAR}) on\b|\bvon (?P<b>{_YEAR}) an\b|\bab dem jahr (?P<c>{_YEAR})", "from"),
        (rf"(?:{_NOT_BEFORE}) (?P<a>{_YEAR})", "from"),
        (rf"(?:{_IN})?(?P<a>{_YEAR}) (?:{_OR_LATER})(?! (?:en |in |l'an )?\d)", "from"),
        (rf"(?:{_NOT_AFTER}) (?P<a>{_YEAR})", "until"),
        (rf"(?:{_IN})?(?P<a>{_YEAR}) (?:{_OR_EARLIER})(?! (?:en |in |l'an )?\d)", "until"),
        (rf"{_UNTIL}(?P<a>{_YEAR})", "until"),
        (rf"{_FROM}(?P<a>{_YEAR})", "from"),
        (rf"{_AFTER}(?P<a>{_YEAR})", "after"),
        (rf"{_BEFORE}(?P<a>{_YEAR})", "before"),
        (rf"(?:{_IN})?(?P<a>{_YEAR})", "in"),
    )
)
_JOINS_TWO = word_set(__package__, "joins_two")


def years_in(folded: str) -> list[YearRange]:
    """Year conditions of a folded sentence, in order, without overlap.

    "In 2016 and 2020" means two years and no range: neither is read.
    """
    if not re.search(_YEAR, folded):
        return []
    found: list[YearRange] = []
    taken: list[Span] = []
    for pattern, meaning in _YEARS:
        for match in pattern.finditer(folded):
            if any(overlap(match.span(), span) for span in taken):
                continue
            taken.append(match.span())
            if meaning not in {"between", "either"} or _is_range(match, meaning):
                found.append(_year_range(match, meaning))
    return sorted(found, key=lambda one: one.span)


def _is_range(match: re.Match[str], meaning: str) -> bool:
    neighbours = abs(int(match["a"]) - int(match["b"])) == 1
    if meaning == "either":  # "2018 or 2019"
        return neighbours
    joined = match["link"].strip() in _JOINS_TWO
    return not joined or bool(match["bounded"]) or neighbours


def _year_range(match: re.Match[str], meaning: str) -> YearRange:
    first = int(next(one for one in match.groupdict().values() if one and one.strip().isdigit()))
    if meaning == "decade":
        return YearRange(match.span(), first, first + 9)
    if meaning in {"between", "either"}:
        second = int(match["b"])
        return YearRange(match.span(), min(first, second), max(first, second))
    ends: dict[str, tuple[int | None, int | None]] = {
        "from": (first, None),
        "after": (first + 1, None),
        "before": (None, first - 1),
        "until": (None, first),
        "in": (first, first),
    }
    return YearRange(match.span(), *ends[meaning])
