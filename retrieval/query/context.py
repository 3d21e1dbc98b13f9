"""What is said around a question and narrows nothing: who asks, for whom, why ("Je prépare une note pour le collège.").

A question about figures is computed only when all of it is understood. What people tell about themselves need not
be: a sentence or clause beside the one that asks is left out whatever its words, if it speaks of people, of an
occasion or of the asker's reasons. It stays where it may narrow: "J'écris sur les trottoirs chauffants."

Conditions told beside the question hold where it points back to them or has none of its own; those of a person
("mon échevin de la mobilité") or of a kind that the question states itself do not. Of others both are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.query.asides import (
    ABOUT,
    LOOKS_FOR,
    OF_ME,
    SET_PHRASE,
    explains,
    has_verb,
    is_a_topic,
    is_aside,
    is_of_a_person,
    is_qualified,
    is_talked_of,
    may_narrow,
    names_in,
    tells_of_a_thing,
)
from retrieval.query.clauses import Part, anatomy, clauses_of, spans_without
from retrieval.query.condition import Condition, Conditions
from retrieval.query.folding import Span
from retrieval.query.lexicon import INERT, UNSUPPORTED
from retrieval.query.pointing import KINDS, pointed_at
from retrieval.query.sentence import UNKNOWN, Token

_DOUBTED = UNSUPPORTED | {UNKNOWN}
_DENIALS = frozenset({"except", "without", "not", "no"})
_EXCLUDES = frozenset({"except", "without"})  # of a condition, where "rien ne se passe à Huy" denies a clause
# What somebody looks for, and of what he writes, may be meant as a condition.
# "Quand on prend le programme X": what a question is then asked of.
_FRAMES = re.compile(
    r"^\W*(?:et |alors |en |und |and )?(?:quand|qd|si|lorsqu[e']|en (?:ne )?(?:prenant|considerant|regardant|comptant|gardant|se limitant)|als|indien|wanneer|wenn"
    r"|if|when|taking|looking at|considering|prenons|prenez|neem|nemen we|nehmen wir|let's take|take)\b"
)
# What somebody is or does: its places and things are his own.
_IS_OR_DOES = re.compile(
    r"\b(?:(?:je|nous) (?:suis|sommes|travaill\w+|habit\w+|vend\w+|vis|vivons|represent\w+|livr\w+|fabriqu\w+|fourni\w+|viens|venons"
    r"|conseill\w+|gere|gerons|rencontr\w+)|je dois|nous devons"
    r"|(?:ik|wij|we) (?:ben|zijn|werk\w*|woon|wonen|verko\w+|lever\w*|maken|maak|vertegenwoordig\w*|kom|komen|adviser\w+)"
    r"|(?:ich|wir) (?:bin|sind|arbeite\w*|wohne\w*|verkauf\w+|liefer\w+|leb\w+|vertret\w+|komme\w*|berat\w*|stell\w+)"
    r"|(?:i|we) (?:am|are|work|sell|live|supply|make|represent|come|advise|run|build|produce|deliver)|(?:i'm|we're) (?:an?|the|from)"
    r"|en tant qu\w*|en ma qualite|als (?:\w+ )?(?:bij|bei|der|des|van|von|vom)|as (?:an?|the))\b"
)
# "Nous sommes *une start-up* active dans le LoRaWAN": what somebody is himself.
_IS_A = re.compile(
    r"\b(?:sommes|suis|zijn|ben|sind|bin|are|am|als|as)(?: (?:une?|een|eine?[rnms]?|an?))? (?=\w)|\b(?:i'm|we're)(?: an?)? (?=\w)"
)
_POINTS_BACK = re.compile(
    r"\b(?:la-bas|la bas|y(?! (?:en )?(?:a|aura|avait)\b)|(?:sa|leur|son|zijn|haar|hun|ihre[rnm]?|seine[rnm]?|his|her|their) (?:propre |eigen |own )?(?:ville|commune|entite|province|region|gemeente|stad|provincie|stadt|gemeinde|town|city|municipality)|ce (?:domaine|theme|pays|programme|secteur|service|niveau|montant|genre)\w*|cette (?:region|province|ville|commune|thematique|technologie|annee|somme|matiere)"
    r"|celles?-la|ceux-la|ce genre|ce type|la-dessus|la-dedans|daar\w*|ginder|dat (?:domein|thema|land|programma|niveau|bedrag)|die (?:stad|gemeente|provincie|streek|regio|technologie)"
    r"|dort|davon|darin|dazu|diese[mnrs]? (?:bereich|thema|land|stadt|gemeinde|provinz|region|programm|technologie|hohe|art)"
    r"|that (?:domain|theme|country|town|city|province|region|programme|technology|field|topic|level|amount|kind)|over there|out there)\b"
    r"|(?<!are )(?<!is )\bthere\b(?! (?:is|are|was|were|exist\w*|a|an|any)\b)"
)
_POINTS_PERHAPS = re.compile(
    r"\b(?:s'en|en (?:utilis\w+|ont|dispos\w+|parl\w+|font|possed\w+|compt\w+)|ermee|erover|ervan|damit|daruber|ils|elles?|leur|leurs|eux|ze|zij|hun|sie|ihre?[nrm]?|they|their|them)\b"
)
_WE_LACK = re.compile(
    r"\b(?:(?:nous|on|je) n'(?:avons|a|ai|utilisons|utilise|employons) (?:pas|plus|aucune?|jamais)|il nous manque|(?:wij|we|ik) (?:hebben|heb|gebruiken|gebruik|bezitten) (?:zelf |nog )?(?:geen|niet)"
    r"|(?:wir|ich) (?:haben|habe|nutzen|nutze|besitzen) (?:selbst |noch )?(?:keine?n?|nicht)|(?:we|i) (?:have no|have none|don't (?:have|use|own)|do not (?:have|use|own)|lack|haven't got|never use))\b"
)
_USES_IT = re.compile(
    r"\b(?:s'en (?:serv\w+|sont servis?|equip\w+)|en (?:utilis\w+|ont (?:utilise|installe|mis|pose)\w*|prevoi\w+|install\w+|emploi\w+|font usage|pos\w+|dispos\w+|possed\w+)"
    r"|(?:werken|werkt|gebruiken|gebruikt|zetten|zet|hebben|maken) (?:er|ze|die)\b|(?:ze|die|er|ermee|ervan) (?:gebruiken|inzetten|gebruik|werken|plaatsten|plaatsen)|ermee"
    r"|(?:nutzen|verwenden|benutzen|setzen|haben) (?:sie|solche|so etwas|diese|welche|einen|eine|eins)\b|damit (?:arbeiten|gearbeitet)|(?:sie|solche|diese) (?:nutzen|verwenden|einsetzen)"
    r"|(?:use|used|using|have|installed|deploy\w*) (?:them|it|one|these|those|such)\b)"
)
_INTERROGATIVE = re.compile(
    r"^\W*(?:et |en |und |and )?(?:how (?:often|long|far|much|many|does|do|did|is|are|can)|when|why|where|who|wie (?:oft|lang|weit|viel|hoch|geht|macht|funktioniert)|wann|warum|wo|wer"
    r"|hoe (?:vaak|lang|ver|veel|groot|werkt|gaat|doe)|wanneer|waarom|waar|comment (?!dire|vous dire)|pourquoi|quand est-ce|ou (?:est|sont|se)|qui (?:est|a|ont|sont))\b"
)
_BUT = re.compile(r"\W*(?:mais|maar|aber|but|donc|dus|so|alors|du coup|hence)\b")

_SAYS_NOTHING = INERT | {"not", "no", "and", "or", "than", "all"}

_Read = Callable[[str], Conditions]


@dataclass(frozen=True)
class Told:
    """A text without what is told around its question; `doubtful` where that holds conditions that may be meant.

    `decided` says that the text as a whole would take for conditions what are none.
    """

    shorter: str
    decided: bool
    doubtful: str | None = None  # the text with those conditions


def to_the_point(text: str, read: _Read) -> Told | None:
    """What a text asks; None where nothing stands around the question that can be left out."""
    parts = anatomy(text)
    if parts is None:
        return None
    asked = _Asked.of(parts.asking, parts.around, read)
    shorter, longer = [*text], [*text]
    decided = doubtful = False
    for part in parts.around:
        verdict = asked.judge(part, read)
        decided |= verdict.decided
        doubtful |= verdict.without != verdict.with_conditions
        _blank(shorter, verdict.without)
        _blank(longer, verdict.with_conditions)
    if "".join(shorter) == text:
        return None
    return Told("".join(shorter), decided, "".join(longer) if doubtful else None)


def without_asides(text: str, kept: Sequence[Span], read: _Read) -> str:
    """A text without the clauses that tell of people and hold no condition; those where a `kept` span stands stay.

    What is left names what is asked about: "Qui sont les partenaires de X ? *J'ai perdu la carte de visite.*"
    """
    characters = [*text]
    for part in clauses_of(text):
        is_kept = any(start < part.end and part.start < end for start, end in kept)
        names = any(text[part.start + one.start].isupper() for one in part.sentence.unknown()[1:])
        if not is_kept and not names and is_aside(part) and not _stated(read(part.sentence.text)):
            _blank(characters, ((part.start, part.end),))
    return "".join(characters)


def _blank(characters: list[str], spans: tuple[Span, ...]) -> None:
    """Blank some stretches; the stop that ends one stays, so that "Gand. Combien" becomes no name of two words."""
    for start, end in spans:
        said = "".join(characters[start:end]).rstrip()
        stop = start + len(said) - 1 if said.endswith((".", "!", "?")) else None
        is_after_words = any(one.strip() for one in characters[:start])
        for at in range(start, end):
            characters[at] = ";" if at == stop and is_after_words else " "


@dataclass(frozen=True)
class _Verdict:
    """What to leave out of a part; where its conditions may be meant, both ways differ."""

    without: tuple[Span, ...] = ()
    with_conditions: tuple[Span, ...] = ()
    decided: bool = False

    @classmethod
    def leaves_out(cls, spans: list[Span], *, decided: bool = False) -> _Verdict:
        return cls(tuple(spans), tuple(spans), decided)


_KEPT = _Verdict()


@dataclass(frozen=True)
class _Asked:
    """The part that asks: its conditions, and whether it takes up what was told before."""

    kinds: frozenset[str]
    values: frozenset[tuple[str, object]]
    points_back: bool
    points_perhaps: bool
    kinds_pointed_at: frozenset[str]
    uses_it: bool  # "en utilisent": of things, not of themes
    names_a_partner: bool
    names_projects: bool
    contrasts: bool  # "…, mais combien"
    start: int

    @classmethod
    def of(cls, asking: Part, around: tuple[Part, ...], read: _Read) -> _Asked:
        """The asking clause, with the clauses beside it that speak of nobody."""
        said = " ".join(
            one.folded.strip() for one in (*(part for part in around if part.place == "lead-in"), asking)
        )
        plain = [one for one in around if one.place in {"clause", "lead-in"} and not is_aside(one)]
        found = [one for part in (asking, *plain) for one in _stated(read(part.sentence.text))]
        return cls(
            frozenset(_kind(one.name) for one in found),
            frozenset((one.name, one.value) for one in found),
            bool(_POINTS_BACK.search(said) or pointed_at(said)),
            bool(_POINTS_PERHAPS.search(said)),
            frozenset(pointed_at(said)),
            bool(_USES_IT.search(said)),
            any(
                one.sentence.has("partner") for one in (asking, *around) if one.place in {"clause", "lead-in"}
            ),
            any(one.names_projects for one in (asking, *plain)),
            bool(_BUT.match(said)),
            asking.start,
        )

    def judge(self, part: Part, read: _Read) -> _Verdict:
        """Which words of a part tell nothing of what is asked."""
        found = _stated(read(part.sentence.text))
        doubted = [one for one in part.sentence.tokens if one.role in _DOUBTED]
        if self._asks_besides(part):
            return _KEPT
        if not found:
            return self._of_none(part, doubted)
        meant = [one for one in found if not is_of_a_person(one, part)]
        if part.place == "lead-in":
            return _of_a_lead_in(part, doubted, found, meant)
        if part.place == "clause" and not is_aside(part):
            return _KEPT
        if part.place == "tail" and part.runs_on:
            return _KEPT  # "combien de projets *j'ai à Namur*"
        if _FRAMES.search(part.folded):
            return _reduced(part, doubted, found)
        if self.points_back:
            himself = {one.end() for one in _IS_A.finditer(part.folded)}
            meant = [
                one
                for one in found
                if one.span[0] not in himself
                and (one in meant or not self.kinds_pointed_at or _kind(one.name) in self.kinds_pointed_at)
            ]
            decided = len(meant) < len(found) or any(one.role in _DENIALS for one in doubted)
            return _reduced(part, doubted, meant, decided=decided)
        things = [one for one in found if one.name == "technology"]
        if self.uses_it and things and len(things) < len(found) and _only_themes(found):
            return _reduced(part, doubted, things, decided=True)  # "l'office du tourisme veut des QR codes"
        points = self.points_perhaps or self.uses_it or self.points_back
        denied_thing = self.uses_it and bool(things) and any(one.role in {"not", "no"} for one in doubted)
        if points and part.place == "sentence" and (denied_thing or _WE_LACK.search(part.folded)):
            return _reduced(
                part, doubted, meant, decided=True
            )  # "nous n'avons pas de drones", the projects may
        if self.points_perhaps and len(meant) < len(found) and meant and is_aside(part):
            return _reduced(part, doubted, meant, decided=True)
        if not self.kinds or self.points_perhaps:
            unclear = not self.kinds and not self.points_perhaps and tells_of_a_thing(part)
            return _reduced(part, doubted, found) if is_aside(part) and not unclear else _KEPT
        return self._of_conditions(part, doubted, found, meant)

    def _asks_besides(self, part: Part) -> bool:
        """Whether a part asks something of its own, before what is asked at last."""
        asks = part.asks_surely and part.place in {"clause", "sentence", "preamble"}
        asks |= part.computes and part.place == "clause"
        asks |= part.place == "sentence" and bool(_INTERROGATIVE.search(part.folded))
        before = part.is_question and part.end <= self.start and part.place == "sentence"
        return asks or (before and tells_of_a_thing(part) and not OF_ME.search(part.folded))

    def _of_none(self, part: Part, doubted: list[Token]) -> _Verdict:
        """A part without conditions: left out where it tells of people or denies what nobody asked."""
        whole = [(part.start, part.end)]
        if not doubted:
            return _KEPT
        if part.place == "sentence" and {one.role for one in part.sentence.tokens} <= _SAYS_NOTHING:
            return _Verdict.leaves_out(whole)  # "De reden doet er niet toe."
        if explains(part):
            return _Verdict.leaves_out(whole)
        if self.names_a_partner and (names := names_in(part)):
            return _Verdict.leaves_out(spans_without(part, names))
        told_before = part.place in {"sentence", "preamble"} and part.end <= self.start
        unknown_thing = tells_of_a_thing(part)
        if told_before and not self.kinds and (self.points_back or unknown_thing):
            return _KEPT  # what is pointed at, or asked about, is not known
        if unknown_thing and not self.names_projects:
            return _KEPT  # "une sanction administrative, et de combien"
        aside = is_aside(part) or (self.contrasts and part.end <= self.start and not unknown_thing)
        if aside and not may_narrow(part, doubted):
            return _Verdict.leaves_out(whole)
        return _KEPT

    def _of_conditions(
        self, part: Part, doubted: list[Token], found: list[Condition], meant: list[Condition]
    ) -> _Verdict:
        """A part with conditions, beside a question that has its own and points nowhere."""
        whole = [(part.start, part.end)]
        aside = is_aside(part)
        if part.place == "tail" and not aside and "theme" in self.kinds and _only_themes(found):
            spans = spans_without(part, [one.span for one in found])
            return _Verdict(tuple(whole), tuple(spans), decided=True)  # "… *pour contrôler le stationnement*"
        apart = part.place != "clause"
        tells = part.place in {"sentence", "tail"} or has_verb(part)
        # "Pause terminée", "ce qu'on a vécu en 2021": stages and years of other things than projects.
        told = {"year"} if part.names_projects else {"year", "status"}
        new = [one for one in meant if _kind(one.name) not in self.kinds | told]
        repeated = all((one.name, one.value) in self.values for one in found)
        if repeated and apart and doubted:
            return _Verdict.leaves_out(whole)
        if SET_PHRASE.search(part.folded) and part.place == "preamble":
            return _Verdict.leaves_out(whole, decided=True)  # "petit sondage interne :"
        if aside and apart and {_kind(one.name) for one in meant} <= told:
            return _Verdict.leaves_out(whole, decided=not repeated)
        begins_with_a_place = part.sentence.tokens[0].role == "prep"  # "chez nos voisins français"
        if aside and not meant and not begins_with_a_place:
            return _Verdict.leaves_out(whole, decided=not repeated)
        if not aside or not tells:
            return _reduced(part, doubted, meant) if is_a_topic(part) else _KEPT
        if not new:
            return _Verdict.leaves_out(whole, decided=not repeated)
        if _IS_OR_DOES.search(part.folded):
            return _Verdict.leaves_out(whole, decided=True)
        themes = "theme" not in self.kinds and _only_themes(new)
        if (themes and is_talked_of(new, part)) or LOOKS_FOR.search(part.folded) or ABOUT.search(part.folded):
            return _reduced(part, doubted, new)
        if any(one.role in _DENIALS for one in doubted) or not (doubted or apart):
            return _KEPT
        return _Verdict(tuple(whole), tuple(spans_without(part, [one.span for one in new])), decided=True)


def _only_themes(found: list[Condition]) -> bool:
    return all(_kind(one.name) == "theme" for one in found)


def _of_a_lead_in(
    part: Part, doubted: list[Token], found: list[Condition], meant: list[Condition]
) -> _Verdict:
    """ "Mon échevin de la mobilité veut savoir *combien*": what a person is, is left out, what else is said stays."""
    kept = [one.span for one in meant]
    spans = spans_without(part, kept + _denials(part, kept, _EXCLUDES))
    if len(meant) < len(found):
        return _Verdict.leaves_out(spans, decided=True)
    if not doubted or not is_aside(part) or is_qualified(part, doubted, found):
        return _KEPT
    return _Verdict.leaves_out(spans)


def _reduced(part: Part, doubted: list[Token], meant: list[Condition], *, decided: bool = False) -> _Verdict:
    """Only the conditions of a part are kept, with what denies them, unless a word beside them may narrow them."""
    if not decided and (not doubted or is_qualified(part, doubted, meant)):
        return _KEPT
    kept = [one.span for one in meant]
    if any(one.name.startswith(("budget", "subsidy")) for one in meant):  # "un million de *budget*"
        kept += [one.span for one in part.sentence.tokens if one.role in {"money", "subsidy", "cost"}]
    kept += _denials(part, kept, _EXCLUDES if decided else _DENIALS)
    return _Verdict.leaves_out(spans_without(part, kept), decided=decided)


def _denials(part: Part, spans: list[Span], roles: frozenset[str]) -> list[Span]:
    """Each word that denies, up to the condition that follows it, else from the one before it."""
    found = []
    for token in part.sentence.tokens:
        if (
            token.role not in roles
            or _only(part, token)
            or any(start <= token.start < end for start, end in spans)
        ):
            continue
        after = [end for start, end in spans if start >= token.end]
        before = [end for _, end in spans if end <= token.start]
        if after:
            found.append((token.start, min(after)))
        elif before and _closes(part, token):
            found.append((max(before), token.end))
    return found


def _closes(part: Part, token: Token) -> bool:
    """ "België *uitgezonderd*,": nothing of its clause follows."""
    following = [one for one in part.sentence.tokens if one.start >= token.end][:1]
    return not following or following[0].after_break


def _only(part: Part, token: Token) -> bool:
    """ "Si je *ne* garde *que* les projets opérationnels" denies nothing."""
    following = [one for one in part.sentence.tokens if one.start >= token.end][:4]
    return token.text in {"ne", "n"} and any(one.text.split()[-1] in {"que", "qu"} for one in following)


def _stated(conditions: Conditions) -> list[Condition]:
    """The certain conditions, and the places of several readings."""
    open_spans = {one.span for one in conditions.ambiguous}
    return [one for one in conditions.found if (one.certain or one.span in open_spans) and one.name != "kind"]


def _kind(name: str) -> str:
    return KINDS.get(name, name.partition("_")[0])
