"""Amounts of money in a sentence, with the words that bound them, in four languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from retrieval.query.folding import Span, overlap
from retrieval.query.normalising.numerals import NUMBER_WORDS

_NUMBER = (
    rf"\b(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?=[ -]?(?:millionen|millions?|miljoen|miljoenen|mio|mln|mille|duizend|tausend|thousand)\b)"
    r"|\d{1,3}(?:[ .\u00a0\u202f']\d{3})+(?:,\d{1,2})?(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
)
# "€1.5m", "EUR 2m": without the sign for euros an m may be metres.
_M_AFTER_SIGN = "|".join(
    rf"(?<={sign}{number})m(?![a-z])"
    for sign in ("€", "€ ", "eur ")
    for number in (r"\d", r"\d\d", r"\d\d\d", r"\d[.,]\d", r"\d\d[.,]\d")
)
_SCALE = rf"(?:{_M_AFTER_SIGN}|millionen|millions?|miljoen|miljoenen|mio\.?|mios|mln\.?|m(?= ?(?:€|eur))|mille|duizend|tausend|thousand|k(?![a-z]))"
_EURO = r"(?:€|euros?|eur)\b|€"


def _amount(side: str) -> str:
    return rf"(?:(?:de|la barre des|le cap des|les|the|die|den|het|een|einem?|einen|an?|grens van|mark of) )?(?P<{side}sign>€ ?|eur )?(?P<{side}number>{_NUMBER}) ?(?P<{side}scale>{_SCALE})?(?P<{side}half> et demie?)?(?: ?d'| ?de)? ?(?P<{side}unit>{_EURO})?"


_AND = r" ?(?:et|a|en|tot|tot en met|t/m|und|bis|and|to|-) ?"
_MORE = r"(?:plus cher\w* que|duurder dan|teurer als|more expensive than|costlier than|plus d'|au-dela d'|plus d'|au-dela d'|plus de|superieure?s? a|plus gros que|au-dessus de|davantage que|franchi\w* (?:la barre des|le cap des)|excede\w*|groter dan|ruim boven|uitkomt boven|overschrijdt|overschrijden|overstijgt|overstijgen|grosser als|oberhalb von|ubersteig\w+|uberschreit\w+|jenseits von|greater than|higher than|larger than|bigger than|upwards of|north of|beyond|in excess of|depass\w+|au-dela de|au moins|minimum|a partir d'|a partir de|meer dan|minstens|boven|hoger dan|vanaf|uber|mehr als|mindestens|ab|hoher als|more than|over|above|at least|exceeding|from)"
_LESS = r"(?:moins cher\w* que|goedkoper dan|billiger als|gunstiger als|moins d'|en dessous d'|moins de|moindre que|n'atteint pas|n'atteignent pas|en deca de|en-dessous de|au-dessous de|beneden|kleiner dan|geringer als|niedriger als|kleiner als|smaller than|lower than|beneath|cheaper than|inferieure?s? a|au plus|maximum|jusqu'a|en dessous de|sous|minder dan|hoogstens|onder|lager dan|tot|unter|weniger als|hochstens|bis|less than|under|below|at most|up to)"


@dataclass(frozen=True)
class AmountRange:
    """Euros, both ends included; None where open. `strict` ends were shifted by one cent."""

    span: Span
    least: Decimal | None
    most: Decimal | None
    bare: bool = False  # without a word or sign for euros: "plus de 20 000"


_OF_WHAT = r"(?: ?(?:de|d'|aan|an|of|in|als|as|en) ?(?:budgets?|couts?|subsid\w+|subventions?|zuschuss\w*|forder\w+|grants?|funding|kosten|costs?))?"
_AMOUNT_IN = r"\b(?:de|d'|van|von|of)\b"
_EXACTLY = (
    r"\b(?:exactement|precisement|tout juste|egale?s? a|precies|juist|exact|gelijk aan|genau|exakt|exactly|precisely|equal to)"
    r"|\b(?:budgets?|subsides?|subventions?|couts?|subsidies?|zuschuss|budgets|grants?|subsidy|toelage) (?:de|d'|van|von|of|a)"
)
_OR_MORE = r"(?:ou|et) (?:plus|davantage|au-dela|au-dessus)|(?:of|en) (?:meer|hoger)|(?:oder|und) (?:mehr|daruber|hoher)|(?:or|and) (?:more|over|above|up|higher)|minimum|au (?:moins|minimum)|at least|upwards?"
_OR_LESS = r"(?:ou|et) moins|of minder|of lager|oder weniger|(?:or|and) (?:less|under|below|lower)|maximum|max|au (?:plus|maximum)|at most|tops|maximaal|hoogstens|hochstens"
_AT_MOST = r"(?:pas plus de|maxi|max\.?|maximal|maximaal|ten hoogste|maximum de|un maximum de|een maximum van|plafonne\w* a|limite\w* a|ne va pas au-dela de|beperkt tot|ne depass\w+ pas|n'exced\w+ pas|niet meer dan|niet hoger dan|nicht mehr als|nicht uber|no more than|not more than|not exceeding|<=|≤)"
_AT_LEAST = r"(?:pas moins de|min\.?|minimum de|un minimum de|een minimum van|ten minste|tenminste|minimaal|minimal|wenigstens|zumindest|niet minder dan|nicht weniger als|no less than|not less than|>=|≥)"
_AMOUNTS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (
            rf"\b(?:entre|tussen|zwischen|between|de|van|von|from)\b {_amount('a')}{_AND}{_amount('b')}",
            "between",
        ),
        (rf"(?:{_AMOUNT_IN} ?)?{_amount('a')}{_OF_WHAT} (?:{_OR_MORE})", "at least"),
        (rf"(?:{_AMOUNT_IN} ?)?{_amount('a')}{_OF_WHAT} (?:{_OR_LESS})", "at most"),
        (rf"(?:{_EXACTLY}) ?{_amount('a')}(?! ?(?:a|tot|bis|to|-|et|und|en|and) ?\d)", "exactly"),
        (rf"{_AT_MOST} ?{_amount('a')}", "at most"),
        (rf"{_AT_LEAST} ?{_amount('a')}", "at least"),
        (rf"(?:\b{_MORE}\b|>) ?{_amount('a')}", "more"),
        (rf"(?:\b{_LESS}\b|<) ?{_amount('a')}", "less"),
    )
)
_MAY_HOLD_AN_AMOUNT = re.compile(r"\d|mil|mio|duizend|tausend|thousand")


def amounts_in(folded: str) -> list[AmountRange]:
    """Amount conditions of a folded sentence; a bare amount without a bound is none."""
    found: list[AmountRange] = []
    if not _MAY_HOLD_AN_AMOUNT.search(folded):
        return found
    for pattern, meaning in _AMOUNTS:
        for match in pattern.finditer(folded):
            spans_taken = any(overlap(match.span(), other.span) for other in found)
            if not spans_taken and _is_money(match):
                bare = "€" not in match.group() and not any(
                    match.groupdict().get(f"{side}{mark}") for side in "ab" for mark in ("unit", "sign")
                )
                found.append(replace(_amount_range(match, meaning), bare=bare))
    return sorted(found, key=lambda one: one.span)


def _is_money(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if (
        any(groups.get(f"{side}{mark}") for side in "ab" for mark in ("unit", "sign"))
        or match.group().find("€") >= 0
    ):
        return True
    number = re.sub(r"\D", "", groups["anumber"])
    return bool(groups.get("ascale")) or len(number) > 4


def _amount_range(match: re.Match[str], meaning: str) -> AmountRange:
    groups = match.groupdict()
    first = _euros(
        groups["anumber"], groups.get("ascale") or groups.get("bscale"), half=bool(groups.get("ahalf"))
    )
    if meaning == "between":
        second = _euros(groups["bnumber"], groups.get("bscale"), half=bool(groups.get("bhalf")))
        return AmountRange(match.span(), min(first, second), max(first, second))
    if meaning == "exactly":
        return AmountRange((match.start("anumber"), match.end()), first, first)
    if meaning == "at most":
        return AmountRange(match.span(), None, first)
    if meaning == "at least":
        return AmountRange(match.span(), first, None)
    cent = Decimal("0.01") if _is_strict(match.group()) else Decimal(0)
    if meaning == "more":
        return AmountRange(match.span(), first + cent, None)
    return AmountRange(match.span(), None, max(first - cent, Decimal(0)))


def _is_strict(words: str) -> bool:
    """ "Plus de 100" leaves 100 out, "au moins 100" keeps it."""
    return not re.match(
        r"au moins|minimum|a partir|minstens|vanaf|mindestens|ab\b|at least|from|au plus|maximum|jusqu|hoogstens"
        r"|tot\b|hochstens|bis\b|at most|up to",
        words,
    )


def _euros(number: str, scale: str | None, *, half: bool = False) -> Decimal:
    if number in NUMBER_WORDS:
        number = str(NUMBER_WORDS[number])
    if not scale and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?", number):
        number = number.replace(",", "")  # English groups thousands by commas
    plain = re.sub(r"(?<=\d)[ .\u00a0\u202f'](?=\d{3}(?!\d))", "", number).replace(",", ".")
    factor = 1
    if scale and scale[0] == "m" and not scale.startswith("mille"):
        factor = 1_000_000
    elif scale:
        factor = 1_000
    return (Decimal(plain) + (Decimal("0.5") if half else 0)) * factor
