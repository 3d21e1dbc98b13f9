"""Words that are known one by one, but whose meaning together no filter expresses: a figure would leave them out.

"Plus cher que celui de Namur", "communes with more than one project", "portés par une intercommunale".
"""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.query.conditions.condition import Conditions
from retrieval.query.conditions.occasions import is_a_moment
from retrieval.query.conditions.pointing import kind_of, pointed_at, points_somewhere
from retrieval.query.folding import fold, overlap
from retrieval.query.operations.computation import Computation, is_dimension
from retrieval.query.unsaid.qualities import qualities
from retrieval.query.unsaid.unspent import unspent
from retrieval.query.words.cues import word_set
from retrieval.query.words.sentence import UNKNOWN, Sentence

_PROJECTS = r"(?:projet|initiative|project|initiatie|projekt|vorhaben|scheme|fiche|dossier)"
# Groups with so many projects are not told from the others.
_SO_MANY = re.compile(
    r"\b(?!(?:au moins|au minimum|minstens|mindestens|at least) (?:une?|een|eine?|einen|one|1)\b)(?:plusieurs|several|multiple|mehrere\w*|meerdere|verscheidene|at least|more than|fewer than|less than|exactly|only|just"
    r"|au moins|au minimum|plus d[e']?|moins d[e']?|exactement|seulement|un seul|une seule|qu'un|qu'une"
    r"|minstens|meer dan|minder dan|precies|slechts|maar|mindestens|mehr als|weniger als|genau|nur)"
    rf"(?: \w+){{0,2}} ?{_PROJECTS}"
)
_LED_BY = re.compile(
    r"\b(?:(?:port|pilot|dirig|coordonn|ger|men|initi|lanc|demarr|realis|conc|impuls)e{1,2}s? par"
    r"|(?:geleid|getrokken|gecoordineerd|gedragen|beheerd|opgezet|uitgevoerd|gelanceerd|opgestart|gestart) door"
    r"|(?:geleitet|getragen|koordiniert|betrieben|verantwortet|umgesetzt|durchgefuhrt)e?n? (?:von|durch)"
    r"|(?:von|durch) (?=[^.?!,]{1,40} (?:geleitet|getragen|koordiniert|betrieben|verantwortet|umgesetzt|durchgefuhrt))"
    r"|door (?=[^.?!,]{1,40} (?:geleid|getrokken|gecoordineerd|gedragen|beheerd))"
    r"|(?:led|run|managed|carried|headed|coordinated|driven|spearheaded|operated|launched|initiated|started) by)\b(?! (?:the (?:end|close|start)|end|late|early|mid|\d))"
)
# A town leads what is done in it; a province or region has projects in it that others lead.
_LEADS = frozenset({"municipality", "service"})
_BESIDE = frozenset(
    {"det", "adj", "prep", "adv", "town", "dim_province", "dim_region", "dim_service", "noun"}
)
# "Quelles communes n'ont pas de projet": what is absent from all records of a group.
_NONE_OF = re.compile(
    r" (?:which|how_many|number)(?: (?:det|adj|all|prep|noun))* (?:town|dim_\w+)(?: (?!project )\w+)*?"
    r" (?:no|not|without)(?: (?:prep|det|adj|adv|all|unknown|pron|no|not))* project "
)
_MEASURED = tuple(
    re.compile(rule)
    for rule in (
        r"\b(?:meme|zelfde|hetzelfde|dezelfde|same|gleiche\w*|selbe\w*|denselben|derselben|dasselbe) \w+ (?:que|qu'|als|wie|as)\b",
        r"\b(?:que|qu'|avant|apres|comme) (?:celui|celle|ceux|celles) d",
        r"\b(?:before|after|than|as) (?:the one|those|that) (?:in|of|from)\b",
        r"\b(?:voor|na|dan|als) (?:dat|die) (?:van|in|uit)\b|\b(?:vor|nach|als|wie) (?:dem|das|jene\w*) (?:von|in|aus)\b",
        r"\b(?:autant|evenveel|genauso viel|gleich viel|ebenso viel|as much|identique|gelijk)\b",
        r"\b(?:sous|au-dessous de|au-dessus de|superieure?s? a|inferieure?s? a|que|onder|boven|dan|unter|uber|als|below|above|under|over"
        r"|than)(?: (?:la|le|het|de|dem|den|der|the))? (?:moyenne|gemiddelde|durchschnitt\w*|average|mean|mediane?|mediaan)\b",
        r"\b(?:utilis\w+|gebruik\w*|nutz\w+|verwend\w+|use|uses|using) (?:que|uniquement|seulement|exclusivement|alleen|enkel"
        r"|uitsluitend|nur|ausschliesslich|only|exclusively)\b",
    )
)
_TWO_KINDS = re.compile(
    r" (?:(?:practice|law) (?:and|or)(?: (?:prep|det|adj))* project|project (?:and|or)(?: (?:prep|det|adj))* (?:practice|law)) "
)
_SEVERAL = word_set(__package__, "several")
# "Kregen in 2021 een subsidie": years are those of the start.
_PAID_IN = re.compile(r" received(?: (?:det|adj|adv))*(?: (?:money|subsidy|cash|term))?(?: prep)? year ")
_PAYS = word_set(__package__, "pays")
_PAID_BY = re.compile(
    r" received(?: (?:money|subsidy|cash|det|adj|term))* (?:prep|per)(?: (?:det|adj))* (?:(?:dim_region|town) )?(?:place|dim_region|town|dim_country) (?!(?:(?:adj|term|det) )*project )"
)


