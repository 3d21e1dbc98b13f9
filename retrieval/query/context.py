"""What is said around a question and narrows nothing: who asks, for whom, why ("Je prépare une note pour le collège.").

A question about figures is computed only when all of it is understood. What people tell about themselves need not
be: its sentence is taken out, if it speaks of the asker or of somebody who wants to know, and if nothing in it could
be a condition. "J'écris sur les drones. Combien de projets en Wallonie ?" stays whole, since drones may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from retrieval.query.folding import Span, fold
from retrieval.query.sentence import UNKNOWN, Sentence, Token

# A full stop after a short word is one of an abbreviation: "max. 50", "St. Vith", "Mio. Euro".
_STRONG = re.compile(r"(?:(?<=\w{4})(?<!prov)|(?<=[)\d»\"]))\.(?=\s)|[!?;:\n…](?=\s)|\s[-–—](?=\s)")
_WEAK = re.compile(r"[,()](?!\d)|\s[-–—](?=\s)")
_ASKS = ("how_many", "number", "which", "mean", "overview", "give")
_DOUBTED = frozenset({UNKNOWN, "share", "both", "duration", "except", "without", "not", "no", "around"})
_DENIALS = frozenset({"except", "without", "not", "no"})
_PERSON = re.compile(
    r"\b(?:je|j'|me|m'|moi|mon|ma|mes|nous|notre|nos|ik|mij|mijn|wij|we|ons|onze|ich|mich|mir|wir|uns|unser\w*|mein\w*"
    r"|i|i'm|i've|my|our|us|il parait|apparemment|blijkbaar|naar het schijnt|angeblich|apparently|they say|on dit)\b"
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:savoir|demand\w+|reclam\w+|question\w*|weten|vraagt|vragen|vroeg|wissen|fragt|fragen|fragte|bittet|braucht"
    r"|know|asks?|asked|asking|wonders?|wondering|needs?|wants?|wanted|veut|veulent|voudrait|aimerait|wil|wenst|mochte"
    r"|will|besoin|nodig)\b"
)
# What somebody looks for, and of what he writes, may be meant as a condition.
_LOOKS_FOR = re.compile(
    r"\b(?:interess\w+|cherch\w+|recherch\w+|focus\w*|concentr\w+|geinteresseerd|interesse\w*|zoek|zoeken|such\w*"
    r"|beschaftig\w+|konzentrier\w+|look\w*|interest\w*|limit\w*|seulement|uniquement|nur|enkel|alleen|only|just)\b"
)
_ABOUT = re.compile(
    r"\b(?:sur|a propos d\w*|concernant|autour d\w*|over|rond|rondom|omtrent|uber|zum thema|rund um|about|regarding|on"
    r"|au sujet d\w*|en matiere d\w*|de thematique)\b"
)
# What somebody is or does: its places and things are his own.
_IS_OR_DOES = re.compile(
    r"\b(?:(?:je|nous) (?:suis|sommes|travaill\w+|habit\w+|vend\w+|vis|vivons|represent\w+|livr\w+|fabriqu\w+|fourni\w+|viens|venons"
    r"|conseill\w+|gere|gerons|rencontr\w+)|je dois|nous devons"
    r"|(?:ik|wij|we) (?:ben|zijn|werk\w*|woon|wonen|verko\w+|lever\w*|maken|maak|vertegenwoordig\w*|kom|komen|adviser\w+)"
    r"|(?:ich|wir) (?:bin|sind|arbeite\w*|wohne\w*|verkauf\w+|liefer\w+|leb\w+|vertret\w+|komme\w*|berat\w*|stell\w+)"
    r"|(?:i|we) (?:am|are|work|sell|live|supply|make|represent|come|advise|run|build|produce|deliver)|(?:i'm|we're) (?:an?|the|from)"
    r"|en tant qu\w*|en ma qualite|als (?:\w+ )?(?:bij|bei|der|des|van|von|vom)|as (?:an?|the))\b"
)
# "Nous sommes *une start-up* active dans le LoRaWAN": what somebody is himself.
_IS_A = re.compile(
    r"\b(?:sommes|suis|zijn|ben|sind|bin|are|am|als|as)(?: (?:une?|een|eine?[rnms]?|an?))? (?=\w)|\b(?:i'm|we're)(?: an?)? (?=\w)"
)
_POINTS_BACK = re.compile(
    r"\b(?:la-bas|la bas|y(?! a\b)|ce (?:domaine|theme|pays|programme|secteur)|cette (?:region|province|ville|commune|thematique|technologie)"
    r"|celles?-la|ceux-la|daar\w*|ginder|dat (?:domein|thema|land|programma)|die (?:stad|gemeente|provincie|streek|regio|technologie)"
    r"|dort|davon|diese[mnrs]? (?:bereich|thema|land|stadt|gemeinde|provinz|region|programm|technologie)"
    r"|that (?:domain|theme|country|town|city|province|region|programme|technology|field|topic)|over there|out there)\b"
    r"|(?<!are )(?<!is )\bthere\b(?! (?:is|are|was|were|exist\w*|a|an|any)\b)"
)


@dataclass(frozen=True)
class _Part:
    """A sentence or a clause of the text."""

    start: int
    end: int
    sentence: Sentence
    folded: str

    @property
    def asks(self) -> bool:
        return self.sentence.has(*_ASKS)

    def doubted(self) -> list[Token]:
        return [one for one in self.sentence.tokens if one.role in _DOUBTED]


_Spans = Callable[[str], list[Span]]  # where a text holds conditions


def to_the_point(text: str, conditions: _Spans) -> str | None:
    """The text with what tells only of the asker made blank; None where nothing can be taken out."""
    sentences = [*_parts(text, 0, len(text), _STRONG)]
    asking = _asking(sentences)
    if asking is None:
        return None
    points_back = bool(_POINTS_BACK.search(asking.folded))
    kept = [*text]
    clauses = [*_parts(text, asking.start, asking.end, _WEAK)]
    main = _asking(clauses) or asking
    before = _before_the_ask(text, main)
    bare = not conditions(asking.sentence.text)  # it takes the conditions that were told before
    around = [*(one for one in sentences if one is not asking), *(one for one in clauses if one is not main)]
    for part in [*around, *([before] if before else [])]:
        for start, end in _taken_out(part, conditions, points_back=points_back, bare=bare):
            kept[start:end] = " " * (end - start)
    shorter = "".join(kept)
    return shorter if shorter != text else None


def tells_of_the_asker(text: str) -> bool:
    """Whether a sentence beside the question holds what the whole would take for conditions.

    "Wij leveren watermeters. Hoeveel Waalse projecten…", "Rien ne se passe à Huy. Combien de projets y a-t-il ?"
    """
    sentences = [*_parts(text, 0, len(text), _STRONG)]
    asking = _asking(sentences)
    if asking is None:
        return False
    others = [one for one in sentences if one is not asking]
    points_back = bool(_POINTS_BACK.search(asking.folded))
    return any(_IS_OR_DOES.search(one.folded) for one in others) or (
        points_back and any(token.role in _DENIALS for one in others for token in one.sentence.tokens)
    )


def _asking(parts: list[_Part]) -> _Part | None:
    """The part that asks; of several, the last that is sure to ("combien", "welche")."""
    asking = [one for one in parts if one.asks]
    sure = [one for one in asking if one.sentence.has("how_many", "which", "number", "mean")]
    if sure:
        return sure[-1]
    return asking[0] if asking else None


def _parts(text: str, start: int, end: int, breaks: re.Pattern[str]) -> Iterator[_Part]:
    cuts = [start, *(found.end() for found in breaks.finditer(text, start, end)), end]
    for first, last in pairwise(cuts):
        if text[first:last].strip(" ,.;:!?()"):
            yield _part(text, first, last)


def _part(text: str, start: int, end: int) -> _Part:
    said = text[start:end]
    return _Part(start, end, Sentence.read(said), fold(said))


def _before_the_ask(text: str, main: _Part) -> _Part | None:
    """ "Le collège veut savoir *combien*…": what stands before the word that asks."""
    first = next((one for one in main.sentence.tokens if one.role in _ASKS), None)
    if first is None or not text[main.start : main.start + first.start].strip():
        return None
    return _part(text, main.start, main.start + first.start)


def _taken_out(part: _Part, conditions: _Spans, *, points_back: bool, bare: bool) -> list[Span]:
    """The spans of a part that tell nothing of what is asked; none where it must stay whole."""
    doubted = part.doubted()
    found = conditions(part.sentence.text)
    if points_back:
        himself = {one.end() for one in _IS_A.finditer(part.folded)}
        found = [one for one in found if one[0] not in himself]
    of_the_asker = bool(_PERSON.search(part.folded) or _WANTS_TO_KNOW.search(part.folded))
    describes = bool(_IS_OR_DOES.search(part.folded))
    if not found:
        safe = of_the_asker and not _may_narrow(part, doubted) and not points_back
        return [(part.start, part.end)] if doubted and safe else []
    if describes and not points_back and not bare:
        return [(part.start, part.end)]
    denied = any(one.role in _DENIALS for one in doubted)
    if not doubted or (denied and not points_back) or not (of_the_asker or points_back):
        return []
    return [] if _is_qualified(doubted, found) else _around(part, found)


def _is_qualified(doubted: list[Token], found: list[Span]) -> bool:
    """Whether an unknown word stands beside a condition and may narrow it: "trottoirs *chauffants*"."""
    outside = [
        one
        for one in doubted
        if one.role == UNKNOWN and not any(start < one.end and one.start < end for start, end in found)
    ]
    return any(
        0 <= one.start - end <= 1 or 0 <= start - one.end <= 1 for one in outside for start, end in found
    )


def _may_narrow(part: _Part, doubted: list[Token]) -> bool:
    """Whether words that nothing knows are what somebody looks for or writes about."""
    if _LOOKS_FOR.search(part.folded):
        return any(one.role == UNKNOWN for one in doubted)
    tokens = part.sentence.tokens
    for token in doubted:
        position = tokens.index(token)
        before = part.folded[tokens[max(0, position - 3)].start : token.start]
        if _ABOUT.search(before):
            return True
    return False


def _around(part: _Part, found: list[Span]) -> list[Span]:
    """All of a part but the conditions in it."""
    spans, position = [], 0
    for start, end in sorted(found):
        if start > position:
            spans.append((part.start + position, part.start + start))
        position = max(position, end)
    if part.start + position < part.end:
        spans.append((part.start + position, part.end))
    return spans
