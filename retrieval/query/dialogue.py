"""Follow-ups: what a sentence means after another one.

"Et à Namur ?" after "Combien de projets d'énergie à Liège ?" is the same computation at another place; "il a débuté
quand ?" is about the document shown before; "Autre chose : …" begins anew. What is carried over and what is
dropped comes back as values, so that a reader can be shown both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.filters import AREAS, PLACES, Filters
from corpus.models import Language
from retrieval.query.corrections import Correction, at_level, correction_in
from retrieval.query.elliptic_figures import of_figures, of_the_counted, of_the_listed
from retrieval.query.figures import read_figure_question
from retrieval.query.folding import fold
from retrieval.query.requested import requested_field
from retrieval.query.scope import is_small_talk, without_pleasantries
from retrieval.query.utterance import FollowUp, Previous, Utterance, parts_of

_NEW_TOPIC = re.compile(
    r"^.{0,40}?\b(?:(?:(?:tout )?autre|une autre) (?:chose|sujet|question)|passons a autre chose|(?:pour )?chang(?:e|eons|er|ons)(?: (?:completement |un peu )?de (?:sujet|theme|registre))?(?=\s*[,:.!;–-])|rien a voir|sans rapport|nouvelle question|sinon\s*[,:]"
    r"|(?:iets|wat) (?:heel |helemaal |totaal |compleet )?anders|andere vraag|ander onderwerp|nieuwe vraag|van onderwerp"
    r"|(?:etwas|was) (?:ganz |vollig |komplett )?anderes|(?:ein )?anderes? thema|andere frage|neue frage|themenwechsel"
    r"|(?:something|on something) else|(?:another|different|new) (?:topic|question|subject)|unrelated(?:ly)?|(?:changing|to change) (?:the )?subject)"
    r"\b(?:\s+(?:nu|jetzt|maintenant|now|then|alors|dan|mal|encore|nog))?\s*[:,.!;–-]*\s*"
)
_LANGUAGE_SWITCH = re.compile(
    r"^(?:s'il (?:vous|te) plait|svp|bitte|please|graag|alstublieft|aub)?[ ,]*(?:(?:continue[rz]? |weiter |verder |now |jetzt |nu |maintenant )?"
    r"(?:en |in het |in |auf |op het )(?:francais|neerlandais|allemand|anglais|frans|nederlands|duits|engels|franzosisch"
    r"|niederlandisch|deutsch|englisch|french|dutch|german|english)(?: weiter| verder| svp| please| bitte| graag| alstublieft)*)\s*[:,.;–-]+\s*"
)
_ORDINAL = re.compile(
    r"\b(?:l[ea]s? |de |het |d(?:ie|er|as|en|em) |the |(?:du|au) )?(?:(?P<n1>premiere?|eerste|erste[rnsm]?|first)|(?P<n2>deuxieme|seconde?|tweede|zweite[rnsm]?|second)"
    r"|(?P<n3>troisieme|derde|dritte[rnsm]?|third)|(?P<n4>quatrieme|vierde|vierte[rnsm]?|fourth)|(?P<n5>cinquieme|vijfde|funfte[rnsm]?|fifth)"
    r"|(?P<last>derniere?|laatste|letzte[rnsm]?|last))(?= one\b| (?:projet|fiche|project|projekt|initiative|resultaat|resultat|result)\b|[ ?!.,]|$)(?! (?:annee|jour|mois|fois|semaine|trimestre|jaar|maand|keer|week|jahr|monat|mal|woche|year|month|time|day)s?\b)"
)
_FEW_WORDS = 5  # of one's own: what holds more is a question that stands alone
_MANY_WORDS = 8
_MOST_MEANT = 3  # documents that "it" may be
_LONGEST_CONTEXT = 600  # characters of former questions: what was said long ago no longer counts


@dataclass(frozen=True)
class Said:
    """A question of a conversation, the documents then shown, and what it was taken to mean, where that is known."""

    text: str
    documents: tuple[str, ...] = ()
    meant: str = ""


def replay(turns: Sequence[Said]) -> Previous | None:
    """What the last of some turns left behind."""
    previous: Previous | None = None
    for turn in turns:
        if is_small_talk(turn.text):
            continue
        found = follow_up(turn.text, previous) if previous is not None else None
        whole = found.text if found is not None else turn.text
        figure = found.figure if found is not None else None
        if figure is None and (found is None or not found.documents):
            figure = read_figure_question(whole)
        if figure is not None and figure.unparsed:
            figure = None
        previous = Previous((turn.meant or whole)[-_LONGEST_CONTEXT:], figure, turn.documents)
    return previous


def without_preamble(text: str) -> tuple[str, bool]:
    """The text without "autre chose :" or "in English please:", and whether a new topic is announced."""
    folded = fold(text)
    found = _NEW_TOPIC.match(folded)
    if found and text[found.end() :].strip():
        return text[found.end() :].strip(), True
    found = _LANGUAGE_SWITCH.match(folded)
    if found and text[found.end() :].strip():
        return text[found.end() :].strip(), False
    return text, False


def follow_up(text: str, previous: Previous) -> FollowUp | None:
    """What the sentence means after the previous one; None when it stands alone."""
    if (language := _language_wished(text)) is not None:
        return FollowUp(previous.text, previous.text, previous.figure, language=language)
    sentence, fresh = without_preamble(without_pleasantries(text))
    if fresh:
        return FollowUp(sentence, sentence) if sentence != text else None
    sentence = _last_if_whole(_without_wish(sentence))
    taken = _TAKES_AWAY.sub("sans ", sentence)
    correction = correction_in(sentence)
    if correction is not None and (found := _put_right(correction, previous)) is not None:
        return found
    said = Utterance.read(taken)
    said = replace(said, opens=said.opens or taken != sentence)
    for meaning in (of_the_counted, of_the_listed, _of_one_shown, of_figures, _of_documents, _of_passages):
        found = meaning(said, previous)
        if found is not None:
            return found
    return FollowUp(sentence, sentence) if sentence != text else None


_LANGUAGES: dict[Language, str] = {
    "fr": r"francais|frans|franzosisch|french",
    "nl": r"neerlandais|nederlands|niederlandisch|dutch",
    "de": r"allemand|duits|deutsch|german",
    "en": r"anglais|engels|englisch|english",
}
_SAY_IT = (
    r"(?:(?:et|en|und|and|ok|the same|la meme chose|hetzelfde|dasselbe|same|c'est possible|is that possible|is dat mogelijk|geht das|tu peux|peux-tu|vous pouvez|pouvez-vous|kan je|kunt u|kannst du|konnen sie|can you|could you"
    r"|me|moi|mir|mij|ca|cela|la reponse|le|l'|dat|het|das|es|it|that|the answer|antwoorden|antwoord|repond\w*|dire|redi\w*|dis|repet\w*|tradui\w*|zeggen|herhalen|vertalen|vertaal|sagen|antworten|wiederholen|ubersetz\w*|say|repeat|answer|translate\w*"
    r"|s'il (?:vous|te) plait|svp|stp|graag|alstublieft|alsjeblieft|aub|bitte|please|plutot|liever|lieber|rather|aussi|ook|auch|too|nog eens|noch mal|nochmal|again|encore)\b[ ,?!.]*)*"
)


def _language_wished(text: str) -> Language | None:
    """The language in which the answer before is wished for, where a sentence asks for nothing else: "in English please?"."""
    folded = fold(text).strip()
    for language, names in _LANGUAGES.items():
        if re.fullmatch(
            rf"{_SAY_IT}(?:en |in het |in |auf |into |naar het |ins? )(?:{names})\b[ ,?!.]*{_SAY_IT}", folded
        ):
            return language
    return None


# "Et en Flandre ? *Je préfère en français.*"
_LANGUAGE_WISH = re.compile(
    r"(?:^|(?<=[.?!,;:]))[^.?!,;:]{0,40}\b(?:en (?:francais|neerlandais|allemand|anglais)|in het (?:nederlands|frans|duits|engels)|auf (?:deutsch|franzosisch|englisch|niederlandisch)|in (?:english|french|dutch|german))\b[^.?!,;:]{0,25}[.?!]*\s*$"
)
_POLITE_END = re.compile(
    r"[, ]+(?:s'il (?:vous|te) plait|svp|stp|alstublieft|alsjeblieft|aub|bitte|please)\W*$"
)
# "*Enlève* ceux qui sont arrêtés", "*remove* the pilots".
_TAKES_AWAY = re.compile(
    r"(?i)^(?:et |mais |en |maar |und |aber |and |but |ok,? )?(?:(?:peux-tu|pouvez-vous|can you|kan je|kannst du) )?(?:enlève[rz]?|retire[rz]?|exclus|excluez|exclure|ôte[rz]?|oublie[rz]?|schrap|vergeet|vergiss|streiche?|remove|exclude|drop|leave out|take out|ignore)(?:-moi)? "
)
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")


def _without_wish(text: str) -> str:
    """A sentence without the language that is wished for, and without "please" at its end."""
    rest = text
    for rule in (_LANGUAGE_WISH, _POLITE_END):
        found = rule.search(fold(rest))
        if found and rest[: found.start()].strip(" ,.?!"):
            rest = rest[: found.start()].rstrip(" ,") + (
                "" if rest[: found.start()].rstrip().endswith(("?", ".", "!")) else " ?"
            )
    return rest


def _last_if_whole(text: str) -> str:
    """ "Dat volstaat voor Hasselt. *Hoeveel Nederlandse projecten zijn er?*": the last, where it asks for a figure alone."""
    parts = _SENTENCE.split(text)
    if len(parts) < 2 or not Utterance.read(parts[-1]).is_whole or not _states(parts[:-1]):
        return text
    figure = read_figure_question(parts[-1])
    return parts[-1] if figure is not None and not figure.unparsed else text


def _states(parts: Sequence[str]) -> bool:
    """Whether none of them asks."""
    return not any(one.rstrip().endswith("?") for one in parts)


def _put_right(correction: Correction, previous: Previous) -> FollowUp | None:
    """The question before with what was meant in place of what was said."""
    meant = at_level(previous.text, correction.level) if correction.level else correction.text
    if meant is None:
        return None
    said = replace(Utterance.read(meant), opens=True)
    if said.places.is_empty and not said.parts.conditions.ambiguous and _conditions_of(said).is_empty:
        return None
    return of_figures(said, previous) or _of_passages(said, previous)


# -- documents shown before -----------------------------------------------------------------------


def _of_one_shown(said: Utterance, previous: Previous) -> FollowUp | None:
    """ "Parle-moi du deuxième", "celui de Namur, il coûte combien ?": one of several that were shown."""
    if len(previous.documents) < 2:
        return None
    text = f"{previous.text} {said.text}"
    if (meant := _ordinal(said, previous)) is not None:
        return FollowUp(text, said.text, documents=meant, points=True)
    if _THE_ONE.search(said.folded) and requested_field(said.text) is not None:
        return FollowUp(text, said.text, documents=previous.documents, points=True)
    return None


def _of_documents(said: Utterance, previous: Previous) -> FollowUp | None:
    """ "Il a débuté quand ?", "how much did it cost": about what was shown."""
    if not previous.documents or said.is_whole:
        return None
    several = previous.figure is not None and len(previous.documents) > 1
    computes = said.parts.computation is not None or not _conditions_of(said).is_empty
    if several or (computes and previous.figure is not None) or said.own_words > _MANY_WORDS:
        return None
    if not said.places.is_empty:
        return None  # "et à Namur ?" asks for another document
    text = f"{previous.text} {said.text}"
    leans = said.opens or said.narrows or said.names_the_project
    return FollowUp(text, said.text, documents=previous.documents[:_MOST_MEANT], leans=leans)


# "*Celui de Namur*, il coûte combien ?": one of those that were shown, by a name.
_THE_ONE = re.compile(
    r"\b(?:cel(?:ui|le) (?:de|du|d'|des|a|en|sur|avec)|(?:die|dat|deze|diegene) (?:van|in|uit|over|met)|(?:der|die|das|dem|den)(?:jenige[n]?)? (?:in|von|aus|mit|uber) |the one (?:in|of|from|about|with))\b"
)


def _ordinal(said: Utterance, previous: Previous) -> tuple[str, ...] | None:
    """The document that an ordinal means; none where it ranks all: "which was the first?"."""
    found = _ORDINAL.search(said.folded)
    if found is None or said.own_words > _FEW_WORDS:
        return None
    rest = said.text[: found.start()] + said.text[found.end() :]
    asks = requested_field(rest) or _AND_ASKS.match(said.folded, found.end())
    if previous.figure is not None and not (asks or _JUST_THIS.match(said.folded)):
        return None
    if found["last"]:
        return previous.documents[-1:]
    position = next(int(name[1:]) for name, text in found.groupdict().items() if text) - 1
    return previous.documents[position : position + 1] or None


_AND_ASKS = re.compile(r" ?, ?\w+ \w+")  # "le premier, *qui le porte* ?"
# What may stand before an ordinal that asks for no rank: "parle-moi du deuxième", "le deuxième ?".
_JUST_THIS = re.compile(
    r"(?!(?:quel|lequel|laquelle|welk|welche|which|what|wann|wanneer|when|quand)\b)(?:\S+ ){0,6}?(?:l[ea]s? |d[ue] |de |het |d(?:ie|er|as|en|em) |the |(?:uber|over|about) )?"
    r"(?:deuxieme|seconde?|troisieme|quatrieme|cinquieme|tweede|derde|vierde|vijfde|zweite|dritte|vierte|funfte|second|third|fourth|fifth|dernier|laatste|letzte|last)"
)


def _conditions_of(said: Utterance) -> Filters:
    return said.parts.conditions.filters(lambda condition: condition.certain)


# -- the same search with other words -------------------------------------------------------------


def _of_passages(said: Utterance, previous: Previous) -> FollowUp | None:
    """ "Et à Namur ?" after a question that passages answered: the former words, the place exchanged."""
    elliptic = said.opens or said.narrows or said.refers
    if said.is_whole or said.own_words > (_MANY_WORDS if elliptic else _FEW_WORDS):
        return None
    return FollowUp(f"{_without_places(previous.text, said)} {said.text}", said.text, leans=elliptic)


def _without_places(text: str, said: Utterance) -> str:
    """The former question, without its places where the sentence names another."""
    if said.places.is_empty:
        return text
    spans = [one.span for one in parts_of(text).conditions.found if one.name in (*PLACES, *AREAS)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split())