def unsaid(sentence: Sentence, conditions: Conditions, computation: Computation) -> list[str]:
    """What of a sentence the conditions do not say."""
    folded = fold(sentence.text)
    said = unspent(sentence, conditions, computation) + _pointed_at_nothing(sentence, conditions)
    said += _facets_without_value(sentence, conditions, computation)
    said += [
        one.text
        for one in conditions.certain()
        if not one.excluded and is_a_moment(one, folded)  # "lancés depuis *le covid*"
    ]
    if computation.operation in {"count", "list"} or computation.measure or computation.first:
        said += qualities(sentence, conditions, computation)
    if computation.unit != "documents" and (found := _SO_MANY.search(folded)):
        said.append(found.group())
    if found := _LED_BY.search(folded):
        led = _leads(sentence, conditions, found.end())
        said += [] if led else [found.group()]
    if none := Sentence.read(sentence.text).matched(_NONE_OF):
        said.append(sentence.text[none[0].start : none[-1].end])
    if computation.operation != "group":
        said += _compared_with(sentence)
        said += [found.group() for rule in _MEASURED for found in rule.finditer(folded)]
    said += _several_of(sentence) if computation.operation in {"count", "list"} else []
    if computation.operation != "group":
        said += _stages_at_once(sentence, conditions)
    if both := sentence.matched(_TWO_KINDS):  # one kind is counted
        said.append(sentence.text[both[0].start : both[-1].end])
    paid = sentence.matched(_PAID_BY)
    if any(one.text in _PAYS for one in paid):  # "financés par la Région wallonne": who pays is not where
        said.append(sentence.text[paid[0].start : paid[-1].end])
    if (when := sentence.matched(_PAID_IN)) and not sentence.has("start"):
        said.append(sentence.text[when[0].start : when[-1].end])
    if computation.operation == "count":
        said += _amounts_left(sentence, conditions)
    return said


def _pointed_at_nothing(sentence: Sentence, conditions: Conditions) -> list[str]:
    """ "Dans *cette commune*", "in *dat jaar*", where none was understood."""
    names = [one.name for one in conditions.certain()] + [
        name for one in conditions.ambiguous for name, _ in one.readings
    ]
    kinds = {kind_of(name) for name in names}
    said = [words for kind, words in pointed_at(sentence.text).items() if kind not in kinds]
    somewhere = points_somewhere(sentence.text)
    if somewhere and not kinds & {"place", "partner", "programme"} and not sentence.has("town", *_PLACED):
        said.append(somewhere)
    return said


