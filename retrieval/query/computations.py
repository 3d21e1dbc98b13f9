"""What a sentence asks to compute, from the roles of its words: rules over roles, the same in four languages.

`how_many … project` counts, `which dim_province … most` groups, `total … money` adds up. A rule is a regular
expression over the roles between spaces; where a word stands matters only as far as it changes what is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from retrieval.query.condition import Conditions
from retrieval.query.folding import fold
from retrieval.query.lexicon import INERT, Lexicon
from retrieval.query.quantities import NUMBER_WORDS
from retrieval.query.sentence import UNKNOWN, Sentence, Token

Operation = Literal["count", "sum", "mean", "min", "max", "list", "group"]


@dataclass(frozen=True)
class Computation:
    """An operation with what it runs on; `fields` are the choices where the sentence leaves the field open."""

    operation: Operation
    kind: str = "initiative"
    field: str | None = None
    group_by: str | None = None
    unit: str = "documents"
    fields: tuple[str, ...] = ()


_NOUN = r"(?:project|town|practice|law)"
_DIM = r"(?:dim_\w+|town)"
_INSIDE = (
    r"(?:det|adj|adv|prep|all|place|near|year|start|end|verb|and|or|aux|has|pron|noun|town|total|polite|known|not|no"
    r"|missing|vague|dim_\w+|term|give|amount|than|more|unknown|per|around|abroad|which)"
)
_COUNT = re.compile(
    rf" (?:how_many|number)(?! (?:prep )?(?:det )?(?:adj )*term (?:verb|aux|has|prep|pron|start|received))"
    rf"(?: (?:{_INSIDE}|received(?= {_NOUN})))*? (?P<noun>{_NOUN}) "
)
_COUNT_DIM = re.compile(r" (?:how_many|number)(?: (?:prep|det|adj|all))* (?P<noun>dim_\w+) ")
_COUNT_AFTER = re.compile(rf" {_NOUN} .*how_many ")
# "Ceux dont on connaît le budget, *ils sont combien* ?": they are counted, whatever is said of their money.
_THEY_ARE_SO_MANY = re.compile(
    r"\b(?:(?:ils|elles) (?:sont|etaient)(?: au total| en tout)? combien|combien (?:sont|etaient)-(?:ils|elles)|combien y en a-t-il|hoeveel (?:zijn|waren) (?:dat|het|er|ze)"
    r"|wie ?viele (?:sind|waren) (?:das|es)|how many (?:are|were) (?:they|there|those|these))\b(?: (?:en tout|au total|in totaal|insgesamt|in total|in all))?\W*$"
)
_COUNT_THEM = re.compile(r" how_many (?:them|aux|has|not|start|end|adv|pron|term|received) ")
_COUNT_TERM = re.compile(r" how_many term (?:verb|aux|has|pron|start|received|unknown) ")
_PER = re.compile(rf" per(?: (?:adj|noun|prep|det|pron))* {_DIM} ")
_WHICH_MOST = re.compile(
    rf" which(?: (?:aux|det|adj|noun|verb|pron|prep|all|place|term))* {_DIM} .*(?:most|least) "
)
_MOST_OF = re.compile(rf" (?:most|least)(?: (?:adj|det|verb|prep))* {_DIM} ")
_THOSE_WITH_MOST = re.compile(
    r" (?:town|dim_\w+)(?: (?:place|abroad|term|adj|det|prep|pron|aux|has))* (?:most|least)(?: (?:det|prep|adj))* project "
)
_SPREAD = re.compile(rf" distribution .*{_DIM} ")
_LIST = re.compile(rf" which(?: (?:{_INSIDE}|received|start|subsidy))*? (?P<noun>{_NOUN}) ")
_GIVE = re.compile(
    rf" (?:give|overview)(?: (?:{_INSIDE}|received|overview|polite|which|existing))*? (?P<noun>{_NOUN}) "
)
_BARE = re.compile(rf"^ (?:polite )*(?:det )?(?:(?:all|det|adj|term|place) )*(?P<noun>{_NOUN}) ")
_MONEY = ("money", "subsidy", "cash", "cost")
_TWO_AMOUNTS = re.compile(
    r" (?:money|cost)(?: (?:adj|known))* and(?: (?:prep|det|adj))* subsidy | subsidy(?: (?:adj|known))* and(?: (?:prep|det|adj))* (?:money|cost) "
)
# "Quel domaine a le budget moyen le plus élevé", "which town has the highest total": a value of a group is asked.
_GROUP_OF_MONEY = re.compile(
    r" which(?: (?:det|adj|all|prep|noun))* (?:town|dim_(?!start_year)\w+)(?= )"
    r"(?:(?=.* (?:mean|total) )(?=.* (?:max_size|min_size|most|least) )(?=.* (?:money|subsidy|cost|cash) )"
    r"|(?!.* project )(?=.* (?:max_size|min_size|most|least) )(?=.* (?:money|subsidy|cost|cash|received) ))"
)
_SUPERLATIVES: dict[str, tuple[Operation, str | None]] = {
    "max_cost": ("max", "budget_eur"),
    "min_cost": ("min", "budget_eur"),
    "max_size": ("max", None),
    "min_size": ("min", None),
    "newest": ("max", "start_year"),
    "oldest": ("min", "start_year"),
}
_KINDS = {"practice": "practice", "law": "regulation"}
# Before these a noun with an article names one thing: "par la province de Liège" is no grouping.
_GROUPS_WITH_ARTICLE = ("selon", "en fonction", "suivant", "ventile", "reparti", "classe", "groupe", "regroupe", "trie",
                        "volgens", "naargelang", "naar", "nach", "je nach", "according", "broken", "split",
                        "grouped", "sorted", "gruppiert", "sortiert", "geordnet", "auf", "aufgeteilt", "unterteilt", "gegliedert", "verteilt", "verdeeld", "ingedeeld", "opgedeeld", "gesorteerd", "gerangschikt", "op basis", "arranged", "ordered", "categori", "classified", "listed", "depending", "sous l", "range", "opgesplitst", "uitgesplitst", "pour chaque")  # fmt: skip


def computation_of(sentence: Sentence, conditions: Conditions) -> tuple[Computation | None, Sentence]:
    """The computation, if one is asked; the sentence comes back with its compounds taken apart."""
    sentence = _without_ranks(_those_named(_taken_apart(sentence)))
    kind = _kind(sentence)
    group = _group(sentence, conditions)
    if group == "start_year" and sentence.has("newest", "oldest"):
        group = None  # "volgens het startjaar het oudste project"
    if group is not None and sentence.has(*_MONEY) and sentence.has("mean", "total", "most", "least", "cash"):
        return None, sentence  # sums by group are not computed
    if sentence.has("mean") and not sentence.has(*_MONEY) and not _receives_so_much(sentence):
        return None, sentence  # "combien de projets par an en moyenne"
    if group is not None:
        return Computation("group", kind, group_by=group), sentence
    if sentence.matches(_GROUP_OF_MONEY):
        return None, sentence  # "welke gemeente heeft het hoogste budget": sums by group are not computed
    if sentence.matches(_TWO_AMOUNTS) and sentence.has("total", "mean", *_SUPERLATIVES):
        return None, sentence  # "la somme des budgets et des subsides": no field holds it
    for ask in (_mean, _superlative, _count, _count_subsidies, _sum):
        found = ask(sentence, kind)
        if found is not None:
            return found, sentence
    return _list(sentence, kind, conditions), sentence


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
_OWN = frozenset(
    "mon ma mes notre nos mijn ons onze mein meinen meinem meines unser unseren unserem my our".split()
)
# "Gesamtbudget", "totaalbedrag", "Durchschnittskosten": two roles in one word.
_FIRST_PARTS = {"gesamt": "total", "totaal": "total", "totale": "total", "durchschnitts": "mean", "gemiddelde": "mean",
                "hochst": "max_size", "maximal": "max_size", "mindest": "min_size", "projekt": "noun", "project": "noun"}  # fmt: skip


def _taken_apart(sentence: Sentence) -> Sentence:
    tokens: list[Token] = []
    for token in sentence.tokens:
        parts = _parts(token) if token.role == UNKNOWN else None
        tokens += parts or [token]
    return replace(sentence, tokens=tuple(tokens))


_THOSE = frozenset({"ceux", "celles", "degenen", "diegenen", "diegene", "diejenigen", "those"})


def _those_named(sentence: Sentence) -> Sentence:
    """ "*Ceux* qui en sont au stade pilote": projects, where no other noun says what is meant."""
    if sentence.has("project", "practice", "law", "town"):
        return sentence
    return sentence.with_role([one for one in sentence.tokens if one.text in _THOSE][:1], "project")


def _without_ranks(sentence: Sentence) -> Sentence:
    """ "Le *top 3* des pays", "die *drei* Länder mit den meisten Projekten": how many groups are shown is no condition."""
    ranks = [
        one
        for one, other in zip(sentence.tokens, sentence.tokens[1:], strict=False)
        if (one.text.isdigit() or one.text in NUMBER_WORDS)
        and (other.role == "town" or other.role.startswith("dim_"))
        and one.role in {UNKNOWN, "det"}
    ]
    top = re.compile(r" (?:max_size|unknown)(?: (?:unknown|prep|det))* (?:town|dim_\w+) ")
    if tokens := sentence.matched(top):
        ranks += [
            one for one in tokens[:-1] if one.text in _TOP or one.text.isdigit() or one.text in NUMBER_WORDS
        ]
    return sentence.with_role(ranks, "det") if sentence.has("most", "least") or ranks else sentence


_TOP = frozenset({"top"})


def _parts(token: Token) -> list[Token] | None:
    for first, role in _FIRST_PARTS.items():
        rest = token.text.removeprefix(first)
        found = Lexicon.load().role_of(rest) if rest and rest != token.text else None
        if found in _MONEY or found in {"number", "project"}:
            return [replace(token, role=role), replace(token, role=found, text=rest)]
    return None


# -- groups ---------------------------------------------------------------------------------------


def _group(sentence: Sentence, conditions: Conditions) -> str | None:
    tokens = sentence.matched(_PER)
    if tokens and _is_grouping(sentence, tokens):
        return _dimension(tokens[-1])
    for rule in (_WHICH_MOST, _MOST_OF):
        tokens = sentence.matched(rule)
        if (
            tokens
            and sentence.has("which", "number", "how_many", "project", "give")
            and not _names_one(sentence)
        ):
            dims = [token for token in tokens if token.role.startswith("dim_") or token.role == "town"]
            return _dimension(dims[0])
    if (tokens := sentence.matched(_THOSE_WITH_MOST)) and not sentence.has(*_MONEY):
        return _dimension(next(one for one in tokens if one.role == "town" or one.role.startswith("dim_")))
    tokens = sentence.matched(_SPREAD)
    if tokens:
        return _dimension(tokens[-1])
    if _asked_of_data(sentence, conditions):
        return "personal_data"
    return _compared(sentence, conditions)


def _asked_of_data(sentence: Sentence, conditions: Conditions) -> bool:
    """ "How many process personal data, how many do not": by personal data, or one of several questions."""
    if not any(one.name == "personal_data" for one in conditions.found):
        return False
    asked = sum(token.role == "how_many" for token in sentence.tokens)
    both_ways = sentence.has("or") and sentence.has("not", "no")  # "die Daten verarbeiten *oder nicht*"
    return asked > 1 or sentence.has("distribution", "compare") or (both_ways and sentence.has("per"))


def _names_one(sentence: Sentence) -> bool:
    """ "Which project … most": the project is asked, not a group."""
    return sentence.matched(re.compile(r" which(?: (?:adj|det|aux))* project ")) != ()


def _is_grouping(sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
    with_article = any(token.role == "det" for token in tokens)
    if with_article and not tokens[0].text.startswith(_GROUPS_WITH_ARTICLE):
        return False
    position = sentence.tokens.index(tokens[-1])
    following = sentence.tokens[position + 1 : position + 2]
    return not any(token.role in {UNKNOWN, "place"} and not token.after_break for token in following) or not (
        with_article or tokens[-1].role in {"dim_programme"}
    )


def _dimension(token: Token) -> str:
    return "municipality" if token.role == "town" else token.role.removeprefix("dim_")


def _compared(sentence: Sentence, conditions: Conditions) -> str | None:
    """Two values of one facet, and a word that sets them against each other."""
    asked_twice = sum(token.role == "how_many" for token in sentence.tokens) > 1
    sets_against = sentence.has("more", "most", "least") and sentence.has("or", "than")
    if not (asked_twice or sets_against or sentence.has("compare")) or not sentence.has(
        "project", "how_many", "number"
    ):
        return None
    facets = ("domain", "status", "municipality", "province", "region", "country", "service")
    certain = [one for one in conditions.certain() if not one.excluded]
    return next(
        (facet for facet in facets if len({one.value for one in certain if one.name == facet}) > 1), None
    )


# -- numbers --------------------------------------------------------------------------------------


def _mean(sentence: Sentence, kind: str) -> Computation | None:
    if not sentence.has("mean") or not (sentence.has(*_MONEY) or _receives_so_much(sentence)):
        return None
    return Computation("mean", kind, field=_money_field(sentence))


def _receives_so_much(sentence: Sentence) -> bool:
    """ "Un projet subsidié touche *combien* en moyenne": an amount is asked, not a number of projects."""
    asks = sentence.has("how_many") and not sentence.matches(_COUNT)
    return asks and sentence.has("received") and sentence.has("project")


def _superlative(sentence: Sentence, kind: str) -> Computation | None:
    said = [token for token in sentence.tokens if token.role in _SUPERLATIVES]
    said = [token for token in said if token.text != "record"] or said  # "le record du plus petit budget"
    role = said[0].role if said else None
    if role is None:
        return _most_money(sentence, kind)
    counted = sentence.has("how_many") and (sentence.matches(_COUNT) or not _asks_its_value(sentence))
    if counted or not sentence.has("project", *_MONEY, "which", "practice", "give", "dim_start_year"):
        return None
    if not sentence.has("project", *_MONEY, "practice", "give", "dim_start_year") and _is_of_the_asker(
        sentence
    ):
        return None  # "what should we get from them first"
    operation, field = _SUPERLATIVES[role]
    if field == "start_year" and sentence.has("end", "end_year"):
        field = "end_year"
    if field is not None:
        return Computation(operation, kind, field=field)
    if sentence.has("dim_start_year"):
        return None
    if sentence.has(*_MONEY, "received"):
        return Computation(operation, kind, field=_money_field(sentence))
    return Computation(operation, kind, fields=("budget_eur", "subsidy_eur"))


def _is_of_the_asker(sentence: Sentence) -> bool:
    return any(one.role == "pron" and one.text in _ASKERS for one in sentence.tokens)


_ASKERS = frozenset("je nous on ik wij we ich wir man i".split())


def _most_money(sentence: Sentence, kind: str) -> Computation | None:
    """ "Quel projet a reçu le plus de subsides", "het meest gekost"."""
    paid = sentence.has(*_MONEY) or sentence.matches(_MOST_RECEIVED)
    if not sentence.has("most", "least") or not paid or not sentence.has("project"):
        return None
    operation: Operation = "max" if sentence.has("most") else "min"
    return Computation(operation, kind, field=_money_field(sentence))


def _asks_its_value(sentence: Sentence) -> bool:
    """ "Le plus petit subside, c'était *combien* et pour qui": the amount of the one project is asked too."""
    return sentence.has(*_MONEY) and not sentence.has("total", "per", "newest", "oldest", "mean")


_MOST_RECEIVED = re.compile(r" (?:most|least)(?: adv)* received ")  # "le projet le moins subsidié"
_ASKS_FOR_MONEY = frozenset(
    {"mean", "total", "most", "least", "max_size", "min_size", "max_cost", "min_cost"}
)


def _money_field(sentence: Sentence) -> str:
    tokens = sentence.tokens
    asked = [at for at, one in enumerate(tokens) if one.role in _ASKS_FOR_MONEY]
    named = [at for at, one in enumerate(tokens) if one.role in {"money", "subsidy"}]
    if (
        asked and len({tokens[at].role for at in named}) > 1
    ):  # "le plus gros budget parmi ceux avec un subside"
        nearest = min(named, key=lambda at: min(abs(at - one) for one in asked))
        return "subsidy_eur" if tokens[nearest].role == "subsidy" else "budget_eur"
    if sentence.has("subsidy") or (sentence.has("received") and not sentence.has("money", "cost")):
        return "subsidy_eur"
    return "budget_eur"


def _count(sentence: Sentence, kind: str) -> Computation | None:
    if (tokens := sentence.matched(_COUNT_DIM)) and sentence.has("project"):
        return Computation("count", kind, unit=_dimension(tokens[-1]))
    if tokens:
        return None
    tokens = sentence.matched(_COUNT)
    if tokens and tokens[0].text != "how much" and not _asks_what_they_cost(sentence, tokens):
        return Computation("count", kind, unit=_unit(tokens[-1]))
    later = sentence.matches(_COUNT_AFTER) or sentence.matches(_COUNT_THEM)
    if sentence.matches(_COUNT_TERM) and not sentence.matches(_COUNT_AFTER):
        return None  # "how many sensors do Walloon projects use": no records are counted
    if sentence.matches(_TOTAL_OF) and not sentence.has(*_MONEY, "mean"):
        return Computation("count", kind)
    if _counts_what_is_named(sentence):
        return Computation("count", kind)
    of_money = (
        not _THEY_ARE_SO_MANY.search(fold(sentence.text))
        and sentence.has(*_MONEY)
        and (sentence.has("cost", "cash", "total") or not sentence.has("amount"))
    )
    if later and sentence.has("project") and not of_money and not sentence.has("duration"):
        return Computation("count", kind)
    return None


_TOTAL_OF = re.compile(
    rf" total(?: (?:prep|det|adj|all|term|place))* {_NOUN} | {_NOUN} (?:(?!received)\w+ )*total $"
)
# "Luftqualität, Niederlande: *wie viele Beispiele?*", "…, y en a *combien*": conditions first, then only the ask.
_NAMED_THEN_COUNTED = re.compile(
    r"^(?: (?:det|prep|adj|adv|and|or|all|polite|pron|start|end|has(?= (?:det |adj )*term)|not(?= has| term| start)|town|total|dim_\w+|term|place|year|amount|noun(?= (?:place|term))))+"
    r"(?: (?:pron|aux|verb|has|adv|det|prep)){0,4} (?P<ask>how_many|number|total)(?: (?P<after>(?:prep|det|adj|noun|verb|aux|pron|adv|polite|has|them|project|start) )*)?$"
)
_INSTANCES = frozenset("exemple exemples cas voorbeeld voorbeelden geval gevallen beispiel beispiele beispielen falle fallen example examples case cases fois catalogue base stuks stuk stuck databank catalogus katalog datenbank database".split())  # fmt: skip


def _counts_what_is_named(sentence: Sentence) -> bool:
    """Whether nothing but conditions and a bare "how many" is said: no noun tells of other things to count."""
    asks = [one for one in sentence.tokens if one.role in {"how_many", "number"}]
    asks = asks or [one for one in sentence.tokens if one.role == "total"]
    if len(asks) != 1 or not sentence.has("term", "place") or not sentence.matches(_NAMED_THEN_COUNTED):
        return False
    after = [one for one in sentence.tokens if one.start > asks[0].start and one.role == "noun"]
    return all(one.text in _INSTANCES for one in after)


def _asks_what_they_cost(sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
    """ "Hoeveel hebben alle projecten samen gekost": the verb comes between, the amount is asked."""
    return sentence.has("cost") and any(token.role in {"aux", "has", "verb"} for token in tokens[1:-1])


def _count_subsidies(sentence: Sentence, kind: str) -> Computation | None:
    """ "Combien de subsides de moins de 50 000 €": a project has one subsidy, so they are counted as projects."""
    found = sentence.matches(
        re.compile(r" (?:how_many|number)(?: (?:prep|det|all))* subsidy ")
    ) and sentence.has("amount")
    return Computation("count", kind) if found else None


def _unit(token: Token) -> str:
    return "municipality" if token.role == "town" else "documents"


_SUM_OF = re.compile(
    r" (?:how_many|which|total|number)(?: (?:prep|det|adj|all|total|adv))* (?:cash|subsidy|money) "
)


def _sum(sentence: Sentence, kind: str) -> Computation | None:
    """An amount of several projects: one project's is looked up, not added."""
    if not sentence.has(*_MONEY) or not _is_of_several(sentence):
        return None
    asks = (
        sentence.has("how_many", "which", "total", "number", "give", "cash")
        or sentence.tokens[0].role in _MONEY
    )
    if not asks or not (sentence.has("total") or sentence.matches(_SUM_OF) or sentence.has("how_many")):
        return None
    return Computation("sum", kind, field=_money_field(sentence))


