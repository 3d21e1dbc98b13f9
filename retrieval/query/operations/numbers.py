"""Numbers that a sentence asks for: counts, sums, means and extremes."""

from __future__ import annotations

import re

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.folding import fold
from retrieval.query.operations.computation import SUPERLATIVES, Computation, Operation, dimension_of, unit_of
from retrieval.query.words.cues import word_set
from retrieval.query.words.roles import ANY_AMOUNT, INSIDE, MONEY, NOUN
from retrieval.query.words.sentence import Sentence, Token

_COUNT = re.compile(
    rf" (?:how_many|number)(?! (?:prep )?(?:det )?(?:adj )*term (?:verb|aux|has|prep|pron|start|received))"
    rf"(?: (?:{INSIDE}|received(?= {NOUN})))*? (?P<noun>{NOUN}) "
)
_COUNT_DIM = re.compile(r" (?:how_many|number)(?: (?:prep|det|adj|all))* (?P<noun>dim_\w+) ")
_COUNT_AFTER = re.compile(rf" {NOUN} .*how_many ")
# "Ceux dont on connaît le budget, *ils sont combien* ?": they are counted, whatever is said of their money.
_THEY_ARE_SO_MANY = re.compile(
    r"\b(?:(?:ils|elles) (?:sont|etaient)(?: au total| en tout)? combien|combien (?:sont|etaient)-(?:ils|elles)|combien y en a-t-il|hoeveel (?:zijn|waren) (?:dat|het|er|ze)"
    r"|wie ?viele (?:sind|waren) (?:das|es)|how many (?:are|were) (?:they|there|those|these))\b(?: (?:en tout|au total|in totaal|insgesamt|in total|in all))?\W*$"
)
_COUNT_THEM = re.compile(r" how_many (?:them|aux|has|not|start|end|adv|pron|term|received) ")
_COUNT_TERM = re.compile(r" how_many term (?:verb|aux|has|pron|start|received|unknown) ")
# "La somme des budgets et des subsides": no field holds it.
TWO_FIELDS = re.compile(
    r" (?:money|cost)(?: (?:adj|known))* (?:and|or)(?: (?:prep|det|adj))* subsidy | subsidy(?: (?:adj|known))* (?:and|or)(?: (?:prep|det|adj))* (?:money|cost) "
)


def mean_of(sentence: Sentence, kind: str) -> Computation | None:
    """The mean of an amount, if that is asked."""
    if not sentence.has("mean") or not (sentence.has(*MONEY) or receives_so_much(sentence)):
        return None
    return Computation("mean", kind, field=field_of_money(sentence))


def receives_so_much(sentence: Sentence) -> bool:
    """ "Un projet subsidié touche *combien* en moyenne": an amount is asked, not a number of projects."""
    asks = sentence.has("how_many") and not sentence.matches(_COUNT)
    return asks and sentence.has("received") and sentence.has("project")


def superlative_of(sentence: Sentence, kind: str, conditions: Conditions) -> Computation | None:
    """The least or the greatest of an amount or a year, if that is asked."""
    said = [token for token in sentence.tokens if token.role in SUPERLATIVES]
    said = [token for token in said if token.text != "record"] or said  # "le record du plus petit budget"
    role = said[0].role if said else None
    if role is None:
        return _most_money(sentence, kind, conditions)
    if role in {"newest", "oldest"} and _is_of_what_started(sentence):
        return Computation(SUPERLATIVES[role][0], kind, field="start_year")
    counted = sentence.has("how_many") and (sentence.matches(_COUNT) or not _asks_its_value(sentence))
    if counted or not sentence.has("project", *MONEY, "which", "practice", "give", "dim_start_year"):
        return None
    if not sentence.has("project", *MONEY, "practice", "give", "dim_start_year") and _is_of_the_asker(
        sentence
    ):
        return None  # "what should we get from them first"
    operation, field = SUPERLATIVES[role]
    if field == "start_year" and (sentence.has("end", "end_year") or _is_of_the_end(sentence, conditions)):
        field = "end_year"
    if field is not None:
        return Computation(operation, kind, field=field)
    if sentence.has("dim_start_year"):
        return None
    if sentence.has(*MONEY, "received"):
        return Computation(operation, kind, field=field_of_money(sentence))
    return Computation(operation, kind, fields=("budget_eur", "subsidy_eur"))


def _is_of_the_end(sentence: Sentence, conditions: Conditions) -> bool:
    """ "The earliest *end year* on record", "which project *finished first*"."""
    if any(one.name == "known" and one.value == "end_year" for one in conditions.found):
        return True
    return ended_in_order(sentence, conditions) is not None


