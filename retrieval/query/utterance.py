"""A sentence that follows another one, with the signs that it goes on from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.filters import AREAS, PLACES, Filters
from corpus.models import Language
from retrieval.query.conditions.condition import Conditions
from retrieval.query.conditions.reading import read
from retrieval.query.figures import FigureQuestion
from retrieval.query.folding import fold
from retrieval.query.normalising.spelling import spelled_out
from retrieval.query.operations.choosing import computation_of
from retrieval.query.operations.computation import Computation
from retrieval.query.words.sentence import UNKNOWN, Sentence

_NOTHING = Filters()


@dataclass(frozen=True)
class Previous:
    """What a sentence may refer to: the question before it, made whole, and the documents then shown, in order."""

    text: str
    figure: FigureQuestion | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """A sentence after another one.

    `figure` is what to compute. Else `text` is the sentence made whole by the words before it, `own` the sentence
    alone, and `documents` are those that it may be about; with `leans` it says itself that it goes on ("it", "and
    in Namur"), without, only the answers tell which reading is meant. With `points` it means these documents and
    no others ("the second"). With `language` the question before is asked again, to be answered in it. `carried` conditions come from before, `dropped` ones no longer hold.
    """

    text: str
    own: str = ""
    figure: FigureQuestion | None = None
    documents: tuple[str, ...] = ()
    leans: bool = True
    points: bool = False
    language: Language | None = None
    carried: Filters = _NOTHING
    dropped: Filters = _NOTHING


# On folded text (no accents, lower case). In the order fr, nl, de, en.
_OPENER = re.compile(
    r"^(?:(?:ok|oke|okay|bon|bien|merci|super|ah|oh|d'accord|dank u|dank je|bedankt|danke|thanks|thank you|great|alright|gut)[ ,.!]+)*"
    r"(?:et|mais|puis|alors|donc|ou|en(?! (?:dehors|moyenne|tout|total|somme|plus)\b)|maar|dus|of|und|aber|oder|also|and|but|or|so|what about|how about|pareil|idem|wat met"
    r"|hoe zit het met|was ist mit|wie sieht es|(?:la |de |het |die |das |the )?(?:meme|(?:de|het)?zelfde|(?:die|das)selbe|gleiche|same)(?: chose| question| vraag| frage| thing)?(?: mais| maar| aber| but)?)\b[ ,]*"
)
# "Et *si on prend toute* la Wallonie ?", "and *if we look at* Ghent"
_IF_ONE_TAKES = re.compile(
    r"(?:(?:si|quand) (?:on|l'on|nous|vous|je) ne (?:prend|prenons|regarde|regardons|compte|comptons|garde|gardons|considere|retient)\w* que"
    r"|(?:si|quand) (?:on|l'on|nous|vous|je) (?:prend|prenons|regarde|regardons|compte|elargit|etend|passe|se limite|s'en tient|ajoute|considere)\w*(?: (?:a|aussi))?(?: tou(?:te|t|s|tes))?"
    r"|(?:als|indien) (?:we|wij|je|ik|men) (?:(?=.*\b(?:nemen|neemt|kijken|bekijken|bekijkt)\b))?(?:heel|gans|alleen)?"
    r"|(?:wenn|falls) (?:man|wir|ich) (?:ganz|nur|alle)?|(?:if|when) (?:we|you|i|one) (?:take|look at|consider|extend (?:it )?to|include|limit it to)(?: (?:all|the whole)(?: of)?)?"
    r"|pour tou(?:te|t)|sur tou(?:te|t)|dans tou(?:te|t)|voor heel|in heel|in ganz|fur ganz|in all of|across (?:all of|the whole of))\s+"
)
_NARROWING = re.compile(
    r"\b(?:seulement|uniquement|rien que|juste|parmi (?:celles-ci|ceux-ci|eux|elles|ca)|la-dedans|enkel|alleen|slechts|daarvan|daaronder"
    r"|waarvan|nur|davon|darunter|lediglich|only|just|among (?:them|those|these)|of (?:them|those|these))\b"
)
_ONLY = re.compile(r"(?i)\brien que\b")  # has no denial in it
# "Le plus vieux *des sept*": of those just counted.
_SOME = "|".join(
    "deux trois quatre cinq six sept huit neuf dix twee drie vier vijf zes zeven acht negen tien zwei drei funf sechs sieben neun zehn"
    " two three four five seven eight nine ten".split()
)
_OF_THE_SHOWN = re.compile(
    rf"\b(?:des|de ces|de tous|de toutes|d'entre eux|d'entre elles|van de|van die|der|von den|of the|of these|of those|of all)"
    rf"(?: (?:{_SOME}|\d+))?(?: (?:la|daar|da|there))?(?=\W*$)"
)
_TAKES_OUT = re.compile(
    r"(?:sans|sauf|hors|hormis|excepte|zonder|behalve|uitgezonderd|ohne|au(?:ss|ß)er|without|except|excluding|leaving out|apart from|not counting)\b"
)
_IMPERSONAL = re.compile(
    r"\b(?:il y (?:a|en a|aura|avait)|y a-t-il|y a til|qu'est-ce que|est-ce (?:que|qu')|s'il|faut-il|il faut|es gibt|gibt es|geht es|wie geht es"
    r"|is it (?:possible|allowed|legal|mandatory|true)|is het (?:mogelijk|toegelaten|verplicht)|ist es (?:erlaubt|moglich)|it is|there (?:is|are)"
    r"|are there|is there|er (?:is|zijn|bestaat|bestaan)|(?:is|zijn|bestaat|bestaan) er|c'est quoi)\b"
)
_ANAPHORA = re.compile(
    r"\b(?:il|elle|ils|elles|l'a|l'ont|ca|cela|ce(?:tte|t|s)? (?:projet|initiative|fiche|ville|commune|outil|article|regle|loi|systeme|amende)s?"
    r"|celui-ci|celle-ci|ceux-ci|celles-ci|ceux|celles|celui|celle|leurs?|eux|y|la-bas|la-dedans|en a|en ont|en est"
    r"|t-il|t-elle|t-ils|t-elles|le projet|la fiche|l'outil|la|le|les(?= (?:porte|finance|gere|paie))"
    r"|het|dat|die|ze|zij|hij|ervan|ermee|erin|erbij|eraan|erop|erover|ervoor|ertoe|eruit|hieraan|hierin|hiervan|hiermee|daaraan|daarin|daarop|daarover|daar|daarmee|daarvoor|daarvan|dit (?:project|artikel)|deze|hen|hun"
    r"|es|er|sie|das|den|dem|ihn|davon|dafur|damit|daran|darin|dort|dabei|diese[rsmn]?|jene[rsmn]?|solche[rsmn]?|deren|dessen|ihre?[rsmn]?"
    r"|it|its|they|their|them|that|those|these|this (?:project|one|article|rule)|there|he|she)\b"
)
_THE_PROJECT = re.compile(
    r"\b(?:le|ce|du|au|cette|la|het|dat|dit|das|dieses?|dem|diesem|des|the|this|that) (?:projet|initiative|fiche|project|initiatief|projekt|projekts"
    r"|vorhaben|scheme|article|artikel|regle|loi|wet|gesetz|law|rule|pratique|praktijk|praxis|practice)\b"
)


@dataclass(frozen=True)
class Parts:
    """A sentence taken apart; `computation` is None where it asks for none."""

    sentence: Sentence
    conditions: Conditions
    computation: Computation | None


def parts_of(text: str) -> Parts:
    """A text with its conditions and the computation that it asks for."""
    reading = read(text)
    computation, sentence = computation_of(reading.sentence, reading.conditions)
    return Parts(sentence, reading.conditions, computation)


@dataclass(frozen=True)
class Utterance:
    """The sentence, and the signs that it goes on from another one."""

    text: str
    folded: str
    whole: str  # folded, with what opens it
    parts: Parts
    opens: bool
    narrows: bool
    refers: bool
    own_words: int  # words with a meaning of their own: terms, places, unknown ones

    @classmethod
    def read(cls, text: str) -> Utterance:
        """From its words, without those that only open it."""
        folded = fold(text)
        opener = _OPENER.match(folded)
        rest = text[opener.end() :] if opener else text
        if taken := _IF_ONE_TAKES.match(fold(rest)):
            rest = rest[taken.end() :]
        rest = _ONLY.sub("seulement", rest)
        if (some := _OF_THE_SHOWN.search(fold(rest))) and some.start():
            rest = rest[: some.start()] + rest[some.end() :]
        parts = parts_of(spelled_out(rest) or text)
        own = [token for token in parts.sentence.tokens if token.role in {UNKNOWN, "term"}]
        personal = _IMPERSONAL.sub(" ", folded)
        return cls(
            text=rest or text,
            folded=fold(rest or text),
            whole=folded,
            parts=parts,
            opens=opener is not None,
            narrows=bool(_NARROWING.search(folded)),
            refers=bool(_ANAPHORA.search(personal)),
            own_words=len(own),
        )

    @property
    def is_whole(self) -> bool:
        """Whether it says what is counted or looked for, and nothing that points back."""
        if self.opens or self.narrows or _TAKES_OUT.match(self.folded):
            return False
        if self.names_the_project and self.own_words <= 1:
            return False  # "le projet a démarré quand ?"
        return self.parts.sentence.has("project", "practice", "law") or (
            self.parts.sentence.has("town") and not self.refers
        )

    @property
    def names_the_project(self) -> bool:
        """Whether it speaks of "the project", or of what else was shown, as of one that is known."""
        return _THE_PROJECT.search(self.folded) is not None

    @property
    def places(self) -> Filters:
        """The places that it names."""
        return self.parts.conditions.filters(lambda condition: condition.name in (*PLACES, *AREAS))
