"""Small words that mostly say nothing, and here qualify the projects: "actifs", "other", "since then", "won a prize"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.folding import fold
from retrieval.query.operations.computation import Computation
from retrieval.query.words.cues import cue, word_set
from retrieval.query.words.sentence import Sentence, Token

_ACTIVE = word_set(__package__, "active")
_OTHER = word_set(__package__, "other")
# "Financés": by whom or what, a figure would not say.
_FUNDED = re.compile(
    r"(?:co|mede|mit)?(?:financ|finanz|subsid|subvention|gefinanc|gesubsid|bekostig|gefordert|bezuschuss|funded|gesponsor|sponsor|bankroll)"
)
_OF_MONEY = frozenset(
    {"programme", "partner", "known", "missing", "budget_min", "budget_max", "subsidy_min", "subsidy_max"}
)
_SEVERAL_VALUES = frozenset({"domain", "technology", "service"})
_SKIPPED = frozenset({"place", "term", "adj", "year", "abroad"})
# "How many projects are *local*": a quality that no field holds. Those of being on record add nothing.
_IS_SO = re.compile(r" project(?: (?:place|abroad|term))* (?:aux|verb)(?: (?:adv|det|pron))* adj $")
_ON_RECORD = re.compile(
    r"(?:exist|dispon|recens|verfug|beschikb|availab|concern|betrokk|engag|impliqu|actu|current|possib|involved|mentionn|inscrit|present)"
)
# "How many actually *worked*": that something succeeds is not recorded.
_SUCCEEDS = cue(__package__, "succeeds")
# What is known of a sheet, not of its project: when it was updated, whether it was verified, what it rests on.
_OF_THE_SHEET = cue(__package__, "of_the_sheet")
# Prizes are not prices.
_A_PRIZE = r"(?:prix|prijs|prijzen|preis|preise|prize|prizes|price|prices|award|awards)"
_WINS = r"(?:recu|recoi\w*|remport\w+|gagn\w+|obten\w+|decroch\w+|won|win|wins|winnen|wonnen|won|gewonnen|gewann\w*|erhalten|erhielten|bekommen|bekamen|kregen|gekregen|received|got|awarded)"
# How a contract was awarded: "attribués *sans appel d'offres*" denies no theme.
_PROCEDURE = cue(__package__, "procedure")
_PRIZE = re.compile(rf"\b(?:{_WINS} (?:\w+ ){{0,2}}{_A_PRIZE}|{_A_PRIZE} (?:\w+ ){{0,2}}{_WINS})\b")
# From a moment that was told: the year told is then a beginning, which a filter on that year alone is not.
_SINCE = cue(__package__, "since")
_BEFORE = cue(__package__, "before")
# That a record has no other value is no filter.
_ONLY = re.compile(
    r"\b(?:port\w+|concern\w+|touch\w+|trait\w+|vis\w+|parl\w+|relevent|relevant|releve)(?: que| uniquement| seulement| exclusivement| rien que)\b"
    r"|\b(?:ne |n')\w+ que (?:sur |de |d'|du |des )|\b(?:enkel|alleen|uitsluitend|louter) (?:over|rond|om|met)\b"
    r"|\b(?:betreff\w+|behandel\w+|betrifft|befass\w+ sich|dreh\w+ sich|handel\w+)(?: nur| ausschliesslich| lediglich| allein)\b"
    r"|\b(?:only|solely|exclusively|purely) (?:about|concern\w*|cover\w*|address\w*|deal\w*|on)\b|\b(?:about|concern|cover|address) (?:only|nothing but|nothing else)\b"
)
_WHOLLY = re.compile(
    r"\b(?:entierement|totalement|integralement|completement|partiellement|en partie|pleinement|a (?:moitie|100|50)|volledig|deels|gedeeltelijk|helemaal|ten dele|voor de helft|vollstandig|teilweise|komplett|ganz"
    r"|zur halfte|fully|partly|entirely|wholly|completely|partially|half|deux fois|trois fois|plusieurs fois|twee keer|tweemaal|zweimal|twice|several times)(?: %| pour cent)?\b"
)
_CONTRARY = re.compile(
    r"\b(?:autre chose que|iets anders dan|etwas anderes als|(?:something|anything) (?:other than|but|else than)|(?:par|per|pro) (?:habitant|inwoner|einwohner\w*|kopf|tete|capita|inhabitant|resident|head|person|personne)"
    r"|(?:l'|le |het |im |den |the )?(?:est|nord|sud|ouest|noorden|zuiden|oosten|westen|osten|westen|norden|suden|east|west|north|south) (?:de la|de l'|du|de|d'|van|von|des|der|of) ?(?:belgi\w+|wallon\w+|flandre|vlaanderen|flandern\w*|flanders|provin\w+|pays|land\w*|country|la|de|der|the))\b"
)
_YEAR = r"(?:19|20)\d\d"
# Records tell years, not halves or months of them; and "a year after 2018" is not "after 2018".
_PART_OF_A_YEAR = re.compile(
    rf"(?<!annee de )(?<!date de )\b(?:debut|fin|mi-?|courant|early|late|mid-?|around|about|circa|rond|omstreeks|begin|half|medio|midden|eind|einde|anfang|mitte|ende|gegen|vers|aux alentours de|autour de) ?(?:d[e']|of|van|in|des jahres)? ?(?:l'annee |l'an |d'annee )?{_YEAR}\b"
    rf"|\b(?:debut|fin) d'annee {_YEAR}|\b\w+ (?:ans?|annees?|mois|jaar|jaren|maanden|jahre?n?|monate?n?|years?|months?) (?:plus tard qu|apres|avant|na|voor|nach|vor|after|before) {_YEAR}\b"
)


def qualities(sentence: Sentence, conditions: Conditions, computation: Computation) -> list[str]:
    """What of the projects themselves is said by words that elsewhere add nothing."""
    folded = fold(sentence.text)
    certain = conditions.certain()
    said = [found.group() for found in _PRIZE.finditer(folded)]
    if not any(one.name == "status" for one in certain):
        said += [one.text for one in sentence.tokens if one.text in _ACTIVE and _is_beside(one, sentence)]
    if not any(one.value == "procurement" and not one.excluded for one in certain):
        said += [found.group() for found in _PROCEDURE.finditer(folded)]
    said += [found.group() for rule in (_SUCCEEDS, _OF_THE_SHEET) for found in rule.finditer(folded)]
    if not any(one.excluded for one in certain):
        said += [one.text for one in sentence.tokens if one.text in _OTHER and _precedes(one, sentence)]
    if (tokens := sentence.matched(_IS_SO)) and not _ON_RECORD.match(tokens[-1].text):
        said.append(tokens[-1].text)
    themes = [one for one in certain if one.name in _SEVERAL_VALUES]
    if (only := _ONLY.search(folded)) and themes:
        said.append(only.group())
    paid = [one for one in sentence.tokens if one.role == "received" and _FUNDED.match(one.text)]
    names_money = computation.field is not None or sentence.has(
        "partner", "dim_programme", "subsidy", "money", "cash", "cost"
    )
    if paid and not names_money and not any(one.name in _OF_MONEY for one in certain):
        said.append(paid[0].text)
    if Sentence.read(sentence.text).has("received") and (
        wholly := next(
            (one for one in _WHOLLY.finditer(folded) if not _is_within(one.start(), certain)), None
        )
    ):
        said.append(wholly.group())
    said += [found.group() for found in _CONTRARY.finditer(folded)]
    said += [
        found.group()
        for found in _PART_OF_A_YEAR.finditer(folded)
        if not any(
            one.name.startswith("year") and one.span[0] <= found.start() < one.span[1] for one in certain
        )
    ]
    years = {one.name for one in certain if one.name.startswith("year")}
    if (since := _SINCE.search(folded)) and years != {"year_from"}:
        said.append(since.group())
    if (before := _BEFORE.search(folded)) and years != {"year_to"}:
        said.append(before.group())
    return said


def _is_within(position: int, certain: Sequence[Condition]) -> bool:
    """ "At least *half* a million" is an amount."""
    return any(one.span[0] <= position < one.span[1] for one in certain)


def _is_beside(token: Token, sentence: Sentence) -> bool:
    """Whether an adjective is of the projects, other conditions between: "projets wallons *actifs*"."""
    at = sentence.tokens.index(token)
    before = next((one for one in sentence.tokens[:at][::-1] if one.role not in _SKIPPED), None)
    return (before is not None and before.role == "project") or _precedes(token, sentence)


def _precedes(token: Token, sentence: Sentence) -> bool:
    after = sentence.tokens[sentence.tokens.index(token) + 1 :]
    following = next((one for one in after if one.role not in _SKIPPED), None)
    return following is not None and following.role == "project"
