"""What of a clause beside a question may still narrow it: what somebody looks for, a bound, a word beside a condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.phrases import words_of
from retrieval.query.asides.clauses import Part
from retrieval.query.asides.speakers import is_of_a_person
from retrieval.query.conditions.condition import Condition
from retrieval.query.folding import Span
from retrieval.query.words.cues import cue, word_set
from retrieval.query.words.people import OWN, People
from retrieval.query.words.sentence import UNKNOWN, Token

LOOKS_FOR = re.compile(
    r"\b(?:(?:m'|nous |s')occup\w+ d|kummer\w* (?:mich|uns) um|bezig met|work(?:ing)? on|in charge of|interess\w+|cherch\w+|recherch\w+|focus\w*|concentr\w+|geinteresseerd|interesse\w*|(?<!is )(?<!uit te )(?<!op te )zoek(?:en)?|such(?:e|en|t)(?! nach nichts)"
    r"|beschaftig\w+|konzentrier\w+|look\w*|interest\w*|limit\w*|(?:seulement|uniquement|nur|enkel|alleen|only|just)(?! (?:damit|um|zur|kurz|schnell|omdat|om|even|pour|histoire|to|so|curious|asking|checking|wondering|between|a quick|give|tell|the number|the total)\b))\b"
)
ANYTHING = re.compile(
    r"\b(?:(?:quelque chose|exemples?|idees?|inspiration|iets|voorbeeld\w*|inspiratie|ideeen|etwas|beispiele?|anregung\w*|ideen|something|anything"
    r"|examples?|ideas?|chiffres?|cijfers?|zahlen|zahl|figures?|infos?|informations?|nombres?|getal|getallen|aantal|numbers?)\b)"
)
ABOUT = cue(__package__, "about")
# "J'écris *sur* les trottoirs chauffants", where "rond de tafel" is no subject.
WRITES = cue(__package__, "writes")
# What somebody likes or wants is what he asks about, unless it is to know.
_WISHES = re.compile(
    r"\b(?:passionn\w+|ador\w+|aime\w*|fan d[eu']|fou d[eu']|folle d[eu']|veut|veulent|envie|tient a|dol op|houdt van|wil|willen|will|wollen|mochten?|liebt|lieben|schwarmt"
    r"|wants?|loves?|likes?|keen on|care about|cares about|fond of|mad about)\b(?! (?:savoir|weten|wissen|to know|know|een cijfer|un chiffre|a number|a figure|un montant|une ligne|une phrase|een bedrag|een zin|een regel|einen satz|eine zeile|eine zahl|(?:one|a) (?:line|sentence)))"
)
_INSPIRATION = cue(__package__, "inspiration")
# "J'aimerais *appeler* deux d'entre eux": what somebody wants to do is not what he asks about.
_TO_ACT = re.compile(
    r"(?:\w*)(?: (?:bien|ne pas|pouvoir|ne plus|aussi|me|m'|les|leur))* ?(?:l')?\w+(?:er|ir|oir|re)\b"
)
# A clause that begins so qualifies what is asked.
NARROWS = re.compile(
    r"^\W*(?:seulement|uniquement|exclusivement|rien que|avec|dont|qui|que(?! (?:je|j'|nous|on)\b)|ou|sans|hors|sauf|tous|toutes|enkel|alleen|slechts|uitsluitend|met|zonder|behalve"
    r"|die|dat|waar\w*|nur|lediglich|mit|ohne|ausser|welche\w*|deren|wo|only|with|without|which|that|whose|where|except|but only)\b"
)


def narrows(part: Part) -> bool:
    """ "*Uniquement* les rurales.", "*Avec* des éoliennes flottantes.", "*Ils doivent* être gratuits."."""
    return bool(NARROWS.search(part.folded) or _SETS.search(part.folded))


# What only those are meant by, what the subject is, and what the projects must be.
_SETS = re.compile(
    r"^\W*(?:seule?s?|seul|il s'agit (?:des?|du|d(?='))|cela concerne|ca concerne|je parle (?:des?|du|d(?='))|je veux dire|ik bedoel|het gaat (?:over|om)|dat gaat over|alleen|enkel|es geht um|ich meine|gemeint sind|i mean|it's about"
    r"|(?:ils|elles|ceux-ci|celles-ci|ze|zij|die|sie|diese|they|those|these)\b.{0,12}\b(?:doivent|devraient|moeten|dienen|mussen|sollen|sollten|must|should|have to|need to))\b"
)
WITH = word_set(__package__, "with")
_DENIES = re.compile(
    r"^\W*(?:et |mais |en |maar |und |aber |and |but )?(?:pas|non|non pas|niet|nicht|not)\b(?! (?:encore|nog|noch|yet))"
)


def is_talked_of(themes: list[Condition], part: Part) -> bool:
    """ "Il me bassine *avec les drones*": somebody speaks of them to the asker, and they are what he asks about."""
    spoken = bool(_TO_ME.search(part.folded) or WRITES.search(part.folded))
    before = (part.folded[: one.span[0]].rsplit(maxsplit=3)[-3:] for one in themes)
    return spoken and all(_ABOUT_IT & set(words) for words in before)


_TO_ME = cue(__package__, "to_me")
_ABOUT_IT = word_set(__package__, "about_it")


def explains(part: Part) -> bool:
    """ "(La ville, *pas la province*)": it denies, in brackets or of a level, what the question does not say."""
    if not _DENIES.search(part.folded):
        return False
    return part.in_brackets or part.sentence.has("town", "dim_province", "dim_region", "dim_country")


def tells_of_a_thing(part: Part, found: Sequence[Condition] = ()) -> bool:
    """Whether it names something that nothing knows: "Mon dada, ce sont *les trottoirs chauffants*."."""
    tokens = part.sentence.tokens
    return any(
        other.role == UNKNOWN
        and _introduces(one)
        and not _is_known_as_person(other)
        and not any(known.span[0] <= other.start < known.span[1] for known in found)
        for one, other in pairwise(tokens)
    )


_FORM = cue(__package__, "form")
_WILL_DO = cue(__package__, "will_do")


def tells_of_the_answer(part: Part) -> bool:
    """ "*Une simple énumération suffira.*", "names only, please": what the answer is to look like."""
    return not part.sentence.has("project") and bool(
        _FORM.search(part.folded) and _WILL_DO.search(part.folded)
    )


def may_narrow(part: Part, doubted: list[Token]) -> bool:
    """Whether words that nothing knows are what somebody looks for or writes about."""
    if _SETS.search(part.folded) and any(
        one.role in {UNKNOWN, "relative"} and not _is_known_as_person(one) for one in doubted
    ):
        return True
    unknown = [
        one for one in doubted if one.role in {UNKNOWN, "ours", "relative"} and not _is_known_as_person(one)
    ]
    tokens = part.sentence.tokens
    if (looks := LOOKS_FOR.search(part.folded)) and not ANYTHING.search(part.folded):
        pairs = {other: one for one, other in pairwise(tokens)}
        sought = [
            one for one in unknown if one.start >= looks.end() or (one in pairs and _introduces(pairs[one]))
        ]
        return bool(sought)
    wishes = _WISHES.search(part.folded)
    if wishes and not _INSPIRATION.search(part.folded) and not _TO_ACT.match(part.folded, wishes.end()):
        pairs = {other: one for one, other in pairwise(tokens)}
        wished = [
            one
            for one in unknown
            if one.start >= wishes.end()
            and (_introduces(pairs[one]) or part.sentence.text[one.start].isupper())
        ]
        if wished:
            return True
    if not (WRITES.search(part.folded) or People.load().occasions.is_in(part.words)):
        return False
    for token in unknown:
        position = tokens.index(token)
        before = part.folded[tokens[max(0, position - 3)].start : token.start]
        if ABOUT.search(before) and not OWN.search(before):
            return True
    return False


def names_in(part: Part) -> list[Span]:
    """The capitalised words that nothing knows: names, which may be those of a partner."""
    return [
        one.span
        for one in part.sentence.unknown()
        if part.sentence.text[one.start].isupper() and not _is_known_as_person(one) and one.text not in _WHEN
    ]


# Capitalised where they begin a sentence, and no names then.
_WHEN = word_set(__package__, "when")


def is_qualified(part: Part, doubted: list[Token], found: list[Condition]) -> bool:
    """Whether an unknown word stands beside a condition and may narrow it: "trottoirs *chauffants*"."""
    spans = [one.span for one in found if not is_of_a_person(one, part)]
    outside = [
        one
        for one in doubted
        if one.role == UNKNOWN
        and not _is_known_as_person(one)
        and not any(start < one.end and one.start < end for start, end in spans)
    ]
    return any(
        0 <= one.start - end <= 1 or 0 <= start - one.end <= 1 for one in outside for start, end in spans
    )


def _is_known_as_person(token: Token) -> bool:
    people, words = People.load(), words_of(token.text)
    return any(one.is_in(words) for one in (people.people, people.officials, people.occasions))


def _introduces(token: Token) -> bool:
    """Whether a noun is likely to follow."""
    return token.role in {"det", "prep"} or token.text in WITH