_ONE = ("projet", "project", "projekt", "projekts", "projektes", "initiative", "initiatief", "scheme")


def _is_of_several(sentence: Sentence) -> bool:
    nouns = [token for token in sentence.tokens if token.role == "project"]
    if any(not token.text.endswith(_ONE) for token in nouns):
        return True
    return not nouns and sentence.has("total", "cash") and sentence.has("term", "place")


# -- lists ----------------------------------------------------------------------------------------


_WHICH_TOTAL = re.compile(r" which(?: (?:det|adj))* total ")  # "quelle somme": of what is not said
_WHICH_YEAR = re.compile(r" which(?: (?:det|adj))* dim_start_year ")  # of one project: looked up
_LIST_DIM = re.compile(
    r"^(?: (?:polite|prep|adv|aux|pron))* which(?: (?:det|adj|all))* (?P<noun>dim_(?!start_year)\w+) (?!place|unknown|year)"
)


# "What has been funded through X", "toon wat er met X gefinancierd is".
_WHAT_WAS_FUNDED = re.compile(
    r"^(?: (?:polite|adv|and|give|overview|pron))* (?:which|pron)(?: (?:pron|aux|has|verb|adv|prep|det|adj|all|term|place|year|dim_programme))* received"
    r"(?: (?:aux|prep|det|per|adj|adv|verb|has|term|place|year|dim_programme|polite|pron|noun|give))* $"
)


