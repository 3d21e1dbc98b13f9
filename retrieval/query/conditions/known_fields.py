""" "Dont le budget est inconnu", "zonder startjaar", "die einen Zuschuss erhielten": whether a field is known."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.contrasts import contrasted, whole_fields, without_total
from retrieval.query.folding import fold
from retrieval.query.words.cues import word_set
from retrieval.query.words.roles import ANY_AMOUNT
from retrieval.query.words.sentence import Sentence, Token

_FIELD_OF = {
    "money": "budget_eur",
    "cost": "budget_eur",
    "subsidy": "subsidy_eur",
    "dim_start_year": "start_year",
    "start": "start_year",
    "end_year": "end_year",
    "dim_status": "status",
    "partner": "partners",
    "lead": "lead",
    "dim_programme": "funding_programme",
    "dim_technology": "technologies",
    "dim_service": "municipal_services",
    "dim_personal_data": "personal_data",
    "dim_domain": "domains",
}
_FIELD = "(?:" + "|".join(_FIELD_OF) + ")"
_NAMED = "(?:money|subsidy|partner|lead|dim_programme|end_year|dim_start_year|dim_status)"
_SMALL = "(?:det|adj|prep|adv|known|all|aux|has|pron|received|verb|per|than)"
_DENIED = re.compile(rf" (?:without(?: no)?|no)(?: {_SMALL}){{0,5}} (?={_NAMED}\b){_NAMED} ")
_NOT_HAD = re.compile(rf" not(?: (?:all|has|give|aux|not|received|adv|pron|det|prep|verb)){{1,6}} {_NAMED} ")
_HAD = re.compile(
    r" (?:has|received)(?: (?:det|adj|prep|aux|not|known)){0,3} (?:money|subsidy|dim_programme) "
)
_RECEIVED = re.compile(
    r"(?<! which)(?<! how_many) (?:money|subsidy)(?: (?:place|det|prep|adj|adv|aux|term|town|dim_region))* (?:received|has|known) "
)
_ASKS_A_NUMBER = ("mean", "max_cost", "min_cost", "max_size", "min_size", "total")
_NEAR = 6  # tokens between a field and what is said of it


def read_known_fields(sentence: Sentence, conditions: Conditions) -> Sentence:
    """Conditions on fields being known or unknown; their words become inert."""
    sentence = _data_processed(sentence, conditions)
    sentence = _data_not_known(sentence, conditions)
    sentence = contrasted(whole_fields(sentence), conditions)
    while sentence.has("missing"):
        better = _said(sentence, conditions, "missing")
        if better == sentence:
            break
        sentence = better
    for rule in (_DENIED, _NOT_HAD):
        tokens = sentence.matched(rule)
        if (
            tokens
            and tokens[-1].role in _FIELD_OF
            and not _is_in_another_clause(sentence, tokens[0], tokens[-1])
        ):
            sentence = without_total(sentence, tokens[-1])
            for other in _denied_too(sentence, tokens[-1]):  # "weder Budget *noch Zuschuss*"
                conditions.found.append(Condition("missing", _FIELD_OF[other.role], other.span, certain=True))
                sentence = sentence.with_role([other], "term")
            sentence = _kept(sentence, conditions, "missing", tokens[-1], tokens)
            return _had_besides(sentence, conditions)
    sentence = _known_ones(sentence, conditions)
    asks = sentence.has("how_many", "number", "which", "give", "overview", "distribution")
    if (
        asks
        and not sentence.has(*_ASKS_A_NUMBER, "most", "least")
        and not _WHICH_AMOUNT.search(sentence.roles)
    ):
        return _had(sentence, conditions)
    if _asks_for_a_budget(sentence) and sentence.has("subsidy"):
        tokens = sentence.matched(_HAD) or sentence.matched(_RECEIVED)
        if tokens and any(
            one.role == "subsidy" for one in tokens
        ):  # "budget moyen de ceux qui ont un subside"
            return _had(sentence, conditions)
    return sentence


# "Quel *montant* de subsides a-t-on obtenu": what was received is what is asked.
_WHICH_AMOUNT = re.compile(r" which(?: (?:det|adj|total))* (?:money|subsidy|cash) ")
_SO_MANY_AMOUNTS = re.compile(r" (?:how_many|number)(?: (?:prep|det|adj|known))* (?:money|subsidy) ")
_HOW_MUCH = word_set(__package__, "how_much")


def _asks_what_it_is(sentence: Sentence) -> bool:
    """ "À combien se montent les budgets *connus* par année": the amounts are asked, and no projects counted."""
    if sentence.has("project", "practice", "law") or not sentence.has("how_many", "which"):
        return False
    how_much = any(one.role == "how_many" and one.text in _HOW_MUCH for one in sentence.tokens)
    return how_much or not sentence.matches(_SO_MANY_AMOUNTS)


def _known_ones(sentence: Sentence, conditions: Conditions) -> Sentence:
    while sentence.has("known") and _field_near(sentence, "known") is not None:
        sentence = _said(sentence, conditions, "known")
    return sentence


_JOINED = frozenset({"and", "or", "not", "no", "det", "adj", "prep", "adv", "without"})
_CONTRARY = word_set(__package__, "contrary")


def _denied_too(sentence: Sentence, field: Token) -> list[Token]:
    """The other field where one denial holds for both."""
    position = sentence.tokens.index(field)
    for side in (sentence.tokens[:position][::-1], sentence.tokens[position + 1 :]):
        between: list[Token] = []
        for one in side[:5]:
            if one.role in _DENIABLE and one.role != field.role:
                joined = any(other.role in {"and", "or", "not"} or other.text in _ALSO for other in between)
                return [one] if joined else []
            if one.role not in _JOINED or one.text in _CONTRARY:
                break
            between.append(one)
    return []


_BUDGET_WORD = re.compile(r"(?:gesamt|durchschnitts|totaal|gemiddelde)(?:budget|kosten|kost)\w*")


def _asks_for_a_budget(sentence: Sentence) -> bool:
    """A sum or a mean of budgets, "Gesamtbudget" among its words."""
    plain = sentence.has("mean", "total") and sentence.has("money")
    return plain or any(_BUDGET_WORD.fullmatch(one.text) for one in sentence.tokens)


_ALSO = word_set(__package__, "also")
_DENIABLE = frozenset(
    {"money", "subsidy", "partner", "lead", "dim_programme", "end_year", "dim_start_year", "dim_status"}
)


def _had_besides(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "Haben *einen Zuschuss*, aber kein Budget", "on *connaît le subside* mais pas le budget": had beside not had."""
    sentence = _known_ones(sentence, conditions)
    asks = sentence.has("how_many", "number", "which", "give", "overview")
    return (
        sentence if not asks or sentence.has(*_ASKS_A_NUMBER, "most", "least") else _had(sentence, conditions)
    )


