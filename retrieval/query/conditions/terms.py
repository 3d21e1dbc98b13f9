"""Themes, technologies, services, statuses and programmes of a sentence as conditions."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from corpus.taxonomy import Taxonomy, TermMatch
from retrieval.query.conditions.condition import Condition, Conditions, is_structure
from retrieval.query.folding import Span, fold
from retrieval.query.words.cues import word_set
from retrieval.query.words.sentence import Sentence

# Where two facets know the same words, the earlier one is meant, unless the sentence says otherwise.
FACETS = ("programme", "status", "personal_data", "domain", "technology", "service")
# Of the weak words for a status, those of these are adjectives ("lopende", "pilotes"), not verbs ("lancés en").
_ADJECTIVES = frozenset({"planned", "ongoing", "pilot", "completed"})
_SAYS_STATUS = re.compile(
    r"\b(?:sont|est|zijn|is|sind|ist|are)(?: encore| toujours| nog| noch| still| deja| al| reeds| bereits| already| er| y| nu| jetzt| now| actuellement| derzeit| momenteel| currently)* $"
)
_ARTICLE = r" (?:un |une |des |d'un |d'une |de la |des |du |d'|de l'|la |le |les |l'|het |de |een |the |a |die |das |den |der |eine? )?$"
_ANNOUNCES_SERVICE = re.compile(
    r"\b(?:services?|dienst(?:en)?|departements?|departments?|impliqu\w+|touch\w+|mobilis\w+|betrekken|betreffen"
    r"|involv\w+|einbeziehen|beteiligen|amt|abteilung|gemeentedienst\w*)" + _ARTICLE
)
_AS_A_SERVICE = re.compile(
    r" (?:comme|en tant que|als|as(?: an?)?)(?: \w+)? (?:service|dienst|departement|abteilung|department|dienststelle|amt)\b"
)
# "Les pompiers font-ils *partie des services* concernés".
_AMONG_SERVICES = re.compile(
    r"[^.?!;:]{0,40}\b(?:(?:partie|parmi les|parmi ces|un|une|nombre|comptent au rang) (?:des |les )?(?:\w+ )?services?|(?:tot|bij|onder|een van) de (?:\w+ )?(?:gemeente)?diensten"
    r"|(?:zu|unter) den (?:\w+ )?(?:diensten|dienststellen|amtern|abteilungen)|eine[rs]? der (?:\w+ )?(?:dienste|dienststellen|amter)|(?:among|amongst|one of|part of) the (?:\w+ )*(?:services|departments))\b"
)
_ANNOUNCES_TECHNOLOGY = re.compile(
    r"\b(?:technologies?|technology|utilis\w+|emploi\w*|recour\w+ (?:a|aux)|reposent sur|bases? sur|basees? sur|grace a|avec"
    r"|gebruik(?:en|t)?|maken gebruik van|gebruik van|met|inzet van|nutzen|nutzt|verwenden|verwendet|setzen|setzen auf|mit"
    r"|einsatz von|us(?:e|es|ing)|based on|with|rely on|sans|zonder|ohne|without|pas d[e']|geen|keine?n?|kein)"
    + _ARTICLE
)
# The second of two things that are used: "utilisent des caméras mais pas l'*IA*".
_USED_TOO = re.compile(
    r"\b(?:utilis\w+|emploi\w*|recour\w+|reposent|gebruik\w*|inzet\w*|nutz\w+|verwend\w+|setzen|us(?:e|es|ing)|rely|based)\b"
    r"[^.!?,;]{0,60}\b(?:et|ou|ni|pas|and|or|not|nor|en|of|niet|geen|maar|und|oder|nicht|keine?n?|aber|plus)"
    + _ARTICLE
)


def read_programmes(terms: list[TermMatch], conditions: Conditions) -> None:
    """Programmes first: "Horizon 2020" is not a year, "Fonds Smart City luxembourgeois" not a place."""
    for match in terms:
        if match.facet == "programme" and match.certain:
            conditions.add("programme", match.slug, (match.start, match.end), text=match.text)


def read_terms(terms: list[TermMatch], sentence: Sentence, folded: str, conditions: Conditions) -> None:
    """Terms of the taxonomy; the longest wording first, and what is announced before what is not."""
    for match in sorted(terms, key=lambda one: (one.start - one.end, _precedence(one, folded))):
        span = (match.start, match.end)
        if conditions.consumed.overlaps(span) or match.facet == "programme" or is_structure(sentence, span):
            continue
        if (
            sentence.language == "fr"
            and _AFTER_A_SUBJECT.search(folded, 0, match.start)
            and " " not in match.text
        ):
            continue  # "qui *fête* ses dix ans": a verb
        if match.slug == "data" and not match.certain and _is_what_is_shown(sentence, folded, span):
            continue
        certain = (
            match.certain
            or _precedence(match, folded) < 0
            or (
                match.facet == "status"
                and match.slug in _ADJECTIVES
                and _beside_projects(sentence, folded, span)
            )
        )
        if certain:
            conditions.add(match.facet, match.slug, span, text=match.text)
        else:  # a reading that may be wrong explains nothing: its words stay to be accounted for
            conditions.found.append(Condition(match.facet, match.slug, span, certain=False, text=match.text))


def of_the_listed_facet(sentence: Sentence, conditions: Conditions) -> None:
    """ "Les services travaux et *environnement*": what is listed after what was announced is of its facet."""
    said = [one for one in conditions.certain() if one.name in {"service", "technology", "domain"}]
    for one, other in pairwise(said):
        between = sentence.text[one.span[1] : other.span[0]]
        if one.name != "service" or other.name == "service" or not _LISTS.fullmatch(between):
            continue
        start, end = other.span
        found = Taxonomy.load().find(sentence.text)
        alike = [each for each in found if each.facet == "service" and (each.start, each.end) == (start, end)]
        if alike:
            at = conditions.found.index(other)
            conditions.found[at] = replace(other, name="service", value=alike[0].slug, text=alike[0].text)


_LISTS = re.compile(
    r",? (?:et|ou|en|of|und|oder|and|or)(?: (?:les?|la|de|het|die|das|den|the|du|des|aux?|l'))? ?|, "
)
_AFTER_A_SUBJECT = re.compile(r"(?<!-)\b(?:qui|je|j'|tu|il|elle|on|ils|elles|qu'il|qu'elle|qu'on) $")
_OF_WHAT = re.compile(r" (?:des|du|de|d'|van|over|der|von|vom|zu|of|for|on|about|sur|concernant|pour|uit)\b")


def _is_what_is_shown(sentence: Sentence, folded: str, span: Span) -> bool:
    """ "Montrez-moi *les données* des projets": what is to be shown, not what it is about."""
    before = [one.role for one in sentence.tokens if one.end <= span[0]][-4:]
    shown = "give" in before and set(before[before.index("give") + 1 :]) <= {
        "pron",
        "det",
        "all",
        "polite",
        "prep",
    }
    return shown and bool(_OF_WHAT.match(folded, span[1]))


_GENERAL = re.compile(
    r"(?:apps?|applis?|applications?|applicaties?|toepassing(?:en)?|anwendung(?:en)?|plate-?formes?|platforms?|plattform(?:en)?"
    r"|logiciels?|software|outils?|tools?|systemes?|systems?|systeem|systemen)"
)
_NOTHING_BETWEEN = re.compile(r"[\s\"'«»“”„]*")


def drop_general_terms(conditions: Conditions, sentence: Sentence) -> Sentence:
    """ "L'application BE-Alert" is about BE-Alert, not about applications too."""
    named = [one for one in conditions.certain() if one.name == "technology"]
    for one, other in pairwise(named):
        between = sentence.text[one.span[1] : other.span[0]]
        if _GENERAL.fullmatch(fold(one.text)) and _NOTHING_BETWEEN.fullmatch(between):
            conditions.found.remove(one)
            inside = [
                token for token in sentence.tokens if one.span[0] <= token.start and token.end <= one.span[1]
            ]
            sentence = sentence.with_role(inside, "noun")
    return sentence


def _beside_projects(sentence: Sentence, folded: str, span: Span) -> bool:
    """ "Projets pilotes", "zijn lopend": an adjective of the projects themselves."""
    beside = any(
        token.role == "project" and (0 <= span[0] - token.end <= 1 or 0 <= token.start - span[1] <= 1)
        for token in sentence.tokens
    )
    return beside or bool(_SAYS_STATUS.search(folded, 0, span[0]))


def _is_among_services(match: TermMatch, folded: str) -> bool:
    """Whether it is said to be a service, and no other one between: "projets de mobilité qui comptent la *police* parmi les services"."""
    found = _AMONG_SERVICES.match(folded, match.end)
    between = Taxonomy.load().find(folded[match.end : found.end()]) if found else ()
    return found is not None and not any(one.facet == "service" for one in between)


def _precedence(match: TermMatch, folded: str) -> int:
    """ "Le service mobilité" is a service, "une technologie de caméras" a technology."""
    before = folded[max(0, match.start - 30) : match.start]
    if match.facet == "service" and (
        _ANNOUNCES_SERVICE.search(before)
        or _AS_A_SERVICE.match(folded, match.end)
        or _is_among_services(match, folded)
    ):
        return -1
    if match.facet == "technology" and (
        _ANNOUNCES_TECHNOLOGY.search(before)
        or _USED_TOO.search(folded[max(0, match.start - 120) : match.start])
    ):
        return -1
    return FACETS.index(match.facet)


def stands_as_a_theme(sentence: Sentence, span: Span) -> bool:
    """Whether words stand where a theme does: "projets *de participation*", "*participatie*projecten", "*Beteiligung*, Wallonie:".

    Not where they do something or have it done to them: "those that *residents* like", "involve *citizens*".
    """
    before = [one for one in sentence.tokens if one.end <= span[0]]
    is_listed = False
    while before and before[-1].role in {"det", "adj", "all", "or", "and"}:
        is_listed |= before[-1].after_break
        before = before[:-1]
    inside = [one for one in sentence.tokens if one.start < span[1] and span[0] < one.end]
    after = [one for one in sentence.tokens if one.start >= span[1]][:1]
    if any(one.end - one.start > span[1] - span[0] for one in inside):
        return True  # a compound
    if after and after[0].role == "project" and not after[0].after_break:
        return True
    if after and after[0].role in _ACTS and not after[0].after_break and after[0].text not in _HAVE_TO_DO:
        return bool(before) and (before[-1].role in {"prep", "project"} or before[-1].role.startswith("dim_"))
    if (
        not before
        or is_listed
        or (inside and inside[0].after_break)
        or (after and after[0].text in _HAVE_TO_DO)
    ):
        return True
    return before[-1].role not in _DONE_TO or bool(_ABOUT.match(before[-1].text))


# What a project deals with, where it *involves* or *uses* something else.
_ABOUT = re.compile(
    r"(?:concern|touch|trait|port|abord|parl|relev|vis|gaan|gaat|ging|betreff|betrif|betraf|behandel|hand|geh|dreh|befass|deal|cover|address|relat|focus|tackl|target)"
)
_HAVE_TO_DO = word_set(__package__, "have_to_do")
_DONE_TO = frozenset({"verb", "has", "aux", "most", "least", "more", "received"})
_ACTS = frozenset({"verb", "aux", "has", "received", "start"})
