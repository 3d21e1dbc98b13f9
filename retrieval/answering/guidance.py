"""What a practice sheet advises: its steps and its pitfalls, for who asks how something is done."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.models import LANGUAGES, Document, Language, Passage
from corpus.text import mark, translate
from retrieval.answering.asked import parts_of
from retrieval.answering.citations import Bibliography, Sentence, sentences_of
from retrieval.answering.quoting import quoted
from retrieval.index.analysis import is_stop_word, stem, words
from retrieval.query.folding import fold

# How a thing is done, in the four languages: not how one town did it, and not what it is called or how it is paid.
_WE = (
    r"(?:on|nous|je|une? (?:petite )?(?:commune|ville|administration)|la commune|we|ik|je|men|een (?:kleine )?(?:gemeente|stad)|wij"
    r"|ich|man|wir|eine (?:kleine )?(?:gemeinde|stadt)|i|you|one|a (?:small )?(?:town|city|municipality|council))"
)
_ASKS_STEPS = re.compile(
    r"\bcomment (?:(?:bien|mieux|donc) )?(?:s'y prend\w*|(?:ne pas |se |s'|l'|l[ae]s? |en |y )*(?!etre\b|avoir\b)\w+(?:er|ir|oir|re)\b(?! ?-))"
    rf"|\bcomment (?:est-ce (?:que|qu') ?)?(?:peut|peuvent|pouvons|pourrait|pourrions|puis|doit|devons|devrait|devrions|faut|faudrait)\b"
    rf"|\bcomment {_WE} (?:s'y prend\w*|fait|fais\w*|peut|pouvons|peux|doit|devons|dois|commence\w*|s'organise\w*)\b"
    rf"|\bcomment est-ce qu[e'] ?{_WE}\b|\bque (?:faut-il|doit-on|devons-nous) (?:faire|prevoir) (?:pour|afin|avant)\b"
    r"|\bwat moeten (?:we|wij) doen (?:om|voor)\b|\bwas (?:mussen|sollten) wir tun\b|\bwhat (?:should|must) we do (?:to|before|when|if)\b"
    r"|\b(?:s'y prend\w*|fait-on|faire|procede\w*) comment\b|\bpar (?:ou|quoi) (?:commencer|debuter|demarrer|on commence)\b"
    r"|\b(?:quelles?|les) (?:sont les )?(?:bonnes )?(?:etapes|demarches?|methodes?)\b|\betapes? (?:pour|a suivre)\b|\bmode d'emploi\b"
    r"|\b(?:bonnes? pratiques?|conseils|marche a suivre) (?:pour|sur|avant|quand|en matiere)\b"
    r"|\bhoe (?:kan|kunnen|moet|moeten|zou|zouden|pak|pakken|begin|beginnen|zorg|zorgen|maak|maken|organiseer|organiseren|kies|kiezen"
    rf"|zet|zetten|start|starten|voer|voeren|richt|richten|bouw|bouwen|koop|kopen|doe|doen|ga|gaan|stel|stellen|betrek|betrekken) {_WE}\b"
    r"|\bhoe (?:begin|start) je\b|\bwaarmee (?:begin\w*|start\w*)\b|\b(?:welke|de) stappen\b|\bstappenplan\b|\b(?:tips|advies|goede praktijken) (?:voor|om|bij)\b"
    r"|\bwie (?:kann|konnen|soll|sollte|sollten|sollen|muss|mussen|geht|gehen|fangt|fangen|macht|machen|fuhrt|fuhren|richtet|richten|plant"
    rf"|planen|wahlt|wahlen|organisiert|organisieren|startet|starten|setzt|setzen|beginnt|beginnen|stellt|stellen) {_WE}\b"
    r"|\b(?:welche|die) schritte\b|\bwomit (?:anfangen|beginnen|fang\w*|beginn\w*)\b|\b(?:tipps|ratschlage|gute praxis|vorgehen) (?:fur|bei|zu[mr]?)\b"
    rf"|\bhow (?:do|can|should|could|would|must|might) {_WE}\b|\bhow to\b|\b(?:which|what|the) (?:are the )?steps\b"
    r"|\bwhere (?:do|should|can) (?:we|i|you|one) (?:start|begin)\b|\bbest way to\b|\b(?:tips|advice|good practices?|best practices?) (?:for|on|when|to)\b"
)
_ASKS_PITFALLS = re.compile(
    r"\b(?:quels?|les) (?:sont les )?(?:pieges?|risques|erreurs|ecueils)\b|\b(?:pieges?|erreurs?|ecueils?) (?:a|faut-il) eviter\b"
    r"|\b(?:que|qu'est-ce qu'il|ce qu'il) (?:faut-il|faut|doit-on|devons-nous) (?:absolument )?eviter\b|\bque faut-il eviter\b"
    r"|\b(?:a quoi|sur quoi) (?:faut-il |doit-on |devons-nous |dois-je |on doit )?(?:faire |preter |etre )?(?:attention|attentif|attentifs|veiller)\b"
    r"|\ba quoi (?:faut-il|doit-on|devons-nous|dois-je) (?:faire attention|veiller|prendre garde)\b|\bpoints? d'attention\b"
    r"|\b(?:welke|de) (?:valkuilen|risico's|fouten)\b|\bvalkuil\w*\b|\bwat (?:moeten|moet|kunnen) (?:we|ik|je|wij|men) (?:vermijden|best vermijden)\b"
    r"|\bwaar(?:op| moet\w* \w+ op| moeten \w+ op)\b.{0,40}\b(?:letten|opletten|toezien)\b|\baandachtspunten\b"
    r"|\b(?:welche|die) (?:fallstricke|fallen|risiken|fehler)\b|\bfallstricke?n?\b|\bwas (?:sollte|sollten|soll|muss|mussen) (?:man|wir|ich) (?:\w+ )?vermeiden\b"
    r"|\bworauf\b.{0,40}\b(?:achten|aufpassen)\b"
    r"|\b(?:which|what|the) (?:are the )?(?:pitfalls|traps|mistakes|risks)\b|\bpitfalls\b|\bwhat (?:should|must|to) (?:we |i |one )?(?:avoid|watch|look out)\b"
    r"|\bwatch out for\b|\bwatch for\b"
)
# What asks for one precise fact, whatever stands beside it.
_ASKS_A_FACT = re.compile(
    r"^(?:\W|et |en |und |and )*(?:(?:depuis|sinds|seit|since|jusqu'a|a partir de|vanaf|ab) )?(?:quand|wanneer|wann|when)\b"
    r"|\b(?:combien|hoeveel|wie ?viele?|how (?:many|much|long|often|big)|hoe (?:lang|vaak|groot|duur)"
    r"|wie (?:lange|oft|gross|hoch|teuer)|quel(?:le)? (?:annee|date|prix|cout|budget|montant|entreprise|firme|ville|commune)|welk jaar"
    r"|welches jahr|what year|which (?:town|city|company)|comment (?:s'appelle\w*|se nomme\w*)|hoe heet|wie heisst|what is the name)\b"
)
# Words of a question about advice that name no subject.
_OF_ADVICE = re.compile(
    r"\b(?:pieges?|erreurs?|risques?|eviter|attention|etapes?|conseils?|reussir|commencer|valkuil\w*|vermijden|letten|stappen|beginnen"
    r"|fallstricke?n?|vermeiden|achten|schritte|anfangen|fangen|pitfalls?|avoid|steps|start|begin|commune|communes|ville|gemeente\w*|stad"
    r"|gemeinden?|stadt|town|municipality|council|petite|kleine[nr]?|small)\b"
)
_STEPS_HEADING = re.compile(r"\b(?:demarche|etapes|methode|aanpak|stappen|vorgehen|schritte|steps|approach)")
_PITFALLS_HEADING = re.compile(
    r"\b(?:pieges?|risques?|a eviter|valkuil|risico|fallstrick|risik|pitfalls?|risks?)"
)
_ITEM = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_MOST_STEPS = 9
_MOST_PITFALLS = 5
_STEPS = mark("Les étapes :")
_PITFALLS = mark("Ce à quoi il faut faire attention :")


_READ = 3  # documents among which a practice sheet on the subject is looked for
_ABOUT = 0.5  # more than this share of the weight of the question's words that the sheet's title, summary and questions hold
_CORPUS = 20_000  # texts, about: the weight of a word is the logarithm of this over its frequency


@dataclass(frozen=True)
class Advice:
    """What a sheet advises, as slices of its passages; no step where none was asked for."""

    document: Document
    steps: tuple[Sentence, ...]
    pitfalls: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Steps, then pitfalls."""
        return self.steps + self.pitfalls

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence is shown as a part of the advice."""
        return any(
            one.passage.id == sentence.passage.id and one.start < sentence.end and sentence.start < one.end
            for one in self.sentences
        )


def asks_for_advice(question: str) -> bool:
    """Whether a question asks how something is done, or what to avoid."""
    return _asks_steps(question) or _asks_pitfalls(question)


def advising(
    question: str, documents: Sequence[Document], language: Language, frequency: Callable[[str], int]
) -> Document | None:
    """The practice sheet on the subject of a question that asks how something is done; `documents` nearest first.

    None for other questions, and where no near sheet is about most of what the question names.
    """
    if not asks_for_advice(question):
        return None
    near = (document for document in documents[:_READ] if document.practice is not None)
    return next((one for one in near if _is_about(question, one, language, frequency)), None)


def advice_for(question: str, document: Document, passages: Sequence[Passage]) -> Advice | None:
    """The advice of a practice sheet; None where a fact is asked, or the sheet has no such sections.

    Who asks how it is done gets steps and pitfalls; who asks for the pitfalls gets these.
    """
    how = _asks_steps(question)
    if document.practice is None or not (how or _asks_pitfalls(question)):
        return None
    steps = _items(passages, _STEPS_HEADING)[:_MOST_STEPS] if how else []
    pitfalls = _items(passages, _PITFALLS_HEADING)[:_MOST_PITFALLS]
    return Advice(document, tuple(steps), tuple(pitfalls)) if steps or pitfalls else None


def advice_text(advice: Advice, bibliography: Bibliography, language: Language) -> str:
    """The steps as a numbered list and the pitfalls below, each a quote with its citation."""
    blocks = []
    for heading, some, numbered in ((_STEPS, advice.steps, True), (_PITFALLS, advice.pitfalls, False)):
        if some:
            lines = [
                f"{f'{number}.' if numbered else '-'} {quoted(advice.document, one, bibliography, language)}"
                for number, one in enumerate(some, start=1)
            ]
            blocks.append("\n".join([translate(language, heading), "", *lines]))
    return "\n\n".join(blocks)


def _items(passages: Sequence[Passage], heading: re.Pattern[str]) -> list[Sentence]:
    """The items of a section that is a list, else its sentences."""
    return [
        one for passage in passages if heading.search(fold(passage.section)) for one in _items_of(passage)
    ]


def _items_of(passage: Passage) -> Iterator[Sentence]:
    items = [Sentence(passage, *found.span(1)) for found in _ITEM.finditer(passage.text)]
    yield from items or sentences_of(passage)


def _asks_steps(question: str) -> bool:
    return any(_ASKS_STEPS.search(part) for part in _open_parts(question))


def _asks_pitfalls(question: str) -> bool:
    return any(_ASKS_PITFALLS.search(part) for part in _open_parts(question))


def _open_parts(question: str) -> list[str]:
    """The folded parts of a question that do not ask for one precise fact."""
    parts = [fold(part) for part in parts_of(question)]
    return [part for part in parts if not _ASKS_A_FACT.search(part)]


def _is_about(question: str, document: Document, language: Language, frequency: Callable[[str], int]) -> bool:
    """Whether a sheet is about what a question names, rare words first; how it asks does not count."""
    folded = fold(question)
    cues = [found.span() for cue in (_ASKS_STEPS, _ASKS_PITFALLS) for found in cue.finditer(folded)]
    cues += [found.span() for found in _OF_ADVICE.finditer(folded)]
    plain = "".join(
        " " if any(start <= at < end for start, end in cues) else character
        for at, character in enumerate(question)
    )
    weights = {
        stem(word, language): max(math.log(_CORPUS / (1 + frequency(word))), 0.5)
        for word in words(plain)
        if not is_stop_word(word, language)
    }
    own = [text for one in LANGUAGES for text in (document.title.get(one), document.summary.get(one))]
    own += [*document.questions.texts(), document.practice.theme if document.practice else ""]
    held = {
        stem(word, language) for text in own for word in words(text)
    }  # "chatbot" may stand in one of them only
    total = sum(weights.values())
    return total > 0 and sum(weights[one] for one in weights if one in held) > _ABOUT * total
