"""Lists that a sentence asks for: "quels projets", "lesquels", "what was funded through"."""

from __future__ import annotations

import re

from retrieval.query.conditions.condition import Conditions
from retrieval.query.folding import fold
from retrieval.query.operations.computation import SUPERLATIVES, Computation, dimension_of, unit_of
from retrieval.query.operations.numbers import is_of_several
from retrieval.query.words.cues import word_set
from retrieval.query.words.roles import INERT, INSIDE, MONEY, NOUN
from retrieval.query.words.sentence import Sentence, Token

_LIST = re.compile(rf" which(?: (?:{INSIDE}|received|start|subsidy))*? (?P<noun>{NOUN}) ")
_GIVE = re.compile(
    rf" (?:give|overview)(?: (?:{INSIDE}|received|overview|polite|which|existing))*? (?P<noun>{NOUN}) "
)
_BARE = re.compile(rf"^ (?:polite )*(?:det )?(?:(?:all|det|adj|term|place) )*(?P<noun>{NOUN}) ")
_WHICH_TOTAL = re.compile(r" which(?: (?:det|adj))* total ")  # "quelle somme": of what is not said
_WHICH_YEAR = re.compile(r" which(?: (?:det|adj))* dim_start_year ")  # of one project: looked up
_LIST_DIM = re.compile(
    r"^(?: (?:polite|prep|adv|aux|pron))* which(?: (?:det|adj|all))* (?P<noun>dim_(?!start_year)\w+) (?!place|unknown|year)"
)
# "What has been funded through X", "toon wat er met X gefinancierd is".
_WHAT_WAS_FUNDED = re.compile(
    r"^(?: (?:polite|adv|and|give|overview|pron|all|prep|dim_\w+))* (?:which|pron)(?: (?:pron|aux|has|verb|adv|prep|det|adj|all|term|place|year|dim_programme))* received"
    r"(?: (?:aux|prep|det|per|adj|adv|verb|has|term|place|year|dim_programme|polite|pron|noun|give))* $"
)


def list_of(sentence: Sentence, kind: str, conditions: Conditions) -> Computation | None:
    """The list that a sentence asks for, if any."""
    if sentence.matches(_WHICH_TOTAL) or (sentence.matches(_WHICH_YEAR) and not is_of_several(sentence)):
        return None
    if tokens := sentence.matched(_LIST_DIM):
        if is_of_several(sentence):
            return Computation("list", kind, unit=dimension_of(tokens[-1]))
        if sentence.has("project"):
            return None  # "onder welk programma valt het project van Zaventem": looked up
    for rule in (_LIST, _GIVE, _BARE):
        tokens = sentence.matched(rule)
        if rule is _BARE and sentence.has("how_many", "mean"):
            continue  # "projets lancés depuis 2018 : *combien* ont dépassé leur budget"
        if tokens and not (rule is _LIST and _asks_for_another(tokens)):
            return Computation("list", kind, unit=unit_of(tokens[-1]))
    if _asks_which_of_them(sentence) or _are_named(sentence, conditions):
        return Computation("list", kind)
    funded = sentence.matches(_WHAT_WAS_FUNDED) or _asks_who_had(sentence)
    if funded and any(one.name == "programme" for one in conditions.certain()):
        return Computation("list", kind)
    if (
        _asks_at_the_end(sentence)
        or _is_wished_for(sentence)
        or _lists_what_there_is(sentence)
        or _lists_what_started(sentence)
    ):
        return Computation("list", kind)
    return None


_OTHER_THING = re.compile(
    r" which(?: (?:adj|all|place))*(?: (?:noun|unknown|term))(?: place)? (?:aux|has|verb|received|prep) "
)


def _asks_for_another(tokens: tuple[Token, ...]) -> bool:
    """ "*Quel échevin* a monté le dossier", "*quelle entreprise* a fourni": who or what is asked is no project."""
    return bool(_OTHER_THING.match(f" {' '.join(one.role for one in tokens)} "))


# "Qui a eu du WiFi4EU en province de Liège ?".
_WHO_HAD = re.compile(
    r"^ pron(?: (?:has|aux|received|verb))+(?: (?:prep|det|adj|dim_programme|noun))* term(?: (?:prep|det|adj|place|year|term|dim_province|town|noun))* $"
)
_WHO = word_set(__package__, "who")


def _asks_who_had(sentence: Sentence) -> bool:
    return sentence.matches(_WHO_HAD) and sentence.tokens[0].text in _WHO