def _list(sentence: Sentence, kind: str, conditions: Conditions) -> Computation | None:
    if sentence.matches(_WHICH_TOTAL) or (sentence.matches(_WHICH_YEAR) and not _is_of_several(sentence)):
        return None
    if tokens := sentence.matched(_LIST_DIM):
        if _is_of_several(sentence):
            return Computation("list", kind, unit=_dimension(tokens[-1]))
        if sentence.has("project"):
            return None  # "onder welk programma valt het project van Zaventem": looked up
    for rule in (_LIST, _GIVE, _BARE):
        tokens = sentence.matched(rule)
        if tokens:
            return Computation("list", kind, unit=_unit(tokens[-1]))
    if _asks_which_of_them(sentence):
        return Computation("list", kind)
    if sentence.matches(_WHAT_WAS_FUNDED) and any(one.name == "programme" for one in conditions.certain()):
        return Computation("list", kind)
    if _asks_at_the_end(sentence) or _is_wished_for(sentence) or _lists_what_there_is(sentence):
        return Computation("list", kind)
    return None


_WHICH_OF_THEM = re.compile(
    r" project (?:.* )?which(?: (?:them|adv|pron))* (?:verb|aux|has|received|start|not|prep|dim_personal_data) "
)
_WHICH_ONES = frozenset({"lesquels", "lesquelles", "welke", "welche", "which", "which ones", "which of them"})