def ended_in_order(sentence: Sentence, conditions: Conditions) -> Condition | None:
    """The stage that a verb tells where an adverb beside it ranks when that came: "finished *first*"."""
    for one in conditions.certain():
        if one.name != "status" or one.value not in {"completed", "stopped"}:
            continue
        for token in sentence.tokens:
            near = 0 <= token.start - one.span[1] <= _BESIDE or 0 <= one.span[0] - token.end <= _BESIDE
            if near and token.role in {"newest", "oldest"} and _IN_ORDER.fullmatch(token.text):
                return one
    return None


_BESIDE = 4  # characters: " the "
# Adverbs that tell in which order something happened, where adjectives tell of the project: "le plus ancien projet".
_IN_ORDER = re.compile(
    r"(?:en|als|the)? ?(?:premier|dernier|first|last|first of all|last of all|eerste|laatste|erstes?|letztes?)(?: lieu)?|zuerst|zuletzt|le premier|la premiere"
    r"|le dernier|la derniere|eerst|laatst|het eerst|het laatst|am fruhesten|am spatesten|le plus tot|le plus tard|earliest|latest|het vroegst|most recently|le plus recemment"
)


def _is_of_what_started(sentence: Sentence) -> bool:
    """ "*Was wurde* in Wallonisch-Brabant *zuletzt gestartet*?": no noun, but only projects are started."""
    asks = sentence.tokens[0].text in _WHAT or sentence.tokens[0].role == "which"
    return (
        asks
        and sentence.has("start")
        and sentence.has("place", "term")
        and not sentence.has("project", *MONEY)
    )


_WHAT = word_set(__package__, "what")


def _is_of_the_asker(sentence: Sentence) -> bool:
    return any(one.role == "pron" and one.text in _ASKERS for one in sentence.tokens)


_ASKERS = word_set(__package__, "askers")


def _most_money(sentence: Sentence, kind: str, conditions: Conditions) -> Computation | None:
    """ "Quel projet a reçu le plus de subsides", "het meest gekost"; of a programme also "*qui* a reçu le moins"."""
    who = any(one.text in _WHO for one in sentence.tokens)
    of_a_programme = who and any(one.name == "programme" for one in conditions.certain())
    paid = sentence.has(*MONEY) or sentence.matches(_MOST_RECEIVED)
    paid |= of_a_programme and sentence.has("received")
    if not sentence.has("most", "least") or not paid or not (sentence.has("project") or of_a_programme):
        return None
    operation: Operation = "max" if sentence.has("most") else "min"
    return Computation(operation, kind, field=field_of_money(sentence))


_WHO = word_set(__package__, "who")


def _asks_its_value(sentence: Sentence) -> bool:
    """ "Le plus petit subside, c'était *combien* et pour qui": the amount of the one project is asked too."""
    return sentence.has(*MONEY) and not sentence.has("total", "per", "newest", "oldest", "mean")


_MOST_RECEIVED = re.compile(r" (?:most|least)(?: adv)* received ")  # "le projet le moins subsidié"
_ASKS_FOR_MONEY = frozenset(
    {"mean", "total", "most", "least", "max_size", "min_size", "max_cost", "min_cost"}
)


def field_of_money(sentence: Sentence) -> str:
    """The field of which a sentence asks an amount: the budget, unless it speaks of subsidies."""
    tokens = sentence.tokens
    asked = [at for at, one in enumerate(tokens) if one.role in _ASKS_FOR_MONEY]
    named = [at for at, one in enumerate(tokens) if one.role in {"money", "subsidy"}]
    if (
        asked and len({tokens[at].role for at in named}) > 1
    ):  # "le plus gros budget parmi ceux avec un subside"
        named = [at for at in named if tokens[at].text not in ANY_AMOUNT] or named
        nearest = min(named, key=lambda at: min(abs(at - one) for one in asked))
        return "subsidy_eur" if tokens[nearest].role == "subsidy" else "budget_eur"
    if sentence.has("subsidy") or (sentence.has("received") and not sentence.has("money", "cost")):
        return "subsidy_eur"
    return "budget_eur"


def count_of(sentence: Sentence, kind: str) -> Computation | None:
    """The count that a sentence asks for, if any."""
    if (tokens := sentence.matched(_COUNT_DIM)) and sentence.has("project"):
        return Computation("count", kind, unit=dimension_of(tokens[-1]))
    if tokens:
        return None
    tokens = sentence.matched(_COUNT)
    if tokens and tokens[0].text != "how much" and not _asks_what_they_cost(sentence, tokens):
        return Computation("count", kind, unit=unit_of(tokens[-1]))
    later = sentence.matches(_COUNT_AFTER) or sentence.matches(_COUNT_THEM)
    if sentence.matches(_COUNT_TERM) and not sentence.matches(_COUNT_AFTER):
        return None  # "how many sensors do Walloon projects use": no records are counted
    if sentence.matches(_TOTAL_OF) and not sentence.has(*MONEY, "mean"):
        return Computation("count", kind)
    if _counts_what_is_named(sentence):
        return Computation("count", kind)
    of_money = (
        not _THEY_ARE_SO_MANY.search(fold(sentence.text))
        and sentence.has(*MONEY)
        and (sentence.has("cost", "cash", "total") or not sentence.has("amount"))
    )
    if later and sentence.has("project") and not of_money and not sentence.has("duration"):
        return Computation("count", kind)
    return None


