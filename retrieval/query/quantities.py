"""Years and amounts in a sentence, with the words that bound them, in four languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]

_YEAR = r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)"
_UNITS = {
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien"
    " negentien",
    "de": "ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn"
    " neunzehn",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen",
}
_TENS = {
    "fr": "vingt trente quarante cinquante soixante septante quatre-vingts nonante",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_MORE_WORDS: dict[str, int | Decimal] = {
    "une": 1, "eine": 1, "einer": 1, "eine halbe": Decimal("0.5"), "einer halben": Decimal("0.5"), "a": 1, "un demi": Decimal("0.5"),
    "half a": Decimal("0.5"), "a quarter of a": Decimal("0.25"), "quarter of a": Decimal("0.25"), "three quarters of a": Decimal("0.75"),
    "un quart de": Decimal("0.25"), "een kwart": Decimal("0.25"), "driekwart": Decimal("0.75"), "eine viertel": Decimal("0.25"), "een half": Decimal("0.5"), "anderthalb": Decimal("1.5"), "eineinhalb": Decimal("1.5"),
    "anderhalf": Decimal("1.5"), "dreißig": 30, "cent": 100, "honderd": 100, "hundert": 100, "hundred": 100, "a hundred": 100,
    "one hundred": 100,
}  # fmt: skip


def _number_words() -> dict[str, Decimal]:
    """Numbers below a hundred as four languages write them in one word, and a few more."""
    words = {word: Decimal(value) for word, value in _MORE_WORDS.items()}
    for language, units in _UNITS.items():
        for value, unit in enumerate(units.split(), start=1):
            words[unit] = Decimal(value)
            for tens, ten in enumerate(_TENS[language].split(), start=2):
                words[ten] = Decimal(tens * 10)
                if value < 10:
                    link = {"nl": "en", "de": "und"}.get(language)
                    together = f"{unit}{link}{ten}" if link else f"{ten}-{unit}"
                    words[together] = Decimal(tens * 10 + value)
    return words


_HUNDREDS = {"nl": "honderd", "de": "hundert", "en": "hundred"}


def _hundreds() -> dict[str, Decimal]:
    """Two to nine hundred, in one word or two: "deux cent", "zweihundert"."""
    words: dict[str, Decimal] = {}
    for language, units in _UNITS.items():
        for value, unit in enumerate(units.split()[1:9], start=2):
            for hundred in ("cent", "cents") if language == "fr" else (_HUNDREDS[language],):
                for written in (f"{unit} {hundred}", f"{unit}{hundred}"):
                    words[written] = Decimal(value * 100)
    return words


_AND_TENS = {"fr": " ", "nl": "", "de": "", "en": " and "}


def _hundreds_and_tens() -> dict[str, Decimal]:
    """ "Cent cinquante", "tweehonderdvijftig", "a hundred and twenty"."""
    words: dict[str, Decimal] = {}
    hundreds = {word: value for word, value in (_MORE_WORDS | _hundreds()).items() if value >= 100}
    for language, link in _AND_TENS.items():
        name = "cent" if language == "fr" else _HUNDREDS[language]
        for tens, ten in enumerate(_TENS[language].split(), start=2):
            words |= {
                f"{word}{link}{ten}": Decimal(value + tens * 10)
                for word, value in hundreds.items()
                if word.endswith(name)
            }
    return words


NUMBER_WORDS = _number_words() | _hundreds() | _hundreds_and_tens()
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


_BETWEEN = r"\b(?:entre|tussen|zwischen|between|de|van|von|from)\b (?:l'an |le |de )?"
_AND = r" ?(?:et|a|en|tot|tot en met|t/m|und|bis|and|to|-) ?"
_FROM = r"\b(?:depuis|a partir d[eu']|des|des l'annee|sinds|vanaf|seit|ab|since|from|starting in)\b ?(?:l'an |l'annee |le |dem jahr )?"
_AFTER = r"\b(?:plus recent\w* que|recenter dan|jonger dan|nieuwer dan|neuer als|junger als|newer than|more recent than|apres|posterieurs? a|na|nach|after)\b ?(?:l'an |l'annee )?"
_BEFORE = r"\b(?:plus (?:ancien\w*|vieux|vieilles?) que|ouder dan|alter als|older than|avant|anterieurs? a|voor|vor|before|prior to)\b ?(?:l'an |l'annee )?"
_UNTIL = r"\b(?:d'ici(?: a)?|tegen|by|jusqu'en|jusqu'a|tot en met|tot|bis|until|up to|till)\b ?(?:l'an )?"
_LATEST = "(?:d'ici|avant|pour|jusqu'a|a) (?:a )?la fin(?: d[e'])?|(?:des |a )?fin(?= \\d{4} (?:deja|au plus tard))|d'ici (?:a )?fin|avant fin|pour fin|jusqu'a fin|(?:tegen|voor) (?:het )?(?:einde?)(?: van)?|tot (?:en met )?(?:het )?einde?(?: van)?|bis (?:zum )?ende(?: des jahres)?|(?:by|before|until|till) the (?:end|close) of|by end of|by late|au plus tard|ten laatste|uiterlijk|op zijn laatst|spatestens|at the latest|no later than|not later than|pas plus tard qu"
_EARLIEST = "au plus tot|ten vroegste|op zijn vroegst|fruhestens|at the earliest|no earlier than|not earlier than|a compter de"
_IN = r"\b(?:en|dans l'annee|pour|de l'annee|de|in|in het jaar|uit|im jahr|aus|during|of)\b ?(?:l'annee |l'an )?"

_MORE = r"(?:plus cher\w* que|duurder dan|teurer als|more expensive than|costlier than|plus d'|au-dela d'|plus d'|au-dela d'|plus de|superieure?s? a|plus gros que|au-dessus de|davantage que|franchi\w* (?:la barre des|le cap des)|excede\w*|groter dan|ruim boven|uitkomt boven|overschrijdt|overschrijden|overstijgt|overstijgen|grosser als|oberhalb von|ubersteig\w+|uberschreit\w+|jenseits von|greater than|higher than|larger than|bigger than|upwards of|north of|beyond|in excess of|depass\w+|au-dela de|au moins|minimum|a partir d'|a partir de|meer dan|minstens|boven|hoger dan|vanaf|uber|mehr als|mindestens|ab|hoher als|more than|over|above|at least|exceeding|from)"
_LESS = r"(?:moins cher\w* que|goedkoper dan|billiger als|gunstiger als|moins d'|en dessous d'|moins de|moindre que|n'atteint pas|n'atteignent pas|en deca de|en-dessous de|au-dessous de|beneden|kleiner dan|geringer als|niedriger als|kleiner als|smaller than|lower than|beneath|cheaper than|inferieure?s? a|au plus|maximum|jusqu'a|en dessous de|sous|minder dan|hoogstens|onder|lager dan|tot|unter|weniger als|hochstens|bis|less than|under|below|at most|up to)"


@dataclass(frozen=True)
class YearRange:
    """Years, both ends included; None where open."""

    span: Span
    first: int | None
    last: int | None


@dataclass(frozen=True)
class AmountRange:
    """Euros, both ends included; None where open. `strict` ends were shifted by one cent."""

    span: Span
    least: Decimal | None
    most: Decimal | None
    bare: bool = False  # without a word or sign for euros: "plus de 20 000"


_OR_LATER = (
    r"(?:ou|et) (?:plus tard|apres|ensuite|ulterieurement|au-dela)|et les annees suivantes|(?:of|en) (?:later|daarna|nadien|erna)"
    r"|(?:oder|und) (?:spater|danach|nachher)|(?:or|and) (?:later|after|afterwards|onwards?|beyond|since)|onwards?"
)
_OR_EARLIER = (
    r"(?:ou|et) (?:plus tot|avant|anterieurement)|(?:of|en) (?:vroeger|eerder|ervoor|daarvoor)|(?:oder|und) (?:fruher|davor|eher|vorher)"
    r"|(?:or|and) (?:earlier|before)"
)
_NOT_BEFORE = r"pas avant|niet voor|niet eerder dan|nicht vor|not before|no sooner than"
_NOT_AFTER = r"pas apres|niet na|niet later dan|nicht nach|nicht spater als|not after"
_Meaning = Literal["decade", "between", "from", "after", "before", "until", "in"]
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
        (rf"\b(?:{_LATEST}) {_OF_THE_YEAR}(?P<a>{_YEAR})", "until"),
        (rf"(?:{_IN})?(?P<a>{_YEAR}) (?:au plus tard|at the latest|of eerder)", "until"),
        (rf"\b(?:{_EARLIEST}) {_OF_THE_YEAR}(?P<a>{_YEAR})", "from"),
        (rf"(?:{_IN})?(?P<a>{_YEAR}) (?:au plus tot|at the earliest)", "from"),
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
_JOINS_TWO = frozenset({"et", "en", "und", "and"})


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
            if any(_overlap(match.span(), span) for span in taken):
                continue
            taken.append(match.span())
            if meaning != "between" or _is_range(match):
                found.append(_year_range(match, meaning))
    return sorted(found, key=lambda one: one.span)


def _is_range(match: re.Match[str]) -> bool:
    joined = match["link"].strip() in _JOINS_TWO
    return not joined or bool(match["bounded"]) or abs(int(match["a"]) - int(match["b"])) == 1


def _year_range(match: re.Match[str], meaning: str) -> YearRange:
    first = int(next(one for one in match.groupdict().values() if one and one.strip().isdigit()))
    if meaning == "decade":
        return YearRange(match.span(), first, first + 9)
    if meaning == "between":
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
            spans_taken = any(_overlap(match.span(), other.span) for other in found)
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


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