def _asks_which_of_them(sentence: Sentence) -> bool:
    """ "Parmi les projets wallons, *lesquels* utilisent des drones ?"."""
    asks = any(one.role == "which" and one.text in _WHICH_ONES for one in sentence.tokens)
    others = sentence.has(*_MONEY, *_SUPERLATIVES, "how_many", "number", "most", "least", "more")
    return asks and not others and sentence.matches(_WHICH_OF_THEM)


def _asks_at_the_end(sentence: Sentence) -> bool:
    """ "Können Sie mir alle Projekte *nennen*", "Gibt es Projekte in Gent, und wenn ja *welche*?"."""
    said = [one.role for one in sentence.tokens if one.role not in {"polite", "adv", "pron", "and", "aux"}]
    return (
        "project" in said[:-1]
        and said[-1] in {"give", "which", "overview"}
        and not sentence.has(*_MONEY, *_SUPERLATIVES, "how_many", "number", "most", "least")
    )


_WISH = re.compile(
    r"^\W*(?:\w+,? )?(?:je|j'|nous|ik|wij|we|ich|wir|i|i'd|we'd|il)\b.{0,30}?\b(?:veux|voudra?is|voulons|aimer\w+|besoin|faut|faudrait"
    r"|souhait\w+|wil|willen|zou|nodig|wens\w*|will|wollen|mochte\w*|brauche\w*|benotige\w*|hatte\w*|need|want|like|love|wish)\b"
)
# "Vous auriez les projets de Mons ?", "zijn er projecten in Gent?": those that there are.
_DO_YOU_HAVE = re.compile(
    r"^\W*(?:\w+, )?(?:vous (?:auriez|avez)|tu (?:as|aurais)|auriez-vous|avez-vous|as-tu|y a-t-il|existe-t-il|est-ce qu'il y a|il y a|heb je|hebt u|heeft u|hebben jullie"
    r"|zijn er|bestaan er|habt ihr|haben sie|hast du|gibt es|gibt's|do you have|have you got|are there|do we have)\b"
)
_WISHED = re.compile(rf" (?:all|det|adj) (?:(?:all|det|adj|term|place|of|prep) )*{_NOUN} ")


