"""Conditions that are of whoever speaks, or of people: "ma présidente *de CPAS*", "*médecin à Ciney*, je…"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.phrases import words_of
from retrieval.query.asides.clauses import Part
from retrieval.query.conditions.condition import Condition
from retrieval.query.conditions.occasions import is_a_moment
from retrieval.query.conditions.pointing import kind_of
from retrieval.query.words.cues import word_set
from retrieval.query.words.people import OWN, WANTS_TO_KNOW, People
from retrieval.query.words.sentence import UNKNOWN, Token

_FAR = 3  # words between a person and what he is of
_OF = word_set(__package__, "of")
# What only people and bodies do, right after what is named first.
_ACTS = re.compile(
    r" (?:communale?s? |municipale?s? |voisine?s? )?(?:(?:nous|m'|me|vient de|a|ont|nous a|nous ont|m'a|m'ont) ?)*(?:contact\w+|appel\w+|ecri\w+|telephon\w+|demand\w+|sollicit\w+|propos\w+|invit\w+|interrog\w+|rencontr\w+|ferme|demenage|veut|voudrait|souhaite)\b"
    r"|(?: (?:heeft|hebben|wil|belt|belde|vraagt|vroeg|schrijft|schreef|mailt|contacteerde|nodigt|verhuist|sluit))(?: (?:ons|mij|me|gebeld|gevraagd|gemaild|gecontacteerd|uitgenodigd))*\b"
    r"|(?: (?:hat|haben|ruft|rief|fragt|fragte|schreibt|schrieb|bittet|bat|mochte|will|zieht|schliesst))(?: (?:uns|mich|mir|angerufen|gefragt|geschrieben|kontaktiert|eingeladen|an))*\b"
    r"|(?: (?:has|have|had|just))*(?: (?:called|wrote|writes|asked|asks|contacted|invited|invites|emailed|phoned|wants|closes|closed|moves|moved))\b"
)


def is_of_a_person(condition: Condition, part: Part) -> bool:
    """ "Ma présidente *de CPAS*", "unsere *flämischen* Kollegen", "notre *service mobilité*"."""
    people, words = People.load(), part.words
    if _AMONG_NEIGHBOURS.search(part.folded[: condition.span[0]]):
        return False  # "*chez nos voisins* français"
    if is_a_moment(condition, part.folded) or _is_of_the_speaker(condition, part):
        return True
    said = [one for one in words if condition.span[0] <= one.start and one.end <= condition.span[1]]
    if part.place in {"sentence", "preamble", "tail"} and people.officials.is_in(said):
        return True  # "voor de *gemeenteraad* van maandag"
    if part.place == "sentence" and len(said) == 1 and people.people.is_in(said):
        return True  # "l'*intercommunale* me harcèle"
    before = [at for at, word in enumerate(words) if word.end <= condition.span[0]][::-1]
    if (
        part.place in {"sentence", "preamble", "lead-in", "clause"}
        and len(before) <= 1
        and _ACTS.match(part.folded, condition.span[1])
    ):
        return True  # "le *musée* nous a contactés"
    after = [at for at, word in enumerate(words) if word.start >= condition.span[1]][:1]
    if any(people.people.at(words, at) or people.officials.at(words, at) for at in after):
        return True
    if condition.name == "service" and before and OWN.search(part.folded[: condition.span[0]]):
        return True
    for at in before[:_FAR]:
        if people.people.at(words, at) or people.officials.at(words, at):
            return True
        if words[at].after_break or words[at].folded not in _OF:
            return False
    return False


# "Chez nos *voisins* français" is where others are.
_NEIGHBOURS = re.compile(r"(?:voisin|buren$|buur|\w+buren$|nachbar|neighbo)")


_AMONG_NEIGHBOURS = re.compile(
    r"\b(?:chez|bij|bei|among|with) (?:\w+ ){0,2}(?:voisine?s?|buren|\w+buren|nachbarn|neighbou?rs)(?: (?:de|du|des|d'|la|l'|les|van|het|uit|in|aus|von|der|den|the|of))* ?$"
)


def is_where_we_are(condition: Condition, part: Part) -> bool:
    """ "*Chez nous à Ciney*", "bei uns in der Provinz Lüttich": the place that whoever asks speaks for."""
    before = [one for one in part.sentence.tokens if one.end <= condition.span[0]][-_FAR:]
    ours = any(one.role == "ours" and not _NEIGHBOURS.match(one.text) for one in before)
    return kind_of(condition.name) == "place" and ours


_FIRST_PERSON = re.compile(r"\W{1,3}(?:je|j'|nous|on|ik|wij|we|ich|wir|i|i'm|i'd)\b")
_COPULA = re.compile(r"\b(?:est|etait|is|was|ist|war|sont|zijn|sind|are)(?: (?:une?|een|eine?n?|an?))? $")
_BARE = 3  # words of an apposition before its place


def _is_of_the_speaker(condition: Condition, part: Part) -> bool:
    """ "*Médecin généraliste à Ciney*, je m'interroge", "mon mari est *pompier*": where and what somebody is."""
    before = [one for one in part.sentence.tokens if one.end <= condition.span[0]]
    if _COPULA.search(part.folded[: condition.span[0]]) and People.load().people.is_in(
        words_of(part.sentence.text[: condition.span[0]])
    ):
        return True
    if WANTS_TO_KNOW.search(part.folded, condition.span[1]) and _is_of_us(before):
        return True
    if not _FIRST_PERSON.match(part.folded, condition.span[1]) or part.place == "clause":
        return False
    names = before[:-1] if before and before[-1].role == "prep" else []
    return 0 < len(names) <= _BARE and {one.role for one in names} <= {UNKNOWN, "noun", "adj", "partner"}


_US = word_set(__package__, "us_of_speakers")


def _is_of_us(before: Sequence[Token]) -> bool:
    """ "*Wir im Rathaus von* Eupen fragen uns": between the speaker and his place stands no verb."""
    at = next((at for at, one in enumerate(before) if one.text in _US), None)
    between = before[at + 1 :] if at is not None else ()
    return 0 < len(between) <= _BARE + 1 and {one.role for one in between} <= {
        "prep",
        "det",
        "town",
        "noun",
        UNKNOWN,
        "adj",
    }
