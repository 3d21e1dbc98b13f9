"""The field of a document that a question names: "wie trekt", "en quelle année", "welche Partner"."""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.query.folding import Span, fold
from retrieval.query.grammar import Grammar, first_match, spans_of
from retrieval.query.words.sentence import Sentence

# Tried where no cue of grammar.yaml is in the sentence: rules over the roles of words.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rule), field)
    for rule, field in (
        (
            r" which(?: (?:det|adj|prep|town))* dim_start_year .*end | end .*which(?: \w+)* dim_start_year ",
            "end_year",
        ),
        (r" which(?: (?:det|adj|prep))* dim_start_year ", "start_year"),
        (r" which(?: (?:det|adj|verb|aux|prep))* dim_technology ", "technologies"),
        (r" which(?: (?:det|adj|verb|aux|town))* dim_service ", "municipal_services"),
        (r" which(?: (?:det|adj|verb|aux))* dim_programme ", "funding_programme"),
        (r" which(?: (?:det|adj|verb|aux))* dim_status ", "status"),
        (r" which(?: (?:det|adj|verb|aux))* (?:partner) ", "partners"),
        (r" which(?: (?:det|adj|verb|aux))* (?:lead) ", "lead"),
        (r" (?:which|how_many) .*subsidy ", "subsidy_eur"),
        (r" (?:which|how_many) .*(?:money|cost) ", "budget_eur"),
    )
)


@lru_cache(maxsize=256)  # asked for twice a question, and again when it is answered
def requested_field(text: str) -> str | None:
    """The field that is asked; None when the question names none."""
    found = first_match(Grammar.load().fields, fold(text))
    if found is not None:
        return found[0]
    roles = Sentence.read(text).roles
    return next((field for rule, field in _RULES if rule.search(roles)), None)


def requested_spans(text: str) -> list[Span]:
    """Where the cues of the asked field stand; their words name no document."""
    folded = fold(text)
    found = first_match(Grammar.load().fields, folded)
    return spans_of(Grammar.load().fields[found[0]], folded) if found else []
