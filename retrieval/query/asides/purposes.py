"""What a part beside a question is said for, and of whom: "für unsere Schule in Eupen:", "only stopped ones"."""

from __future__ import annotations

import re

from retrieval.query.asides.clauses import Part
from retrieval.query.conditions.condition import Condition
from retrieval.query.words.cues import cue, word_set
from retrieval.query.words.people import People
from retrieval.query.words.sentence import UNKNOWN, Token

# "I *only* care about stopped *ones*".
ONLY_THOSE = re.compile(
    r"\b(?:only|uniquement|seulement|rien que|nur|alleen|enkel|que)\b.*\b(?:ones|those|ceux|celles|diejenigen|diegene|degene)\b"
)


def is_for(part: Part) -> bool:
    """ "Pour l'anniversaire de la stratégie numérique :": what it is for, whose theme may be no condition."""
    return part.sentence.tokens[0].text in _FOR and People.load().occasions.is_in(part.words)


def is_for_us(part: Part) -> bool:
    """ "Für *unsere* Schule in Eupen:"."""
    tokens = part.sentence.tokens
    return tokens[0].text in _FOR and len(tokens) > 1 and bool(_US.fullmatch(tokens[1].text))


_FOR = word_set(__package__, "for")


def lists_an_unknown(doubted: list[Token], found: list[Condition]) -> bool:
    """ "Province de *Lux.*, mobilité :": what is listed beside conditions is one, if nobody knows which."""
    spans = [one.span for one in found]
    unknown = [
        one
        for one in doubted
        if one.role == UNKNOWN and not any(start < one.end and one.start < end for start, end in spans)
    ]
    return bool(unknown)


_US = cue(__package__, "us")


def tells_of_us(part: Part) -> bool:
    """Whether whoever asks speaks of himself; "that *you* also file under environment" tells of the records."""
    return not part.names_projects or bool(_US.search(part.folded))
