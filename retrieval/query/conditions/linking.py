"""Verbs that nothing knows and that only tie a condition to the projects: "qui font *voler* un drone".

In a clause that has a condition, its verb adds nothing: who *operates*, *tests* or *flies* drones has drones. A noun or
an adjective beside it narrows ("éclairage *solaire*"), and so does a verb that is all that its clause says ("qui ont
*échoué*"), or one of avoiding. What is a verb is told by its place and its ending.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.folding import overlap
from retrieval.query.words.cues import word_set
from retrieval.query.words.sentence import UNKNOWN, Sentence, Token

_RELATIVES = word_set(__package__, "relatives")
_TIED = frozenset({"domain", "technology", "service", "programme", "personal_data", "partner"})
_HELPS = frozenset({"pron", "aux", "verb", "adv", "has", "than", "received", "start"})
_SMALL = frozenset({"det", "prep", "adv", "pron", "has", "adj", "noun", "all"})
_AFTER_PROJECTS = frozenset({"project", "place", "term", "year", "amount"})
# What is avoided, replaced or refused is not had.
_CONTRARY = re.compile(
    r"^(?:evit|remplac|refus|supprim|abandonn|bann|interdi|renonc|elimin|reduis|redui|lutt|combatt|exclu|ignor|conteste|desactiv|demont|manqu|rat"
    r"|vermijd|vervang|weiger|schrap|verbied|verban|bestrijd|uitsluit|afschaf|verminder|mis|reduc|negeer|demonteer"
    r"|vermeid|ersetz|verweiger|streich|verbiet|verbann|verzicht|bekampf|ausschliess|abschaff|vermind|reduzier|ignorier|fehl|abbau"
    r"|avoid|replac|refus|scrap|ban|prohibit|renounc|eliminat|reduc|fight|combat|exclud|ignor|lack|drop|remov|phas|oppos)"
)
_ENDS: dict[str, re.Pattern[str]] = {
    "fr": re.compile(r"(?:(?<!m)ent|nt|ns|ez|er|ir|re|e)$"),
    "nl": re.compile(r"(?:en|t|d|te|de)$"),
    "de": re.compile(r"(?:en|t|st|ern|eln|te)$"),
    "en": re.compile(r"(?<!ing)(?<!ive)(?<!ic)(?<!al)(?<!ous)(?<!y)$"),
}
_FINITE: dict[str, re.Pattern[str]] = {
    "fr": re.compile(r"(?<!m)(?<!g)ent$"),
    "nl": re.compile(r"en$"),
    "de": re.compile(r"(?:en|ern|eln)$"),
    "en": re.compile(r"(?<!ing)(?<!ive)(?<!ic)(?<!al)(?<!ous)(?<!y)(?<!ed)$"),
}
_IS = word_set(__package__, "is")
_PARTICIPLE = re.compile(r"(?:\w{2,3})?(?:ge|be|ver|er|ent|ont|her|zer)\w+(?:t|d|en)$")
_LONGEST_CLAUSE = 12  # tokens


def linking_verbs(sentence: Sentence, conditions: Conditions) -> list[Token]:
    """The unknown words that are verbs of a clause with a condition."""
    tokens = sentence.tokens
    tied = [one for one in conditions.certain() if one.name in _TIED]
    return [
        token
        for at, token in enumerate(tokens)
        if token.role == UNKNOWN
        and not _CONTRARY.search(token.text)
        and (
            _of_a_relative(sentence, at, tied)
            or _of_the_main_clause(sentence, at, tied)
            or _calls_a_programme(sentence, at, tied)
        )
    ]


def _calls_a_programme(sentence: Sentence, at: int, tied: Sequence[Condition]) -> bool:
    """ "Tout *ce flop* WiFi4EU": a name tells which one is meant, whatever it is called."""
    before, after = sentence.tokens[at - 1] if at else None, sentence.tokens[at + 1 : at + 2]
    pointed = before is not None and before.text in _THIS
    return pointed and any(
        overlap(token.span, one.span) for token in after for one in tied if one.name == "programme"
    )


_THIS = word_set(__package__, "this")


def _of_a_relative(sentence: Sentence, at: int, tied: Sequence[Condition]) -> bool:
    """ "Où on *roule* en scan-car", "die drones *inzetten*": in a relative clause that holds a condition."""
    tokens, word = sentence.tokens, sentence.tokens[at]
    start = _relative_before(sentence, at)
    if start is None or not _looks_like_a_verb(sentence, word, _ENDS):
        return False
    inside = [one for one in tokens[start + 1 : at] if one.role not in _HELPS and one.text != "l"]
    if sentence.language in {"nl", "de"}:
        return _closes(tokens, at) and _ends_in(inside, tied)
    return not inside and _begins_with(_rest(tokens, at), tied)


def _of_the_main_clause(sentence: Sentence, at: int, tied: Sequence[Condition]) -> bool:
    """ "Les projets wallons *manipulent* des données personnelles": between the projects and a condition."""
    tokens, word = sentence.tokens, sentence.tokens[at]
    before = [one for one in tokens[:at] if one.role not in {"adv", "not"}]
    if not before or before[-1].role not in _AFTER_PROJECTS or word.after_break:
        return False
    if not any(one.role == "project" for one in before):
        return False
    return _looks_like_a_verb(sentence, word, _FINITE) and _begins_with(_rest(tokens, at), tied)


def _relative_before(sentence: Sentence, at: int) -> int | None:
    """Where the relative pronoun stands that opens the clause of a word."""
    tokens = sentence.tokens
    for position in range(at - 1, max(0, at - _LONGEST_CLAUSE), -1):
        if tokens[position].text.split()[0] in _RELATIVES:
            before = tokens[position - 1] if position else None
            article = tokens[position].role == "det" and not tokens[position].after_break
            if (before is not None and not article) or (before is not None and before.role == "project"):
                return position
        if tokens[position].after_break and tokens[position].role != "and":
            return None
    return None


def _looks_like_a_verb(sentence: Sentence, word: Token, endings: dict[str, re.Pattern[str]]) -> bool:
    written = sentence.text[word.start]
    return not written.isupper() and endings[sentence.language].search(word.text) is not None


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word ends its clause, helping verbs after it aside."""
    if _PARTICIPLE.match(tokens[at].text) and any(one.text in _IS for one in tokens[at + 1 : at + 2]):
        return False  # "wo die Parkplätze *belegt sind*": a quality
    following = [
        one
        for one in tokens[at + 1 : at + 3]
        if one.role not in {"aux", "has", "verb"} and one.text not in _IS
    ]
    return not following or following[0].after_break or len(following) < len(tokens[at + 1 : at + 3])


def _rest(tokens: Sequence[Token], at: int) -> list[Token]:
    """The tokens after a word, to the end of its clause."""
    rest: list[Token] = []
    for one in tokens[at + 1 :]:
        if one.after_break:
            break
        rest.append(one)
    return rest


def _begins_with(tokens: Sequence[Token], tied: Sequence[Condition]) -> bool:
    """Whether the first word of weight is one of a condition."""
    first = next((one for one in tokens if one.role not in _SMALL), None)
    return first is not None and any(overlap(first.span, one.span) for one in tied)


def _ends_in(tokens: Sequence[Token], tied: Sequence[Condition]) -> bool:
    """Whether the last word of weight is one of a condition."""
    last = next((one for one in reversed(tokens) if one.role not in _SMALL), None)
    return last is not None and any(overlap(last.span, one.span) for one in tied)
