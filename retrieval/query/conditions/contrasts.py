""" "The grant is known but the total budget isn't": of two amounts one is known, and what is denied is not added up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.words.cues import word_set
from retrieval.query.words.lexicon import Lexicon
from retrieval.query.words.sentence import Sentence, Token

_AMOUNTS = {"money": "budget_eur", "subsidy": "subsidy_eur"}
_CONTRARY = word_set(__package__, "contrary")
_WHOLE = re.compile(r"(?:gesamt|totaal|totale|total)(?=(?:budget|kost|subsid|zusch|forder|betrag|bedrag))")


def whole_fields(sentence: Sentence) -> Sentence:
    """ "Ohne *Gesamtbudget*", "het *totaalbudget* is niet bekend": where it is denied, nothing is added up."""
    if not sentence.has("without", "no", "not", "missing"):
        return sentence
    for at, one in enumerate(sentence.tokens):
        role = Lexicon.load().role_of(_WHOLE.sub("", one.text)) if _WHOLE.match(one.text) else None
        if role in _AMOUNTS and _is_denied(sentence.tokens, at):
            sentence = sentence.with_role([one], role)
    return sentence


_BEFORE_A_FIELD = frozenset({"det", "adj", "adv", "known", "prep"})
_AFTER_A_FIELD = frozenset({"aux", "adv", "has", "pron", "verb"})


def _is_denied(tokens: Sequence[Token], at: int) -> bool:
    before = next((one for one in tokens[:at][::-1] if one.role not in _BEFORE_A_FIELD), None)
    after = next((one for one in tokens[at + 1 :] if one.role not in _AFTER_A_FIELD), None)
    denied = before is not None and before.role in {"without", "no", "not"}
    return denied or (after is not None and after.role in {"not", "missing"} and not after.after_break)


def contrasted(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "The grant is *known but* the total budget *isn't*": one field is known, the other is not."""
    tokens = sentence.tokens
    turns = [at for at, one in enumerate(tokens) if one.text in _CONTRARY]
    fields = [at for at, one in enumerate(tokens) if one.role in _AMOUNTS]
    known = [one for one in tokens if one.role == "known"]
    if len(turns) != 1 or len(fields) != 2 or len(known) != 1 or not sentence.has("project"):
        return sentence
    first, second = fields
    sides = (tokens[: turns[0]], tokens[turns[0] :])
    denials = [[one for one in side if one.role in {"not", "no", "without"}] for side in sides]
    if not first < turns[0] < second or bool(denials[0]) == bool(denials[1]):
        return sentence
    for field, denied in zip((tokens[first], tokens[second]), denials, strict=True):
        name = "missing" if denied else "known"
        conditions.found.append(Condition(name, _AMOUNTS[field.role], field.span, certain=True))
        sentence = without_total(sentence, field).with_role([*denied], "adv")
    return sentence.with_role(known, "adv").with_role([tokens[first], tokens[second]], "term")


def without_total(sentence: Sentence, field: Token) -> Sentence:
    """ "Pas de budget *total*": of what is missing nothing is added up."""
    position = sentence.tokens.index(field)
    beside = sentence.tokens[max(0, position - 1) : position + 2]
    return sentence.with_role([one for one in beside if one.role == "total"], "adv")