def _is_wished_for(sentence: Sentence) -> bool:
    """ "I need all Flemish projects on water", "Il me faut les projets wallons"."""
    asks = sentence.has(*_MONEY, *_SUPERLATIVES, "how_many", "number", "most", "least", "more")
    wished = bool(_WISH.search(fold(sentence.text))) and sentence.matches(_WISHED)
    wished = wished or (bool(_DO_YOU_HAVE.search(fold(sentence.text))) and sentence.matches(_WISHED))
    return wished and not asks and _is_of_several(sentence)


_SAYS_WHAT_THERE_IS = INERT | {
    "give",
    "overview",
    "which",
    "term",
    "place",
    "year",
    "all",
    "has",
    "start",
    "and",
    "or",
    "dim_domain",
}


def _lists_what_there_is(sentence: Sentence) -> bool:
    """ "Toon me wat er op onderwijs gebeurt in Vlaanderen": no noun for projects, but nothing else is meant."""
    roles = {one.role for one in sentence.tokens}
    said = any(one.text in _WHATEVER for one in sentence.tokens)
    enough = {"term", "place"} <= roles or (said and bool({"term", "place"} & roles))
    return roles <= _SAYS_WHAT_THERE_IS and bool(roles & {"give", "overview"}) and enough


_WHATEVER = frozenset(
    {
        "whatever",
        "alles was",
        "alles wat",
        "wat",
        "was",
        "what",
        "quoi",
        "ce qui",
        "ce qu",
        "what s",
        "tout ce",
    }
)
