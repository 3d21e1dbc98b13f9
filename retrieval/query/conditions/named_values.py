"""Names that nothing knows, or knows as something else, beside the noun of the field that they are the value of."""

from __future__ import annotations

from corpus.filters import Filters
from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.words.sentence import UNKNOWN, Sentence, Token

# Nouns before or after which an unknown name is the value of a field that words are looked for in.
_NAMED_BY = {"partner": "partner", "dim_programme": "programme", "dim_technology": "technology"}


def guessed_value(sentence: Sentence, left: list[Token]) -> Filters | None:
    """ "Bij hoeveel projecten is *Proximus* partner": an unknown name beside the noun of a field."""
    if not left or any(token.role != UNKNOWN for token in left):
        return None
    named = [_NAMED_BY[token.role] for token in sentence.tokens if token.role in _NAMED_BY]
    if len({token.text for token in left}) == 1:
        left = left[:1]
    if any(one.after_break for one in left[1:]):
        return None
    first, last = left[0], left[-1]
    together = sentence.text[first.start : last.end]
    inside = [one for one in sentence.tokens if first.start <= one.start and one.end <= last.end]
    if len(named) != 1 or any(
        one.role not in {UNKNOWN, "prep", "det", "and", "adj", "noun"} for one in inside
    ):
        return None
    if not together[0].isupper() and not any(character.isdigit() for character in together):
        return None
    return Filters.model_validate({named[0]: (together,)})


def partner_named(sentence: Sentence, conditions: Conditions) -> Condition | None:
    """ "Avec Telraam pour partenaire": a name that is also one of a technology or a programme."""
    for token in sentence.tokens:
        if token.role == "partner":
            near = [
                one
                for one in conditions.certain()
                if one.name in {"technology", "programme"}
                and one.text[:1].isupper()
                and _close(sentence.between(min(one.span, token.span), max(one.span, token.span)))
            ]
            return near[0] if len(near) == 1 else None
    return None


def _close(between: tuple[Token, ...]) -> bool:
    """Whether little stands between a name and "partner": "Telraam *parmi leurs* partenaires"."""
    return len(between) <= 1 or all(one.role in {"det", "prep", "adj", "noun", "pron"} for one in between)