_TOTAL_OF = re.compile(
    rf" total(?: (?:prep|det|adj|all|term|place))* {NOUN} | {NOUN} (?:(?!received)\w+ )*total $"
)
# "Luftqualität, Niederlande: *wie viele Beispiele?*", "…, y en a *combien*": conditions first, then only the ask.
_NAMED_THEN_COUNTED = re.compile(
    r"^(?: (?:det|prep|adj|adv|and|or|all|polite|pron|start|end|has(?= (?:det |adj )*term)|aux(?= (?:not |adv )*(?:adv|term) )|not(?=(?: adv)* (?:has|term|start))|town|total|dim_\w+|term|place|year|amount|noun(?= (?:place|term))))+"
    r"(?: (?:pron|aux|verb|has|adv|det|prep)){0,4} (?P<ask>how_many|number|total)(?: (?P<after>(?:prep|det|adj|noun|verb|aux|pron|adv|polite|has|them|project|start) )*)?$"
)
_COUNTED_THEN_NAMED = re.compile(
    r"^ (?:(?:det|adj) )*(?:number|how_many|total)(?: (?:det|prep|adj|and|or|all|polite|term|place|year|amount))+ $"
)
_INSTANCES = word_set(__package__, "instances")


def _counts_what_is_named(sentence: Sentence) -> bool:
    """Whether nothing but conditions and a bare "how many" is said: no noun tells of other things to count."""
    asks = [one for one in sentence.tokens if one.role in {"how_many", "number"}]
    asks = asks or [one for one in sentence.tokens if one.role == "total"]
    if len(asks) != 1 or not sentence.has("term", "place"):
        return False
    if sentence.matches(_COUNTED_THEN_NAMED) and ":" in sentence.text[asks[0].end :][:2]:
        return True  # "one number: tourism or waste, Namur province"
    if not sentence.matches(_NAMED_THEN_COUNTED):
        return False
    after = [one for one in sentence.tokens if one.start > asks[0].start and one.role == "noun"]
    return all(one.text in _INSTANCES for one in after)


def _asks_what_they_cost(sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
    """ "Hoeveel hebben alle projecten samen gekost": the verb comes between, the amount is asked."""
    return sentence.has("cost") and any(token.role in {"aux", "has", "verb"} for token in tokens[1:-1])


def count_of_subsidies(sentence: Sentence, kind: str) -> Computation | None:
    """ "Combien de subsides de moins de 50 000 €": a project has one subsidy, so they are counted as projects."""
    asked = sentence.matches(re.compile(r" (?:how_many|number)(?: (?:prep|det|all))* subsidy "))
    them = sentence.matches(re.compile(r"^(?: det)? subsidy ")) and _THEY_ARE_SO_MANY.search(
        fold(sentence.text)
    )
    found = (asked or them) and sentence.has("amount")
    return Computation("count", kind) if found else None


_SUM_OF = re.compile(
    r" (?:how_many|which|total|number)(?: (?:prep|det|adj|all|total|adv))* (?:cash|subsidy|money) "
)


def sum_of(sentence: Sentence, kind: str) -> Computation | None:
    """An amount of several projects: one project's is looked up, not added."""
    if not sentence.has(*MONEY) or not is_of_several(sentence) or _counts_those_that(sentence):
        return None
    asks = sentence.has("how_many", "which", "total", "number", "give", "cash")
    if not asks or not (sentence.has("total") or sentence.matches(_SUM_OF) or sentence.has("how_many")):
        return None
    return Computation("sum", kind, field=field_of_money(sentence))


_DO_SO = re.compile(r" how_many(?: (?:them|pron))? (?:has|aux) ")


def _counts_those_that(sentence: Sentence) -> bool:
    """ "*Combien ont* dépassé leur budget": projects are counted, whatever they did with their money."""
    return sentence.matches(_DO_SO) and not sentence.has("cost", "cash", "total", "received", "mean")


_ONE = ("projet", "project", "projekt", "projekts", "projektes", "initiative", "initiatief", "scheme")


def is_of_several(sentence: Sentence) -> bool:
    """Whether an amount is asked of several projects: the amount of one is looked up."""
    nouns = [token for token in sentence.tokens if token.role == "project"]
    if any(not token.text.endswith(_ONE) for token in nouns):
        return True
    return not nouns and sentence.has("total", "cash") and sentence.has("term", "place")
