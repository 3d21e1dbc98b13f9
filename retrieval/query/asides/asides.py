"""Clauses beside a question that speak of people, of an occasion or of a reason to ask; and what in them may narrow.

Patterns are searched for in folded text, in the four languages together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.phrases import Word
from retrieval.query.asides.clauses import Part
from retrieval.query.asides.narrowing import ANYTHING, LOOKS_FOR, NARROWS, WITH, tells_of_a_thing
from retrieval.query.conditions.condition import Condition
from retrieval.query.words.cues import cue
from retrieval.query.words.people import WANTS_TO_KNOW, People

_PERSON = cue(__package__, "person")
OF_ME = re.compile(r"\b(?:me|m'|moi|nous|mij|ons|mir|mich|uns|us)\b")  # "kann mir jemand helfen?"
_ON = re.compile(r"\bon\b")  # a person in French only
# "C'est urgent", "kan dat snel", "es eilt": of nobody and of no project.
_IMPERSONAL = re.compile(
    r"^\W*(?:et |mais |en |maar |und |aber |and |but )?(?:c'est|ce serait|ca|cela|il (?:fait|faut|est|s'agit|pleut|parait|reste)|'t is|(?:het|dat|dit|er) (?:is|zijn|was|moet|mag|kan|gaat|wordt|lijkt|komt)"
    r"|(?:kan|mag|gaat|is) (?:dat|het|dit)|(?:es|das|dies) (?:ist|sind|war|muss|darf|kann|geht|wird|eilt|drangt|ware|scheint)|(?:geht|kann|ist|ware) (?:das|es)"
    r"|it's|it is|that's|that is|this is|that would|it would|can that|quick|no rush|rien de tel|pas facile|geen haast|keine eile|pas de stress|pas d'urgence)\b"
)
_BUSY = re.compile(
    r"\W*(?:just |only )?(?!looking|searching)\w+ing (?:an?|the|my|our|up|for|with|some)\b"
)  # "Settling an argument."
# Set phrases that excuse, doubt or hurry, whatever is in them.
SET_PHRASE = re.compile(
    r"^\W*(?:(?:geen|aucune|keine|no) (?:idee|idea|ahnung)|not sure|pas sure? (?:si|que)|not to be|not to sound|not that|sans vouloir|sans (?:compter deux fois|double compte|doublons?)|zonder (?:dubbeltelling|dubbels|iets dubbel)\\w*|ohne (?:doppelzahlung|doppelte)\\w*|without (?:counting (?:any|anything|one|the same)|double[- ]counting)|zonder te willen|ohne .{0,30} zu wollen"
    r"|without wanting|(?:falls|wenn|als|indien|si|if) (?:es|das|dat|het|ce|c'est|ca|cela|it|that|you (?:don't )?mind|vous|u|sie|du|je|possible|mogelijk|moglich)\b"
    r"|entre nous|unter uns|onder ons|between (?:us|you)|en deux mots|kort en goed|kurz gesagt|long story|to cut|soit dit|zwischen tur|between doors|tussen twee"
    r"|entre deux|zwischen zwei|between two|en (?:vitesse|coup de vent|urgence|passant)|van de hak|uberspitzt|a tout hasard|(?:(?:allez|encore|nog|noch|one|and) )?(?:une|un|eentje|eine|one|last one)? ?(?:derniere|petite derniere|eentje|one more|noch eine|last one|letzte)\\b.{0,60}:|petite? (?:question|demande|mail|message|mot|coup de fil|appel|check|defi|parenthese|sondage|quiz|devinette|precision)"
    r"|kleine? (?:vraag|frage|quiz|peiling|umfrage|bitte)|(?:quick|little) (?:poll|quiz|survey)|quick (?:one|question)|rumou?r has it|(?:pas|plus|geen|kein\\w*|no) (?:de |d')?\\w+(?: \\w+)?, (?:juste|seulement|rien que|just|only|nur|einfach|enkel|gewoon|alleen)\\b|pas de (?:blabla|baratin|discours|roman|chichis?)|op het eerste gezicht)"
)


def is_aside(part: Part, found: Sequence[Condition] = ()) -> bool:
    """Whether a part speaks of people, of an occasion or of a reason to ask; words of its conditions are none of them."""
    excuses = part.is_of_the_speaker or bool(SET_PHRASE.search(part.folded))
    if found and opens_with_an_exclusion(part) and not excuses:
        return False
    people, words = People.load(), _words_beside(part, found)
    of_a_person = len(words) > 1 and people.people.at(words, 1) is not None  # "*die* Ministerin fragt"
    qualifies = part.place == "clause" and not part.in_brackets and bool(NARROWS.search(part.folded))
    if qualifies and not excuses and not of_a_person:
        return False
    return (
        excuses
        or any(_is_personal(found.group(), part) for found in _PERSON.finditer(part.folded))
        or bool(WANTS_TO_KNOW.search(part.folded))
        or bool(_ELLIPTIC_I.match(part.folded))
        or (part.sentence.language == "fr" and bool(_ON.search(part.folded)))
        or bool(_IMPERSONAL.search(part.folded))
        or (part.place == "sentence" and bool(_BUSY.match(part.folded)))
        or (part.place != "clause" and bool(LOOKS_FOR.search(part.folded) and ANYTHING.search(part.folded)))
        or people.people.is_in(words)
        or people.officials.is_in(words)
        or (part.place != "clause" and people.occasions.is_in(words))
        or (part.place == "clause" and _opens_with_an_occasion(part))
        or (
            part.place == "preamble" and part.sentence.tokens[0].role in _LIGHT and not tells_of_a_thing(part)
        )
    )


def _words_beside(part: Part, found: Sequence[Condition]) -> list[Word]:
    """The words of a part but those of its conditions: "participation *citoyenne*" is nobody."""
    # "Conseil communal, point 14" may be an occasion, "les pompiers" in what is asked are a service.
    spans = [one.span for one in found if one.name != "service" or part.place == "clause"]
    return [one for one in part.words if not any(start <= one.start < end for start, end in spans)]


def opens_with_an_exclusion(part: Part) -> bool:
    """ "*Sans compter* Bruxelles, combien …": it takes away from what is asked, whoever says it."""
    opening = {"except", "without", "not"} if part.place == "sentence" else {"except", "without"}
    return part.sentence.tokens[0].role in opening


# "Bin neu im Amt", "ben nieuw hier": the speaker without a pronoun.
_ELLIPTIC_I = re.compile(
    r"^\W*(?:suis|bin|ben|am|muss|moet|dois|hab(?:e)?|heb|werde|zal|bosse|cherche) (?!sie\b|u\b|je\b|man\b)"
)
_LIGHT = frozenset({"polite", "adv", "aux", "verb"})  # "kort en krachtig:", "ganz ehrlich:"


def _opens_with_an_occasion(part: Part) -> bool:
    """ "*Réunion* de crise dans dix minutes, …"."""
    people, words = People.load(), part.words
    said = any(
        one.at(words, at) for one in (people.occasions, people.officials) for at in range(min(2, len(words)))
    )
    return said and not part.names_projects and part.sentence.tokens[0].role != "prep"


def _is_personal(word: str, part: Part) -> bool:
    """A Dutch "je" is anybody: "parkeren zonder ticket doordat *je* nummerplaat herkend wordt"."""
    return not (word == "je" and part.sentence.language == "nl" and part.place != "lead-in")


def is_a_topic(part: Part) -> bool:
    """ "Nos amis flamands et la mobilité :" has no verb, and says what the question is about."""
    return part.place == "preamble" and not has_verb(part)


def has_verb(part: Part) -> bool:
    """Whether a part says that something is or happens; "avec" alone does not."""
    verbs = {"verb", "aux", "start", "received", "has"}
    return any(one.role in verbs and one.text not in WITH for one in part.sentence.tokens)