_PLACED = ("dim_province", "dim_region", "dim_country", "partner", "ours")
# Nouns of a facet, and the conditions one of which gives its value: "dans le *domaine* de l'eau".
_VALUED = {
    "dim_province": {"province", "municipality", "arrondissement", "near", "missing", "known"},
    "dim_domain": {"domain", "technology", "service", "missing", "known"},
    "dim_technology": {"technology", "domain", "programme", "partner", "missing", "known"},
    "dim_service": {"service", "domain", "missing", "known", "partner"},
}
_OF_ANY = frozenset(
    {"all", "per", "which", "how_many", "number", "most", "least", "not", "no", "or", "and", "pron"}
)


def _facets_without_value(sentence: Sentence, conditions: Conditions, computation: Computation) -> list[str]:
    """ "Dans le *domaine* « Données »", where nothing was understood that is one."""
    names = {one.name for one in conditions.certain()} | {
        name for one in conditions.ambiguous for name, _ in one.readings
    }
    asked = {computation.group_by, computation.unit}
    tokens = sentence.tokens
    return [
        sentence.text[one.start : one.end]
        for at, one in enumerate(tokens)
        if one.role in _VALUED
        and not names & _VALUED[one.role]
        and one.role.removeprefix("dim_") not in asked
        and not any(other.role in _OF_ANY for other in tokens[max(0, at - 2) : at])
    ]


def _leads(sentence: Sentence, conditions: Conditions, position: int) -> bool:
    """Whether a place or a service is what follows: it is a condition already."""
    for token in sentence.tokens:
        if token.start < position:
            continue
        if any(
            one.certain and one.name in _LEADS and overlap(one.span, token.span) for one in conditions.found
        ):
            return True
        if token.role not in _BESIDE:
            return token.role in {UNKNOWN, "partner"}  # refused or guessed already
    return False


def _compared_with(sentence: Sentence) -> list[str]:
    """ "Coûtent plus que celui de Namur", "weniger in Namur als in Lüttich": something else is the measure."""
    tokens = sentence.tokens
    said = []
    for position, one in enumerate(tokens):
        if one.role != "more":
            continue
        for other in tokens[position + 1 : position + _FAR]:
            if other.role == "than" or other.text in {"als", "as"}:
                said.append(sentence.text[one.start : other.end])
                break
    return said


_FAR = 5  # tokens


def _several_of(sentence: Sentence) -> list[str]:
    """ "Touchent *plusieurs provinces*": how many values a record holds is no filter."""
    return [
        sentence.text[one.start : other.end]
        for one, other in pairwise(sentence.tokens)
        if one.text in _SEVERAL and (is_dimension(other))
    ]


def _stages_at_once(sentence: Sentence, conditions: Conditions) -> list[str]:
    """ "Pilots that were stopped": a record has one status, and two of them in a filter mean either."""
    stages = [one for one in conditions.certain() if one.name == "status" and not one.excluded]
    return [
        sentence.text[one.span[0] : other.span[1]]
        for one, other in pairwise(stages)
        if one.value != other.value
        and one.span != other.span
        and not any(
            token.role in {"and", "or", "not"} or token.after_break
            for token in sentence.tokens
            if one.span[1] <= token.start <= other.span[0]
        )
    ]


def _amounts_left(sentence: Sentence, conditions: Conditions) -> list[str]:
    """ "Coûtent *le double*": a word for money that no condition took up, where documents are counted."""
    said = {f"{one.name} {one.value}" for one in conditions.found}
    subsidy = any(one.startswith("subsidy") or one.endswith("subsidy_eur") for one in said)
    budget = subsidy or any(one.startswith("budget") or one.endswith("budget_eur") for one in said)
    left = (set() if subsidy else {"subsidy"}) | (set() if budget else {"cost", "money"})
    left |= set() if budget or any(one.startswith("programme") for one in said) else {"cash"}
    return [sentence.text[one.start : one.end] for one in sentence.tokens if one.role in left]