def _data_processed(sentence: Sentence, conditions: Conditions) -> Sentence:
    """A bare mention of personal data among conditions means that some are processed."""
    position = next(
        (at for at, one in enumerate(conditions.found) if one.name == "personal_data" and not one.certain),
        None,
    )
    if position is None:
        return sentence
    data = replace(conditions.found[position], certain=True)
    conditions.found[position] = data
    return sentence.with_conditions([(data.span, "term")])


def _data_not_known(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "Ne *sait-on pas si* des données personnelles sont traitées": what is denied is that it is known."""
    position = next((at for at, one in enumerate(conditions.found) if one.name == "personal_data"), None)
    denied = sentence.matched(_NOT_KNOWN)
    whether = _WHETHER.search(fold(sentence.text), denied[-1].end) if denied else None
    if position is None or whether is None or whether.start() > conditions.found[position].span[0]:
        return sentence
    conditions.found[position] = replace(conditions.found[position], value="unknown")
    return sentence.with_role(denied, "adv")


_NOT_KNOWN = re.compile(r" (?:(?:not )?known(?: (?:pron|adv))? not|not(?: (?:pron|adv|aux))? known) ")
_WHETHER = re.compile(r"\b(?:si|s'|of|ob|whether|if)\b")


def _said(sentence: Sentence, conditions: Conditions, role: str) -> Sentence:
    """A word for "known" or "unknown" and the field nearest to it; a denial turns the first into the second."""
    said = next(token for token in sentence.tokens if token.role == role)
    about_data = [one for one in conditions.found if one.name == "personal_data"]
    if role == "missing" and about_data:
        for one in about_data:
            conditions.found.remove(one)
        conditions.found.append(Condition("personal_data", "unknown", about_data[0].span, certain=True))
        return sentence.with_role([said], "adv").with_conditions([(about_data[0].span, "term")])
    field = _field_near(sentence, role)
    if field is None:
        return sentence
    denials = [
        one
        for one in _around(sentence, said)
        if one.role in {"not", "no", "without"} and not _is_in_another_clause(sentence, one, said)
    ]
    if (
        role == "known"
        and not denials
        and (sentence.has(*_ASKS_A_NUMBER) or _asks_what_it_is(sentence))
        and field.role in {"money", "subsidy"}
        and not any(one.role in {"money", "subsidy"} and one.role != field.role for one in sentence.tokens)
    ):
        return sentence.with_role([said], "adv")  # a sum of known budgets is the sum of the budgets
    name = "missing" if role == "missing" or denials else "known"
    for other in _joined_to(sentence, field):  # "budget *and* subsidy are on record"
        conditions.found.append(Condition(name, _FIELD_OF[other.role], other.span, certain=True))
        both = [one for one in sentence.tokens if one.role == "both"]
        sentence = sentence.with_role(both, "adv").with_role([other], "term")
    return _kept(sentence, conditions, name, field, (said, *denials))


def _joined_to(sentence: Sentence, field: Token) -> list[Token]:
    """Another field that "and" joins to one, articles aside."""
    position = sentence.tokens.index(field)
    before, after = sentence.tokens[:position][::-1], sentence.tokens[position + 1 :]
    found = []
    for side in (before, after):
        near = [one for one in side[:4] if one.role not in {"det", "adj", "prep"}]
        joined = bool(near) and (near[0].role == "and" or near[0].text in _ALSO)
        if len(near) > 1 and joined and near[1].role in {"money", "subsidy"}:
            found.append(near[1])
    return found


def _field_near(sentence: Sentence, role: str) -> Token | None:
    said = next(token for token in sentence.tokens if token.role == role)
    named = [
        one
        for one in _around(sentence, said)
        if one.role in _FIELD_OF and (one.role != "cost" or role == "missing")
    ]
    position = sentence.tokens.index(said)
    return min(
        named, key=lambda one: (one.role == "start", abs(sentence.tokens.index(one) - position)), default=None
    )


def _around(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    position = sentence.tokens.index(token)
    return sentence.tokens[max(0, position - _NEAR) : position + _NEAR + 1]


_SUBSIDISED = re.compile(
    r"(?:subsidi(?:es?|ees?)|subventionne\w*|gesubsidieer\w+|bezuschusst\w*|subventioniert\w*|subsidi[sz]ed)$"
)


def _had(sentence: Sentence, conditions: Conditions) -> Sentence:
    """ "Ont reçu un subside", "met een budget": where no amount is said, that there is one."""
    tokens = sentence.matched(_HAD) or sentence.matched(_RECEIVED)
    if sentence.has("cash") or any(
        one.name.startswith(("budget", "subsidy"))
        or (one.name == "programme" and not (tokens and tokens[0].role == "has"))
        for one in conditions.found
    ):
        return sentence
    field = next((one for one in tokens if one.role in {"money", "subsidy", "dim_programme"}), None)
    if not tokens and not sentence.has("not", "no", "without", "subsidy", "partner"):
        subsidised = [
            one for one in sentence.tokens if one.role == "received" and _SUBSIDISED.match(one.text)
        ]
        when = [one.span[0] for one in conditions.found if one.name.startswith("year")]
        subsidised = [one for one in subsidised if not any(0 < at - one.end <= 4 for at in when)]
        for one in subsidised[:1]:  # "subsidiés *en 2019*" tells when it was paid
            conditions.found.append(Condition("known", "subsidy_eur", one.span, certain=True))
            return sentence.with_role([one], "term")
    if field is None or (field.role == "dim_programme" and not _ends_there(sentence, field, conditions)):
        return sentence
    return _kept(sentence, conditions, "known", field, ())


def _ends_there(sentence: Sentence, field: Token, conditions: Conditions) -> bool:
    """Whether no name of a programme follows."""
    following = sentence.tokens[sentence.tokens.index(field) + 1 :][:2]
    programmes = any(one.name == "programme" for one in conditions.found)
    return not programmes and not any(one.role in {"unknown", "term"} for one in following)


def _kept(
    sentence: Sentence, conditions: Conditions, name: str, field: Token, used: tuple[Token, ...]
) -> Sentence:
    denials = [one for one in used if one.role in {"not", "no", "without", "missing", "known"}]
    denials += [one for one in _around(sentence, field) if one.role == "not"] if name == "missing" else []
    said = _FIELD_OF[field.role]
    if field.role == "money" and field.text in ANY_AMOUNT and sentence.has("subsidy"):
        said = "subsidy_eur"  # "un subside dont on connaît le *montant*"
    conditions.found.append(Condition(name, said, field.span, certain=True))
    if name == "missing":
        sentence = without_total(sentence, field)
    return sentence.with_role([*denials], "adv").with_role([field], "term")


def _is_in_another_clause(sentence: Sentence, denial: Token, said: Token) -> bool:
    """ "*Without it*, what do the known budgets come to": another clause speaks of the field."""
    if denial.role != "without" or denial.start > said.start:
        return False
    return any(one.after_break for one in (*sentence.between(denial.span, said.span), said))
