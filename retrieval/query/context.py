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
from itertools import pairwise

from corpus.phrases import words_of
from retrieval.query.clauses import Part, anatomy, clauses_of, spans_without
from retrieval.query.condition import Condition, Conditions
from retrieval.query.folding import Span
from retrieval.query.lexicon import UNSUPPORTED
from retrieval.query.people import People
from retrieval.query.sentence import UNKNOWN, Token

_DOUBTED = UNSUPPORTED | {UNKNOWN}
_DENIALS = frozenset({"except", "without", "not", "no"})
_EXCLUDES = frozenset({"except", "without"})  # of a condition, where "rien ne se passe à Huy" denies a clause
_PERSON = re.compile(
    r"\b(?:je|j'|me|m'|moi|mon|ma|mes|nous|notre|nos|l'on|qu'on|vous|votre|vos|ik|mij|mijn|wij|we|ons|onze|jullie|uw|ich|mich|mir|wir"
    r"|uns|unser\w*|mein\w*|euch|ihr|ihnen|i|i'm|i've|i'd|i'll|my|our|us|you|your|il parait|apparemment|blijkbaar|naar het schijnt|angeblich|apparently"
    r"|they say|on dit)\b"
)
_OF_ME = re.compile(r"\b(?:me|m'|moi|nous|mij|ons|mir|mich|uns|us)\b")  # "kann mir jemand helfen?"
_ON = re.compile(r"\bon\b")  # a person in French only
# "C'est urgent", "kan dat snel", "es eilt": of nobody and of no project.
_IMPERSONAL = re.compile(
    r"^\W*(?:et |mais |en |maar |und |aber |and |but )?(?:c'est|ce serait|ca|cela|il (?:fait|faut|est|s'agit|pleut|parait|reste)|'t is|(?:het|dat|dit|er) (?:is|zijn|was|moet|mag|kan|gaat|wordt|lijkt|komt)"
    r"|(?:kan|mag|gaat|is) (?:dat|het|dit)|(?:es|das|dies) (?:ist|sind|war|muss|darf|kann|geht|wird|eilt|drangt|ware|scheint)|(?:geht|kann|ist|ware) (?:das|es)"
    r"|it's|it is|that's|that is|this is|that would|it would|can that|quick|no rush|rien de tel|pas facile|geen haast|keine eile|pas de stress|pas d'urgence)\b"
)
_BUSY = re.compile(r"\W*(?:just |only )?(?!looking|searching|interested)\w+ing\b")  # "Settling an argument."
_WANTS_TO_KNOW = re.compile(
    r"\b(?:savoir|demand\w+|reclam\w+|question\w*|weten|vraagt|vragen|vroeg|wissen|fragt|fragen|fragte|bittet|braucht"
    r"|know|asks?|asked|asking|wonders?|wondering|needs?|wants?|wanted|veut|veulent|voudrait|aimerait|wil|wenst|mochte"
    r"|will|besoin|nodig|gevraagd|gefragt|wou|wollte\w*)\b"
)
# Set phrases that excuse, doubt or hurry, whatever is in them.
_SET_PHRASE = re.compile(
    r"^\W*(?:(?:geen|aucune|keine|no) (?:idee|idea|ahnung)|not sure|pas sure? (?:si|que)|not to be|not to sound|not that|sans vouloir|zonder te willen|ohne .{0,30} zu wollen"
    r"|without wanting|(?:falls|wenn|als|indien|si|if) (?:es|das|dat|het|ce|c'est|ca|cela|it|that|you (?:don't )?mind|vous|u|sie|du|je|possible|mogelijk|moglich)\b"
    r"|entre nous|unter uns|onder ons|between (?:us|you)|en deux mots|kort en goed|kurz gesagt|long story|to cut|soit dit|zwischen tur|between doors|tussen twee"
    r"|entre deux|zwischen zwei|between two|en (?:vitesse|coup de vent|urgence|passant)|van de hak|uberspitzt|a tout hasard|petite? (?:question|demande|mail|message|mot|coup de fil|appel|check|defi|parenthese|sondage|quiz|devinette|precision)"
    r"|kleine? (?:vraag|frage|quiz|peiling|umfrage|bitte)|(?:quick|little) (?:poll|quiz|survey)|quick (?:one|question)|rumou?r has it|op het eerste gezicht)"
)
# What somebody looks for, and of what he writes, may be meant as a condition.
# "Quand on prend le programme X": what a question is then asked of.
_FRAMES = re.compile(
    r"^\W*(?:et |alors |en |und |and )?(?:quand|qd|si|lorsqu[e']|en (?:ne )?(?:prenant|considerant|regardant|comptant|gardant|se limitant)|als|indien|wanneer|wenn"
    r"|if|when|taking|looking at|considering|prenons|prenez|neem|nemen we|nehmen wir|let's take|take)\b"
)
_LOOKS_FOR = re.compile(
    r"\b(?:(?:m'|nous |s')occup\w+ d|kummer\w* (?:mich|uns) um|bezig met|work(?:ing)? on|in charge of|interess\w+|cherch\w+|recherch\w+|focus\w*|concentr\w+|geinteresseerd|interesse\w*|(?<!is )(?<!uit te )(?<!op te )zoek(?:en)?|such(?:e|en|t)(?! nach nichts)"
    r"|beschaftig\w+|konzentrier\w+|look\w*|interest\w*|limit\w*|(?:seulement|uniquement|nur|enkel|alleen|only|just)(?! (?:damit|um|zur|kurz|schnell|omdat|om|even|pour|histoire|to|so|curious|asking|checking|wondering|between|a quick|give|tell|the number|the total)\b))\b"
)
_ANYTHING = re.compile(
    r"\b(?:(?:quelque chose|exemples?|idees?|inspiration|iets|voorbeeld\w*|inspiratie|ideeen|etwas|beispiele?|anregung\w*|ideen|something|anything"
    r"|examples?|ideas?|chiffres?|cijfers?|zahlen|figures?|infos?|informations?)\b)"
)
_ABOUT = re.compile(
    r"\b(?:sur|a propos d\w*|concernant|autour d\w*|over|rond|rondom|omtrent|uber|zum thema|rund um|about|regarding"
    r"|au sujet d\w*|en matiere d\w*|de thematique)\b"
)
# "J'écris *sur* les trottoirs chauffants", where "rond de tafel" is no subject.
_WRITES = re.compile(
    r"\b(?:ecri\w+|redig\w+|parl\w+|prepar\w+|travaill\w+|pens\w+|planch\w+|bosse\w*|schrij\w+|praat\w*|praten|spreek\w*|spreken|bereid\w*|werk\w*|denk\w*|schreib\w+"
    r"|sprech\w+|rede\w*|arbeit\w+|bereite\w*|writ\w+|speak\w*|talk\w*|work\w*|think\w*|plan\w*|prepar\w+|dossier|projet|project|projekt)\b"
)
# A clause that begins so qualifies what is asked.
_NARROWS = re.compile(
    r"^\W*(?:seulement|uniquement|exclusivement|rien que|avec|dont|qui|que(?! (?:je|j'|nous|on)\b)|ou|sans|hors|sauf|tous|toutes|enkel|alleen|slechts|uitsluitend|met|zonder|behalve"
    r"|die|dat|waar\w*|nur|lediglich|mit|ohne|ausser|welche\w*|deren|wo|only|with|without|which|that|whose|where|except|but only)\b"
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
_POINTS_PERHAPS = re.compile(r"\b(?:s'en|en (?:utilis\w+|ont|dispos\w+|parl\w+|font|possed\w+|compt\w+)|ermee|erover|ervan|damit|daruber|ils|elles?|leur|leurs|eux|ze|zij|hun|sie|ihre?[nrm]?|they|their|them)\b")
_KINDS = {
    "country": "place", "region": "place", "province": "place", "arrondissement": "place", "municipality": "place",
    "near": "place", "domain": "theme", "technology": "theme", "service": "theme", "year_from": "year", "year_to": "year",
}  # fmt: skip
_INTERROGATIVE = re.compile(
    r"^\W*(?:et |en |und |and )?(?:how (?:often|long|far|much|many|does|do|did|is|are|can)|when|why|where|who|wie (?:oft|lang|weit|viel|hoch|geht|macht|funktioniert)|wann|warum|wo|wer"
    r"|hoe (?:vaak|lang|ver|veel|groot|werkt|gaat|doe)|wanneer|waarom|waar|comment (?!dire|vous dire)|pourquoi|quand est-ce|ou (?:est|sont|se)|qui (?:est|a|ont|sont))\b"
)
_BUT = re.compile(r"\W*(?:mais|maar|aber|but|donc|dus|so|alors|du coup|hence)\b")

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
        if not is_kept and not names and _is_aside(part) and not _stated(read(part.sentence.text)):
            _blank(characters, ((part.start, part.end),))
    return "".join(characters)


def _blank(characters: list[str], spans: tuple[Span, ...]) -> None:
    for start, end in spans:
        characters[start:end] = " " * (end - start)


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
        plain = [one for one in around if one.place in {"clause", "lead-in"} and not _is_aside(one)]
        found = [one for part in (asking, *plain) for one in _stated(read(part.sentence.text))]
        return cls(
            frozenset(_kind(one.name) for one in found),
            frozenset((one.name, one.value) for one in found),
            bool(_POINTS_BACK.search(said)),
            bool(_POINTS_PERHAPS.search(said)),
            any(one.sentence.has("partner") for one in (asking, *around) if one.place in {"clause", "lead-in"}),
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
        meant = [one for one in found if not _is_of_a_person(one, part)]
        if part.place == "lead-in":
            return _of_a_lead_in(part, doubted, found, meant)
        if part.place == "clause" and not _is_aside(part):
            return _KEPT
        if part.place == "tail" and part.runs_on:
            return _KEPT  # "combien de projets *j'ai à Namur*"
        if _FRAMES.search(part.folded):
            return _reduced(part, doubted, found)
        if self.points_back:
            himself = {one.end() for one in _IS_A.finditer(part.folded)}
            meant = [one for one in found if one.span[0] not in himself]
            decided = len(meant) < len(found) or any(one.role in _DENIALS for one in doubted)
            return _reduced(part, doubted, meant, decided=decided)
        if not self.kinds or self.points_perhaps:
            unclear = not self.kinds and not self.points_perhaps and _tells_of_a_thing(part)
            return _reduced(part, doubted, found) if _is_aside(part) and not unclear else _KEPT
        return self._of_conditions(part, doubted, found, meant)

    def _asks_besides(self, part: Part) -> bool:
        """Whether a part asks something of its own, before what is asked at last."""
        asks = part.asks_surely and part.place in {"clause", "sentence", "preamble"}
        asks |= part.place == "sentence" and bool(_INTERROGATIVE.search(part.folded))
        before = part.is_question and part.end <= self.start and part.place == "sentence"
        return asks or (before and _tells_of_a_thing(part) and not _OF_ME.search(part.folded))

    def _of_none(self, part: Part, doubted: list[Token]) -> _Verdict:
        """A part without conditions: left out where it tells of people or denies what nobody asked."""
        whole = [(part.start, part.end)]
        if not doubted:
            return _KEPT
        if _explains(part):
            return _Verdict.leaves_out(whole)
        if self.names_a_partner and (names := _names_in(part)):
            return _Verdict.leaves_out(spans_without(part, names))
        told_before = part.place in {"sentence", "preamble"} and part.end <= self.start
        unknown_thing = _tells_of_a_thing(part)
        if told_before and not self.kinds and (self.points_back or unknown_thing):
            return _KEPT  # what is pointed at, or asked about, is not known
        if unknown_thing and not self.names_projects:
            return _KEPT  # "une sanction administrative, et de combien"
        aside = _is_aside(part) or (self.contrasts and part.end <= self.start and not unknown_thing)
        if aside and not _may_narrow(part, doubted):
            return _Verdict.leaves_out(whole)
        return _KEPT

    def _of_conditions(
        self, part: Part, doubted: list[Token], found: list[Condition], meant: list[Condition]
    ) -> _Verdict:
        """A part with conditions, beside a question that has its own and points nowhere."""
        whole = [(part.start, part.end)]
        aside = _is_aside(part)
        if part.place == "tail" and not aside and "theme" in self.kinds and _only_themes(found):
            spans = spans_without(part, [one.span for one in found])
            return _Verdict(tuple(whole), tuple(spans), decided=True)  # "… *pour contrôler le stationnement*"
        apart = part.place != "clause"
        has_verb = part.place in {"sentence", "tail"} or _has_verb(part)
        new = [one for one in meant if _kind(one.name) not in self.kinds | {"year"}]
        repeated = all((one.name, one.value) in self.values for one in found)
        if repeated and apart and doubted:
            return _Verdict.leaves_out(whole)
        if _SET_PHRASE.search(part.folded) and part.place == "preamble":
            return _Verdict.leaves_out(whole, decided=True)  # "petit sondage interne :"
        if not aside or not has_verb:
            return _reduced(part, doubted, meant) if _is_a_topic(part) else _KEPT
        if not new:
            return _Verdict.leaves_out(whole, decided=not repeated)
        if _IS_OR_DOES.search(part.folded):
            return _Verdict.leaves_out(whole, decided=True)
        themes = "theme" not in self.kinds and all(_kind(one.name) == "theme" for one in new)
        if themes or _LOOKS_FOR.search(part.folded) or _ABOUT.search(part.folded):
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
    spans = spans_without(part, [one.span for one in meant])
    if len(meant) < len(found):
        return _Verdict.leaves_out(spans, decided=True)
    if not doubted or not _is_aside(part) or _is_qualified(part, doubted, found):
        return _KEPT
    return _Verdict.leaves_out(spans)


def _reduced(
    part: Part, doubted: list[Token], meant: list[Condition], *, decided: bool = False
) -> _Verdict:
    """Only the conditions of a part are kept, with what denies them, unless a word beside them may narrow them."""
    if not decided and (not doubted or _is_qualified(part, doubted, meant)):
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
        if token.role not in roles or _only(part, token) or any(start <= token.start < end for start, end in spans):
            continue
        after = [end for start, end in spans if start >= token.end]
        before = [end for _, end in spans if end <= token.start]
        if after:
            found.append((token.start, min(after)))
        elif before:
            found.append((max(before), token.end))
    return found


def _only(part: Part, token: Token) -> bool:
    """ "Si je *ne* garde *que* les projets opérationnels" denies nothing."""
    following = [one for one in part.sentence.tokens if one.start >= token.end][:4]
    return token.text in {"ne", "n"} and any(one.text.split()[-1] in {"que", "qu"} for one in following)


def _stated(conditions: Conditions) -> list[Condition]:
    """The certain conditions, and the places of several readings."""
    open_spans = {one.span for one in conditions.ambiguous}
    return [
        one for one in conditions.found if (one.certain or one.span in open_spans) and one.name != "kind"
    ]


def _kind(name: str) -> str:
    return _KINDS.get(name, name.partition("_")[0])


def _is_aside(part: Part) -> bool:
    """Whether a part speaks of people, of an occasion or of a reason to ask."""
    excuses = part.is_of_the_speaker or bool(_SET_PHRASE.search(part.folded))
    people, words = People.load(), part.words
    of_a_person = len(words) > 1 and people.people.at(words, 1) is not None  # "*die* Ministerin fragt"
    qualifies = part.place == "clause" and not part.in_brackets and bool(_NARROWS.search(part.folded))
    if qualifies and not excuses and not of_a_person:
        return False
    return (
        excuses
        or any(_is_personal(found.group(), part) for found in _PERSON.finditer(part.folded))
        or bool(_WANTS_TO_KNOW.search(part.folded))
        or (part.sentence.language == "fr" and bool(_ON.search(part.folded)))
        or bool(_IMPERSONAL.search(part.folded))
        or (part.place == "sentence" and part.sentence.language == "en" and bool(_BUSY.match(part.folded)))
        or (part.place != "clause" and bool(_LOOKS_FOR.search(part.folded) and _ANYTHING.search(part.folded)))
        or people.people.is_in(words)
        or people.officials.is_in(words)
        or (part.place != "clause" and people.occasions.is_in(words))
    )


def _is_personal(word: str, part: Part) -> bool:
    """A Dutch "je" is anybody: "parkeren zonder ticket doordat *je* nummerplaat herkend wordt"."""
    return not (word == "je" and part.sentence.language == "nl" and part.place != "lead-in")


def _is_a_topic(part: Part) -> bool:
    """ "Nos amis flamands et la mobilité :" has no verb, and says what the question is about."""
    return part.place == "preamble" and not _has_verb(part)


def _has_verb(part: Part) -> bool:
    verbs = {"verb", "aux", "start", "received", "has"}
    return any(one.role in verbs and one.text not in _WITH for one in part.sentence.tokens)


_WITH = frozenset({"avec", "met", "mit", "with", "dont", "waarvan", "deren", "dessen", "whose"})


_DENIES = re.compile(
    r"^\W*(?:et |mais |en |maar |und |aber |and |but )?(?:pas|non|non pas|niet|nicht|not)\b(?! (?:encore|nog|noch|yet))"
)


def _explains(part: Part) -> bool:
    """ "(La ville, *pas la province*)": it denies, in brackets or of a level, what the question does not say."""
    if not _DENIES.search(part.folded):
        return False
    return part.in_brackets or part.sentence.has("town", "dim_province", "dim_region", "dim_country")


def _tells_of_a_thing(part: Part) -> bool:
    """Whether it names something that nothing knows: "Mon dada, ce sont *les trottoirs chauffants*."."""
    tokens = part.sentence.tokens
    return any(
        other.role == UNKNOWN and one.role in {"det", "prep"} and not _is_known_as_person(other)
        for one, other in pairwise(tokens)
    )


# "Toujours *sur mon* rapport": what is one's own is no subject.
_OWN = re.compile(r"\b(?:mon|ma|mes|notre|nos|mijn|ons|onze|mein\w*|unser\w*|my|our) $")


def _may_narrow(part: Part, doubted: list[Token]) -> bool:
    """Whether words that nothing knows are what somebody looks for or writes about."""
    unknown = [
        one for one in doubted if one.role in {UNKNOWN, "ours", "relative"} and not _is_known_as_person(one)
    ]
    tokens = part.sentence.tokens
    if (looks := _LOOKS_FOR.search(part.folded)) and not _ANYTHING.search(part.folded):
        pairs = {other: one for one, other in pairwise(tokens)}
        sought = [
            one
            for one in unknown
            if one.start >= looks.end() or (one in pairs and pairs[one].role in {"det", "prep"})
        ]
        return bool(sought)
    if not (_WRITES.search(part.folded) or People.load().occasions.is_in(part.words)):
        return False
    for token in unknown:
        position = tokens.index(token)
        before = part.folded[tokens[max(0, position - 3)].start : token.start]
        if _ABOUT.search(before) and not _OWN.search(before):
            return True
    return False


def _is_known_as_person(token: Token) -> bool:
    people, words = People.load(), words_of(token.text)
    return any(one.is_in(words) for one in (people.people, people.officials, people.occasions))


def _is_of_a_person(condition: Condition, part: Part) -> bool:
    """ "Ma présidente *de CPAS*", "unsere *flämischen* Kollegen", "notre *service mobilité*"."""
    people, words = People.load(), part.words
    said = [one for one in words if condition.span[0] <= one.start and one.end <= condition.span[1]]
    if part.place in {"sentence", "preamble", "tail"} and people.officials.is_in(said):
        return True  # "voor de *gemeenteraad* van maandag"
    if part.place == "sentence" and len(said) == 1 and people.people.is_in(said):
        return True  # "l'*intercommunale* me harcèle"
    before = [at for at, word in enumerate(words) if word.end <= condition.span[0]][::-1]
    after = [at for at, word in enumerate(words) if word.start >= condition.span[1]][:1]
    if any(people.people.at(words, at) or people.officials.at(words, at) for at in after):
        return True
    if condition.name == "service" and before and _OWN.search(part.folded[: condition.span[0]]):
        return True
    for at in before[:_FAR]:
        if people.people.at(words, at) or people.officials.at(words, at):
            return True
        if words[at].after_break or words[at].folded not in _OF:
            return False
    return False


_FAR = 3  # words between a person and what he is of
_OF = frozenset(
    "de du des d la le l les en a au aux chez pour van der de het voor in uit bij vom von des der fur of for in from the"
    " at aus im".split()
)


def _names_in(part: Part) -> list[Span]:
    """The capitalised words that nothing knows: names, which may be those of a partner."""
    return [
        one.span
        for one in part.sentence.unknown()
        if part.sentence.text[one.start].isupper() and not _is_known_as_person(one)
    ]


def _is_qualified(part: Part, doubted: list[Token], found: list[Condition]) -> bool:
    """Whether an unknown word stands beside a condition and may narrow it: "trottoirs *chauffants*"."""
    spans = [one.span for one in found if not _is_of_a_person(one, part)]
    outside = [
        one
        for one in doubted
        if one.role == UNKNOWN
        and not _is_known_as_person(one)
        and not any(start < one.end and one.start < end for start, end in spans)
    ]
    return any(
        0 <= one.start - end <= 1 or 0 <= start - one.end <= 1 for one in outside for start, end in spans
    )
