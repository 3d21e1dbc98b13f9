"""A text taken apart: its sentences, their clauses, what hangs on a clause, and what stands before the word that asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.models import Language
from corpus.phrases import Word, subject_of, words_of
from retrieval.query.folding import Span, fold
from retrieval.query.words.cues import cue, word_set
from retrieval.query.words.people import People
from retrieval.query.words.sentence import Sentence

# A full stop after a short word may be one of an abbreviation ("max. 50", "St. Vith") unless a capital follows; these always are.
_ABBREVIATED = "".join(
    rf"(?<!\b{one})(?<!\b{one.capitalize()})"
    for one in "st ste prov arr mio mrd mln nr art max min ca env ex bv bijv dr mr ir mme mgr incl inkl tsd num".split()
)
_STRONG = re.compile(
    rf"(?:(?<=\w{{4}})(?<!prov)|(?<=[)\d»\"])|(?<=\.))\.(?=\s)|(?<=\w\w){_ABBREVIATED}\.(?=\s+[A-ZÀ-Ý„«])|[!?;:\n…](?=\s)|\s[-–—](?=\s)"
)
_WEAK = re.compile(r"[,()](?!\d)|\s[-–—](?=\s)")
ASKS = ("how_many", "number", "which", "mean", "overview", "give")
_SURELY = ("how_many", "which", "number", "mean")
# Where none of these is said, what is computed asks by itself: "qui a le plus de projets", "somme des budgets".
_COMPUTES = (
    "total",
    "distribution",
    "most",
    "least",
    "max_cost",
    "min_cost",
    "max_size",
    "min_size",
    "newest",
    "oldest",
    "per",
    "compare",
    "more",
)
# What a clause hangs on another one by; those of the speaker say nothing of the projects whatever follows.
_OF_THE_SPEAKER = r"histoire d[e']|que (?:je|j'|nous|l'on|on) (?:puis\w+|sach\w+|ai\b|fass\w+)|avant d[e'] ?(?:ne )?(?:pas )?(?:l[ea']|me |m'|nous |te |se |s')? ?\w+(?:er|ir|re)\b|(?:juste |nur |alleen |just )?(?:pour ne pas|damit ich|damit wir|zodat ik|zodat we|so i (?:can|don't)|so we (?:can|don't))\b|nur damit|sans vouloir|sans indiscretion|si ce n'est pas trop|sinon\b|sans quoi|kwestie van|anders\b(?! dan)|sonst\b|otherwise|or else|le temps d[e']|avant qu[e'] ?(?:je|j'|on|l'on|nous|mon|ma|mes|notre|nos|ce |il ne|tout)|(?:voordat|vooraleer|alvorens) (?:ik|we|wij|mijn|ons|onze)\b|(?:bevor|ehe) (?:ich|wir|mein\w*|unser\w*)\b|before (?:i|we|my|our)\b"
_HANGS_ON = re.compile(
    rf"(?<![-\w])(?:(?:{_OF_THE_SPEAKER})|car\b(?!-)|\bparce qu|\bvu qu|\bpuisqu|\betant donne qu|\bsachant qu|\bavant d[e']|\btant qu[e']|\bpendant qu"
    r"|\bafin (?:de|d'|que|qu')|\bpour (?:qu[e']|(?:ne )?(?:pas )?(?:\w+ )?\w+(?:er|ir|re)\b)|\bquitte a\b|\bde sorte qu|\bquand (?:je|on|nous)|\bsi (?:je|on|nous|vous|tu|ca)\b"
    r"|\bwant\b|\bomdat\b|\baangezien\b|\bzodat\b|\bopdat\b|\bvoor (?:ik|we|wij|het te)\b|\bzolang\b|\bterwijl\b|\bom (?=.{1,60}\bte\b)|\bals (?:ik|we|wij|u|je)\b"
    r"|\bweil\b|\bda (?:ich|wir|mein\w*|unser\w*|es)\b|\bdenn (?:ich|wir|mein\w*|unser\w*|es|das|der|die)\b|\bdamit (?:ich|wir|es|man|mein\w*|unser\w*|das|der|die)\b"
    r"|\bsodass\b|\bsolange\b|\bwahrend (?:ich|wir)\b|\bum (?=.{1,60}\bzu\b)|\bwenn (?:ich|wir|sie|es|man)\b"
    r"|(?:\b(?:svp|stp|merci|aub|please|bitte|thx|danke),? )?(?:\bje (?:suis|dois|n'ai|crois|pars|veux|vais)\b|\bj'(?:ai (?:besoin|promis|une|un|plus|rendez)|en ai besoin|attends|hesite|ecris)|\bik (?:ben|moet|heb|wil|schrijf)\b|\bich (?:bin|muss|will|schreibe)\b|\bich (?:hab|habe) (?:es )?eilig|\bi'm\b|\bi (?:am|must|have to|need it|promised)\b|\bc'est (?:urgent|pour|presse)|\bhet is (?:dringend|voor)\b|\bes (?:ist dringend|eilt)|\bit's (?:urgent|for)\b)"
    r"|\bbecause\b|\bsince (?:i|we|it|my|our)\b|\bso (?:that|i|we|they|my|our|the)\b|\bwhile (?:i|we)\b|\bin order to\b|\bto (?=(?:show|prove|convince|put|fill|finish|include|quote|use|share)\b)|\bif (?:i|we|you)\b)"
)
_RUNS_ON = re.compile(
    r"\W*(?:(?:svp|stp|merci|aub|please|bitte|thx|danke),? )?(?:je|j'|ik|ich|i'm|i|c'est|het is|es|it's)\b"
)
# "De ploeg wil weten *wat het oudste project is*": where nothing else asks, this does.
_ASKS_TO_KNOW = re.compile(
    r"\b(?:(?:veut|veulent|voudrait|aimerait|voudrais|aimerais|wil|willen|wenst|zou graag|will|wollen|mochte|wants?|would like|need)(?: \w+){0,2} (?:savoir|connaitre|weten|kennen|wissen|to know)"
    r"|(?:me |nous |mij |ons |mich |uns )?(?:demande|vraagt(?: zich af)?|fragt(?: sich)?|asks|wonders)|(?:me|nous|m'a|nous a|m'ont|nous ont) (?:reclame\w*|exige\w*|demande\w*)|(?:eist|eisen|verlangt|verlangen|vraagt|vragen) (?:men |ze )?(?:van )?(?:mij|me|ons)|(?:verlangt|will|wollen|fordert) (?:von )?(?:mir|uns))\b"
)
_SPEAKER = re.compile(rf"\W*(?:{_OF_THE_SPEAKER})")
_CAUSES = re.compile(
    r"\W*(?:car\b|parce qu|vu qu|puisqu|etant donne qu|pour (?:que|qu')|afin qu|want\b|omdat\b|aangezien\b|zodat\b|weil\b|denn\b|damit (?:ich|wir|es|man)|sodass\b|because\b|since\b|so that\b)"
)
_PURPOSE = cue(__package__, "purpose")
_POSSESSIVES = word_set(__package__, "possessives")
_ONE = word_set(__package__, "one")
_COUNTED = (
    *("project", "practice", "law", "town", "money", "subsidy", "oldest", "newest"),
    *(
        "dim_domain",
        "dim_technology",
        "dim_province",
        "dim_region",
        "dim_country",
        "dim_programme",
        "dim_service",
    ),
)
_GLUING: tuple[Language, ...] = ("nl", "de")  # "waterprojecten"
_NEAR = 4  # words between "pour" and what for

Place = Literal["sentence", "preamble", "clause", "tail", "lead-in"]


@dataclass(frozen=True)
class Part:
    """A stretch of the text, how it stands to the part that asks, and its words."""

    start: int
    end: int
    place: Place
    sentence: Sentence
    folded: str
    in_brackets: bool = False

    @property
    def asks(self) -> bool:
        """Whether one of its words may ask."""
        return self.sentence.has(*ASKS)

    @property
    def names_projects(self) -> bool:
        """Whether what is counted or listed is named in it."""
        return self.sentence.has(*_COUNTED) or any(
            subject_of(one.text, language) for one in self.sentence.unknown() for language in _GLUING
        )

    @property
    def asks_surely(self) -> bool:
        """Whether one of its words asks and does nothing else."""
        return self.sentence.has("how_many", "which")

    @property
    def computes(self) -> bool:
        """Whether something in it is compared, added up or set above others."""
        return self.sentence.has(*_COMPUTES)

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.sentence.text.rstrip(' )»"”').endswith("?")

    @property
    def runs_on(self) -> bool:
        """Whether it begins a sentence of its own without a stop: "… svp je suis pressée"."""
        return _RUNS_ON.match(self.folded) is not None

    @property
    def words(self) -> list[Word]:
        """Its words."""
        return words_of(self.sentence.text)

    @property
    def is_of_the_speaker(self) -> bool:
        """ "Histoire de ne pas…", ", want het dringt": it says why or when somebody asks."""
        return bool(_SPEAKER.match(self.folded) or (self.place == "clause" and _CAUSES.match(self.folded)))


@dataclass(frozen=True)
class Anatomy:
    """The part that asks, and all that stands around it."""

    asking: Part
    around: tuple[Part, ...]


def anatomy(text: str) -> Anatomy | None:
    """The parts of a text; None where nothing in it asks."""
    sentences = [*_cut(text, 0, len(text), _STRONG, "sentence")]
    sentence = _asking(sentences)
    if sentence is None:
        return None
    clauses = [*_cut(text, sentence.start, sentence.end, _WEAK, "clause")]
    main = _asking(clauses) or sentence
    before, asking, tails = _around_the_ask(text, main)
    others = [one for one in clauses if one is not main]
    others = [part for one in others for part in _without_purpose(text, one)]
    around = [*(_preamble(text, one) for one in sentences if one is not sentence), *others, *before, *tails]
    return Anatomy(asking, tuple(around))


def clauses_of(text: str) -> list[Part]:
    """The clauses of all sentences of a text, whatever they ask."""
    return [
        clause
        for sentence in _cut(text, 0, len(text), _STRONG, "sentence")
        for clause in _cut(text, sentence.start, sentence.end, _WEAK, "sentence")
    ]


def _asking(parts: list[Part]) -> Part | None:
    """The part that asks; of several, the last that is sure to ("combien", "welche"), one that names projects first."""
    if sure := [one for one in parts if one.sentence.has(*_SURELY)]:
        return ([one for one in sure if one.names_projects] or sure)[-1]
    ways = (
        [one for one in parts if one.names_projects and one.sentence.has(*ASKS, *_COMPUTES)],
        [one for one in parts if one.sentence.has("project")],  # "il me faudrait tous les projets danois"
        [one for one in parts if one.sentence.has(*ASKS)],
        [one for one in parts if one.sentence.has(*_COMPUTES)],
    )
    return next((found[0] for found in ways if found), None)


def _cut(text: str, start: int, end: int, breaks: re.Pattern[str], place: Place) -> Iterator[Part]:
    cuts = [start, *(found.end() for found in breaks.finditer(text, start, end)), end]
    for first, last in pairwise(cuts):
        if text[first:last].strip(" ,.;:!?()"):
            yield _part(text, first, last, place)


def _part(text: str, start: int, end: int, place: Place) -> Part:
    said = text[start:end]
    depth = text.count("(", 0, start) - text.count(")", 0, start)
    return Part(start, end, place, Sentence.read(said), fold(said), in_brackets=depth > 0)


def _preamble(text: str, part: Part) -> Part:
    """A sentence that ends in a colon announces what follows."""
    return _part(text, part.start, part.end, "preamble") if text[: part.end].rstrip().endswith(":") else part


def _around_the_ask(text: str, main: Part) -> tuple[list[Part], Part, list[Part]]:
    """What stands before the word that asks, the asking clause itself, and what hangs on it."""
    first = next((one for one in main.sentence.tokens if one.role in ASKS), None)
    asked, after = main.start, main.start
    if first is not None:
        asked, after = main.start + first.start, main.start + first.end
    elif frame := _ASKS_TO_KNOW.search(main.folded):
        asked = after = main.start + frame.end()
    hanging = [found.start() for found in _HANGS_ON.finditer(fold(text), after, main.end)]
    said_before = [] if first is not None else _purposes(text, main.start, after)
    spans = [*((start, main.end) for start in hanging[:1]), *_purposes(text, after, main.end), *said_before]
    tails = [
        _part(text, start, end, "tail")
        for start, end in spans
        if text[main.start : start].strip() or end < main.end
    ]
    end = min((one.start for one in tails if one.end == main.end), default=main.end)
    before = [_part(text, main.start, asked, "lead-in")] if text[main.start : asked].strip() else []
    return before, _part(text, asked, end, "clause"), [one for one in tails if one.start <= end]


def _purposes(text: str, start: int, end: int) -> list[Span]:
    """ "Pour ma note au collège": what an answer is for, to the end of its clause unless what is asked follows."""
    spans = []
    for found in _PURPOSE.finditer(fold(text), start, end):
        length = _length_of_what_for(words_of(text[found.end() : end]))
        if length:
            rest = Sentence.read(text[found.end() + length : end])
            asked_after = rest.has("project", *ASKS)
            spans.append((found.start(), found.end() + length if asked_after else end))
    return spans


def _length_of_what_for(words: list[Word]) -> int:
    """How many characters an occasion or a person with the words before it take; none where none is near."""
    words = words[:_NEAR]
    stops = [at for at, word in enumerate(words) if at and word.after_break]
    words = words[: stops[0]] if stops else words
    said = {word.folded for word in words}
    people = People.load()
    vocabularies = [people.officials]
    vocabularies += [people.occasions] if said & (_POSSESSIVES | _ONE) else []
    vocabularies += [people.people] if said & _POSSESSIVES else []
    ends = [one.at(words, at) for one in vocabularies for at in range(len(words))]
    last = max((end for end in ends if end is not None), default=0)
    return words[last - 1].end if last else 0


def _without_purpose(text: str, part: Part) -> Iterator[Part]:
    """A clause, and what it says an answer is for."""
    purposes = [one for one in _purposes(text, part.start, part.end) if text[part.start : one[0]].strip(" ,")]
    if not purposes or purposes[0][1] != part.end:
        yield part
        return
    yield _part(text, part.start, purposes[0][0], "clause")
    yield _part(text, *purposes[0], "tail")


def spans_without(part: Part, kept: list[Span]) -> list[Span]:
    """All of a part but some stretches of it, which are counted from its start."""
    spans, position = [], 0
    for start, end in sorted(kept):
        if start > position:
            spans.append((part.start + position, part.start + start))
        position = max(position, end)
    if part.start + position < part.end:
        spans.append((part.start + position, part.end))
    return spans
