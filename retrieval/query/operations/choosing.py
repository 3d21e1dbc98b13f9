"""What a sentence asks to compute, from the roles of its words: rules over roles, the same in four languages.

`how_many … project` counts, `which dim_province … most` groups, `total … money` adds up. A rule is a regular
expression over the roles between spaces; where a word stands matters only as far as it changes what is asked.
"""

from __future__ import annotations

import re

from retrieval.query.conditions.condition import Conditions
from retrieval.query.operations.comparisons import values_of
from retrieval.query.operations.computation import SUPERLATIVES, Computation
from retrieval.query.operations.groups import group_of
from retrieval.query.operations.lists import list_of
from retrieval.query.operations.measured_groups import amounts_by, asks_amounts, group_with_most
from retrieval.query.operations.numbers import (
    TWO_FIELDS,
    count_of,
    count_of_subsidies,
    mean_of,
    receives_so_much,
    sum_of,
    superlative_of,
)
from retrieval.query.operations.preparing import prepared
from retrieval.query.operations.rankings import ranking_of
from retrieval.query.words.cues import word_set
from retrieval.query.words.roles import MONEY
from retrieval.query.words.sentence import UNKNOWN, Sentence

# "Quel domaine a le budget moyen le plus élevé", "which town has the highest total": a value of a group is asked.
_GROUP_OF_MONEY = re.compile(
    r" which(?: (?:det|adj|all|prep|noun))* (?:town|dim_(?!start_year)\w+)(?= )"
    r"(?:(?=.* (?:mean|total) )(?=.* (?:max_size|min_size|most|least) )(?=.* (?:money|subsidy|cost|cash) )"
    r"|(?!.* project )(?=.* (?:max_size|min_size|most|least) )(?=.* (?:money|subsidy|cost|cash|received) ))"
)
_KINDS = {"practice": "practice", "law": "regulation"}


def computation_of(sentence: Sentence, conditions: Conditions) -> tuple[Computation | None, Sentence]:
    """The computation, if one is asked; the sentence comes back with its compounds taken apart."""
    sentence = prepared(sentence, conditions)
    kind = _kind(sentence)
    if _is_of_other_things(sentence, conditions):
        return None, sentence
    group = group_of(sentence, conditions)
    if group == "start_year" and sentence.has("newest", "oldest"):
        group = None  # "volgens het startjaar het oudste project"
    group = group or group_with_most(sentence)
    if group == "programme" and len(values_of("programme", conditions)) > 1:
        return None, sentence  # records write one programme in many ways: two of them make no two groups
    if group is not None and asks_amounts(sentence):
        return amounts_by(group, kind, sentence, conditions), sentence
    if sentence.has("mean") and not sentence.has(*MONEY) and not receives_so_much(sentence):
        return None, sentence  # "combien de projets par an en moyenne"
    if group is not None:
        return Computation("group", kind, group_by=group), sentence
    if sentence.matches(_GROUP_OF_MONEY):
        return None, sentence  # "welke gemeente heeft het hoogste budget": of one project, or of all together
    if sentence.matches(TWO_FIELDS) and sentence.has("total", "mean", *SUPERLATIVES):
        return None, sentence  # "la somme des budgets et des subsides": no field holds it
    if ranking := ranking_of(sentence, kind, conditions):
        return ranking
    if (found := mean_of(sentence, kind) or superlative_of(sentence, kind, conditions)) is not None:
        return found, sentence
    for ask in (count_of, count_of_subsidies, sum_of):
        found = ask(sentence, kind)
        if found is not None:
            return found, sentence
    return list_of(sentence, kind, conditions), sentence


_COUNTED = ("project", "practice", "law")
# "Combien d'*euros* …-t-elle par an", "hoeveel *meldingen* per jaar", "prix moyen d'un *capteur*": none of them a project.
_OTHER_THINGS = re.compile(r" (?:how_many|number)(?: (?:det|prep|adj|all))* (?:noun|term|unknown)(?= .*per )")
_PRICED = re.compile(r" (?:money|mean)(?: (?:mean|money))* prep det term ")
_A = word_set(__package__, "a")
# "Welke gemeente heeft al een datacharter": what towns have or did, where no record of a project is asked.
_USED = frozenset({"technology", "programme", "partner"})
_TOWNS = re.compile(r" (?:how_many|number|which|give|overview)(?: (?:det|adj|all|place|prep|noun))* town ")


def _is_of_other_things(sentence: Sentence, conditions: Conditions) -> bool:
    """Whether things are counted, priced or looked for of which records tell nothing: no project is named."""
    if sentence.has(*_COUNTED):
        return False
    named = sentence.has("partner", UNKNOWN) or any(one.name in _USED for one in conditions.certain())
    ranks = sentence.has("most", "least", "distribution", "compare")
    priced = sentence.matched(_PRICED) if sentence.has("mean") else ()
    if len(priced) > 1 and priced[-2].text in _A:
        return True
    of_towns = sentence.matches(_TOWNS) and not ranks and not named
    return of_towns or sentence.matches(_OTHER_THINGS)


_KIND_ASKED = re.compile(
    r" (?:how_many|number|which|give|overview)(?: (?:det|adj|adv|all|prep|place|term|aux|verb|has|pron|existing))*"
    r" (?:project(?: (?:prep|det))+ )?(?P<noun>project|practice|law) "
)


def _kind(sentence: Sentence) -> str:
    """The kind that is counted or listed: "pour un *article* : combien de projets" counts projects."""
    if asked := sentence.matched(_KIND_ASKED):
        return _KINDS.get(asked[-1].role, "initiative")
    said = [
        one
        for at, one in enumerate(sentence.tokens)
        if one.role in _KINDS and not (at and sentence.tokens[at - 1].text in _OWN)
    ]
    return _KINDS[said[0].role] if said else "initiative"


# "Ouvrir *mon article*": what somebody writes.
_OWN = word_set(__package__, "own")
