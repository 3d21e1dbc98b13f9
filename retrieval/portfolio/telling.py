"""Which sentences of a fiche tell what: by the heading they stand under, by what they show, by what people ask of them.

A sentence that only says that something is not known tells nothing; it is kept apart, since it names what is absent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.models import Document, Language, Passage
from retrieval.answering.asked import ASPECTS, aspects_of
from retrieval.answering.citations import Sentence, sentences_of
from retrieval.answering.traits import left_unknown
from retrieval.query.folding import fold

Cues = Mapping[Language, re.Pattern[str]]
_HEADING_OF = {aspect.name: aspect.section for aspect in ASPECTS if aspect.section is not None}
NEED, SOLUTION, DATA = _HEADING_OF["why"], _HEADING_OF["technique"], _HEADING_OF["data"]
COST, RESULTS = _HEADING_OF["money"], _HEADING_OF["result"]
SERVICES = re.compile(r"\b(?:services?|diensten|dienst|dienststellen|abteilung\w*|departments?)\b")
MONEY = next(aspect.shown for aspect in ASPECTS if aspect.name == "money")
# What `left_unknown` takes for an open point although nothing is said of knowing ("aucun emploi n'est supprimé"), and
# open points that it does not see.
_OF_KNOWING = re.compile(
    r"connu|precis|\bdonne|indiqu|\bdit|publi|cite|mention|chiffr|fourni|rapport|abord|evoqu|decri|detail|figur|ignor|renseign"
    r"|\bparl|trouv|expos|expliqu|communiqu|comment|detaill|isole|chiffre|aborde|document|source|article|\bpages?\b|silence|mesur|vermeld|bekend|gekend|gegeven|genannt|bekannt"
    r"|angegeben|known|stated|given|specified|reported|published"
)
_OPEN_TOO = re.compile(
    r"^ni .{3,90} n[e']|\bon (?:ignore|n'a pas d'indication|ne (?:sait|connait|dispose|peut (?:mesurer|juger|dire)))|\bfaute de (?:chiffre|donnee|bilan)"
    r"|\bn[e'](?:ont|a)? ?(?:pas )?(?:ete )?(?:retrouve|releve)\w* pas|\bn'(?:ont|a) pas ete (?:retrouve|releve|trouve|precise)"
    r"|\breste\w* (?:donc )?(?:inconnue?s?|a (?:documenter|observer|connaitre))|\bn'apparai\w+ pas|\bsous silence|\brien n[e'] ?(?:est )?(?:dit|precis|indiqu)|\bne dis\w+ rien|\bsans (?:reponse|dire)\b|\bimpossible de (?:le )?(?:savoir|dire)"
    r"|\bdans l'ombre|\bfait pas etat|\bnulle part|\bn(?:e nous)?'?\s?est pas parvenu|\bne ressort d|\bpresente sans budget|\bpas un (?:euro|chiffre)\b"
    r"|\bne va pas jusqu|\bne dis(?:ent|ait) pas|\breste\w* indetermine|\bn'est pas (?:isole|communique|commente|detaille|tranche)|\bn'aborde pas|\bnul(?:le)? (?:chiffre|montant)|\bn'a (?:ete )?trouve ni|\bpas de (?:prix|chiffre|montant|cout)\b|\bmanque dans la source|\bn'est pas possible d'apres|\bn'entre pas dans le recit"
    r"|\baucun\w* (?:chiffre|montant|bilan|resultat|evaluation)\b|\blaisse\w* de cote"
)
DATED = next(aspect.shown for aspect in ASPECTS if aspect.name == "date")
LASTING = next(aspect.shown for aspect in ASPECTS if aspect.name == "duration")


@dataclass(frozen=True)
class Told:
    """A sentence of a fiche with its heading and its words, both folded, and what people ask of it."""

    sentence: Sentence
    heading: str
    folded: str
    asked: frozenset[str]

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.sentence.text


@dataclass(frozen=True)
class Telling:
    """The sentences of one document, in reading order."""

    document: Document
    passages: tuple[Passage, ...]

    @cached_property
    def all(self) -> tuple[Told, ...]:
        """Every sentence, those that leave something unknown included."""
        asked = _asked_of(self.document)
        return tuple(
            Told(
                sentence,
                fold(passage.section),
                fold(sentence.text),
                asked.get(sentence.text, frozenset()),
            )
            for passage in self.passages
            for sentence in sentences_of(passage)
        )

    @cached_property
    def stated(self) -> tuple[Told, ...]:
        """Those that state something."""
        return tuple(one for one in self.all if not leaves_open(one.text))

    @cached_property
    def left_open(self) -> tuple[Told, ...]:
        """Those that say that something is not known."""
        return tuple(one for one in self.all if leaves_open(one.text))

    def under(self, heading: re.Pattern[str]) -> tuple[Told, ...]:
        """What is stated under such a heading."""
        return tuple(one for one in self.stated if heading.search(one.heading))

    def cues(self, cues: Cues) -> re.Pattern[str]:
        """The cues of the document's own language: those of another would meet other words."""
        return cues[self.document.language]


def leaves_open(text: str) -> bool:
    """Whether a sentence only says that something is not known."""
    folded = fold(text)
    return bool(_OPEN_TOO.search(folded)) or (left_unknown(text) and bool(_OF_KNOWING.search(folded)))


def _asked_of(document: Document) -> dict[str, frozenset[str]]:
    """By sentence, the names of the aspects for which people ask it."""
    found: dict[str, frozenset[str]] = {}
    for asked in document.asked:
        names = frozenset(aspect.name for text in asked.questions.texts() for aspect in aspects_of(text))
        for sentence in asked.sentences:
            found[sentence] = found.get(sentence, frozenset()) | names
    return found


def cues_of(**by_language: str) -> dict[Language, re.Pattern[str]]:
    """Patterns over folded words, one a language, each at a word's beginning."""
    return {
        "fr": re.compile(rf"\b(?:{by_language['fr']})"),
        "nl": re.compile(rf"\b(?:{by_language['nl']})"),
        "de": re.compile(rf"\b(?:{by_language['de']})"),
        "en": re.compile(rf"\b(?:{by_language['en']})"),
    }


def telling_of(document: Document, passages: Sequence[Passage]) -> Telling:
    """The sentences of a document from its passages."""
    return Telling(document, tuple(passages))
