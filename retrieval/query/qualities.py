"""Small words that mostly say nothing, and here qualify the projects: "actifs", "other", "since then", "won a prize"."""

from __future__ import annotations

import re

from retrieval.query.condition import Conditions
from retrieval.query.folding import fold
from retrieval.query.sentence import Sentence, Token

_ACTIVE = frozenset("actif actifs active actives actieve actief aktiv aktive aktiven aktiver".split())
_OTHER = frozenset("autre autres other andere anderen anderer andre ander".split())
_SKIPPED = frozenset({"place", "term", "adj", "year", "abroad"})
# "How many projects are *local*": a quality that no field holds. Those of being on record add nothing.
_IS_SO = re.compile(r" project(?: (?:place|abroad|term))* (?:aux|verb)(?: (?:adv|det|pron))* adj $")
_ON_RECORD = re.compile(r"(?:exist|dispon|recens|verfug|beschikb|availab|concern|betrokk|engag|impliqu|actu|current|possib|involved|mentionn|inscrit|present)")
# Prizes are not prices.
_A_PRIZE = r"(?:prix|prijs|prijzen|preis|preise|prize|prizes|price|prices|award|awards)"
_WINS = r"(?:recu|recoi\w*|remport\w+|gagn\w+|obten\w+|decroch\w+|won|win|wins|winnen|wonnen|won|gewonnen|gewann\w*|erhalten|erhielten|bekommen|bekamen|kregen|gekregen|received|got|awarded)"
_PRIZE = re.compile(rf"\b(?:{_WINS} (?:\w+ ){{0,2}}{_A_PRIZE}|{_A_PRIZE} (?:\w+ ){{0,2}}{_WINS})\b")
# From a moment that was told: the year told is then a beginning, which a filter on that year alone is not.
_SINCE = re.compile(
    r"\b(?:depuis(?: lors| ce (?:moment|temps)| cela| ca)?(?=\W*(?:$|[.?!,]))|depuis lors|sindsdien|seitdem|seither|since then|since(?=\W*(?:$|[.?!,]))|ever since"
    r"|apres ca|apres cela|nadien|afterwards|after that|thereafter)\b"
)
_BEFORE = re.compile(r"\b(?:avant (?:ca|cela)|auparavant|voordien|daarvoor|davor|zuvor|before that|before then|beforehand)\b")


def qualities(sentence: Sentence, conditions: Conditions) -> list[str]:
    """What of the projects themselves is said by words that elsewhere add nothing."""
    folded = fold(sentence.text)
    certain = conditions.certain()
    said = [found.group() for found in _PRIZE.finditer(folded)]
    if not any(one.name == "status" for one in certain):
        said += [one.text for one in sentence.tokens if one.text in _ACTIVE and _is_beside(one, sentence)]
    if not any(one.excluded for one in certain):
        said += [one.text for one in sentence.tokens if one.text in _OTHER and _precedes(one, sentence)]
    if (tokens := sentence.matched(_IS_SO)) and not _ON_RECORD.match(tokens[-1].text):
        said.append(tokens[-1].text)
    years = {one.name for one in certain if one.name.startswith("year")}
    if (since := _SINCE.search(folded)) and years != {"year_from"}:
        said.append(since.group())
    if (before := _BEFORE.search(folded)) and years != {"year_to"}:
        said.append(before.group())
    return said


def _is_beside(token: Token, sentence: Sentence) -> bool:
    """Whether an adjective is of the projects, other conditions between: "projets wallons *actifs*"."""
    at = sentence.tokens.index(token)
    before = next((one for one in sentence.tokens[:at][::-1] if one.role not in _SKIPPED), None)
    return (before is not None and before.role == "project") or _precedes(token, sentence)


def _precedes(token: Token, sentence: Sentence) -> bool:
    after = sentence.tokens[sentence.tokens.index(token) + 1 :]
    following = next((one for one in after if one.role not in _SKIPPED), None)
    return following is not None and following.role == "project"