_NAMED_THEN_LISTED = re.compile(
    r"^(?: (?:det|prep|adj|adv|and|or|all|polite|pron|start|end|has|not|town|total|dim_\w+|term|place|year|amount|money|subsidy|known|noun|aux|verb|give|received|per|abroad))+"
    r" (?:which|overview|give)(?: (?:prep|det|adj|noun|verb|pron|adv|polite|has|them|aux|term|place|known))* $"
)
_LEAST_NAMED = 2  # conditions: one alone may be a subject to be told about
_AND_SO = re.compile(
    r"\b(?:what (?:have you got|do you have|is there|have you)|wat (?:heb je|hebben jullie|hebt u|heeft u|is er)|was (?:haben sie|habt ihr|hast du|gibt es)"
    r"|qu(?:'avez-vous|e avez-vous|'as-tu|'est-ce que (?:vous avez|tu as|ca donne)|'y a-t-il)|(?:vous avez|tu as|ca donne) quoi)\b[^?!.]*[?!.]*\W*$"
)


def _are_named(sentence: Sentence, conditions: Conditions) -> bool:
    """ "Safety, Liège province, still planned. *Which ones would that be?*": conditions first, then only the ask."""
    said = {one.span for one in conditions.certain() if not one.excluded}
    if len(said) < _LEAST_NAMED or sentence.has(
        *SUPERLATIVES, "how_many", "number", "most", "least", "more", "mean"
    ):
        return False
    if sentence.matches(_NAMED_THEN_LISTED):
        return True
    asked = _AND_SO.search(fold(sentence.text))
    before = [one for one in sentence.tokens if asked is not None and one.end <= asked.start()]
    return bool(before) and {one.role for one in before} <= _NAMING


_NAMING = INERT | {
    "and",
    "or",
    "all",
    "start",
    "end",
    "has",
    "not",
    "town",
    "term",
    "place",
    "year",
    "amount",
    "known",
}
_WHICH_OF_THEM = re.compile(
    r" project (?:.* )?which(?: (?:them|adv|pron))* (?:verb|aux|has|received|start|not|prep|dim_personal_data) "
)
_WHICH_ONES = word_set(__package__, "which_ones")


def _asks_which_of_them(sentence: Sentence) -> bool:
    """ "Parmi les projets wallons, *lesquels* utilisent des drones ?"."""
    asks = any(one.role == "which" and one.text in _WHICH_ONES for one in sentence.tokens)
    others = sentence.has(*MONEY, *SUPERLATIVES, "how_many", "number", "most", "least", "more")
    return asks and not others and sentence.matches(_WHICH_OF_THEM)


def _asks_at_the_end(sentence: Sentence) -> bool:
    """ "Können Sie mir alle Projekte *nennen*", "Gibt es Projekte in Gent, und wenn ja *welche*?"."""
    said = [one.role for one in sentence.tokens if one.role not in {"polite", "adv", "pron", "and", "aux"}]
    return (
        "project" in said[:-1]
        and said[-1] in {"give", "which", "overview"}
        and not sentence.has(*MONEY, *SUPERLATIVES, "how_many", "number", "most", "least")
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
# "À part l'Allemagne, *où trouve-t-on* des projets pilotes ?": the projects are listed with their places.
_WHERE_ARE = re.compile(
    r"^\W*(?:[^,.;:?!]{1,60}, )?(?:ou (?:trouve-t-on|y a-t-il|existe-t-il|se trouvent|sont)|waar (?:vind ik|vinden we|zijn er|lopen er)|wo (?:gibt es|finden? (?:ich|man|sich|wir))"
    r"|where (?:are there|do we find|can (?:i|we) find|do you find))\b"
)
_WISHED = re.compile(rf" (?:all|det|adj) (?:(?:all|det|adj|term|place|of|prep) )*{NOUN} ")
_OFFERED = re.compile(rf" (?:(?:all|det|adj|term|place|of|prep) )*{NOUN} ")


def _offers(folded: str) -> bool:
    return bool(_DO_YOU_HAVE.search(folded) or _WHERE_ARE.search(folded))


def _is_wished_for(sentence: Sentence) -> bool:
    """ "I need all Flemish projects on water", "Il me faut les projets wallons"."""
    asks = sentence.has(*MONEY, *SUPERLATIVES, "how_many", "number", "most", "least", "more")
    wished = bool(_WISH.search(fold(sentence.text))) and sentence.matches(_WISHED)
    wished = wished or (_offers(fold(sentence.text)) and sentence.matches(_OFFERED))
    return wished and not asks and is_of_several(sentence)


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
    enough = len({"term", "place", "year"} & roles) > 1 or (said and bool({"term", "place"} & roles))
    return roles <= _SAYS_WHAT_THERE_IS and bool(roles & {"give", "overview"}) and enough


_WHAT = word_set(__package__, "what")


def _lists_what_started(sentence: Sentence) -> bool:
    """ "Kan iemand zeggen *wat* er sinds 2019 in Mechelen *van start is gegaan*": only projects are started so."""
    roles = {one.role for one in sentence.tokens}
    asks = any(one.text in _WHAT for one in sentence.tokens)
    return asks and {"start", "place", "year"} <= roles <= INERT | {
        "start",
        "place",
        "year",
        "term",
        "give",
        "town",
    }


_WHATEVER = word_set(__package__, "whatever")
