"""Whether a sentence of a model may be shown: a row of checks, each of which can only say no."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus.models import Language
from corpus.taxonomy import Taxonomy
from retrieval.answering.generated.claims import Claim
from retrieval.answering.generated.markers import Markers
from retrieval.answering.generated.names import Names, content_stems
from retrieval.answering.generated.sources import holds_address, is_aimed_at_a_model, visible
from retrieval.answering.generated.support import Bearing, Ground, SupportModel, bearing_of
from retrieval.embedding.embedder import Embedder
from retrieval.query.folding import fold
from retrieval.query.language import detect_language
from retrieval.query.measures import Day, Measures, Quantity, kind_of, same

_LONGEST = 400  # characters of one sentence
_FEWEST_WORDS = 4  # fewer are a heading or a scrap
_CLEARLY = 0.02  # of cosine
_FORBIDDEN_SIGNS = re.compile(r"[<>{}\[\]|`\\^~=]|\*|#|!\(|&\w+;|__|\$\(")
_ADDRESSES_SOMEBODY = re.compile(
    r"^(?:veuillez|cliquez|visitez|contactez|appelez|envoyez|telechargez|connectez|saisissez|payez|rendez-vous|consultez|notez|sachez"
    r"|klik|bezoek|contacteer|bel|stuur|download|betaal|raadpleeg|neem|surf|gelieve|klicken|besuchen|kontaktieren|rufen|senden|laden"
    r"|zahlen|bitte|gehen|click|visit|contact|call|send|download|pay|please|go|see|log|enter|open|note)\b"
    r"|\b(?:je|j'|moi|mon|ma|mes|ik|mijn|mij|ich|mein\w*|mir|i|my|me|as an ai|en tant qu'ia|als ki|als ai)\b"
    r"|\b(?:vous|votre|vos|u|uw|jouw|ihnen|you|your)\b(?=.{0,40}\b(?:mot de passe|compte|wachtwoord|passwort|konto|password|account|cliqu|klik|klick|click))"
)
_SPEAKS_FOR_US = re.compile(
    r"\bpasserelle\b"
)  # folded; what the assistant itself confirms, no document decides
_QUOTED = re.compile(r"[«„“\"]\s*([^«»„“”\"]{3,}?)\s*[»”“\"]")
_SUBJECTS = frozenset({"technology", "service", "programme"})
_CLAUSE = re.compile(r"[,;:()]|\s[–—-]\s|\b(?:mais|maar|aber|but|tandis que|terwijl|während|while)\b")


class Verdict(StrEnum):
    """What a check found; only `BORNE` is shown."""

    BORNE = "borne"
    UNCITED = "uncited"  # no mark, or the mark of no source
    NOT_A_STATEMENT = "not_a_statement"  # a question, an order, somebody speaking of themselves, half a page
    NOT_PLAIN = "not_plain"  # a link, an address, Markdown, HTML, code
    OTHER_LANGUAGE = "other_language"
    NUMBER = "number"
    NAME = "name"
    SUBJECT = "subject"  # a theme, technology or service that the passage does not speak of
    QUOTE = "quote"  # quotation marks around what the source does not say
    TURNED = "turned"  # a negation, a duty, a limit that differs from the source's
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True)
class Finding:
    """The verdict on a claim, with the source and the sentences that bear it or come nearest."""

    verdict: Verdict
    detail: str = ""
    ground: Ground | None = None
    bearing: Bearing | None = None
    score: float = 0.0


@dataclass(frozen=True)
class _Case:
    """A claim before one of its sources."""

    claim: Claim
    language: Language
    ground: Ground
    bearing: Bearing
    score: float
    threshold: float
    embedder: Embedder


class Checker:
    """Checks the sentences of one answer against its numbered sources."""

    def __init__(self, embedder: Embedder, model: SupportModel | None = None) -> None:
        self._embedder = embedder
        self._model = model or SupportModel()

    def check(self, claim: Claim, language: Language, grounds: Sequence[Ground]) -> Finding:
        """The verdict: borne when one of the sources that the claim names bears all of it.

        `language` is the one the answer must be in.
        """
        for refuse in _ALONE:
            if found := refuse(claim, language):
                return found
        numbered = {ground.source.n: ground for ground in grounds}
        cited = [numbered[n] for n in claim.marks if n in numbered]
        if not cited or len(cited) < len(claim.marks):
            return Finding(Verdict.UNCITED, f"marks {list(claim.marks)}")
        vector = self._embedder.embed_passages([claim.text])[0]
        findings = []
        for ground in cited:
            bearing = bearing_of(claim.text, language, vector, ground, grounds)
            score = self._model.probability(bearing)
            case = _Case(
                claim, language, ground, bearing, score, self._model.threshold(bearing), self._embedder
            )
            findings.append(_against_source(case))
        return max(findings, key=lambda one: (one.verdict is Verdict.BORNE, one.score))


# -- the claim alone --------------------------------------------------------------------------------


def _is_plain(claim: Claim, _: Language) -> Finding | None:
    if claim.text != visible(claim.text) or _FORBIDDEN_SIGNS.search(claim.text) or holds_address(claim.text):
        return Finding(Verdict.NOT_PLAIN)
    return None


def _is_a_statement(claim: Claim, _: Language) -> Finding | None:
    folded = fold(claim.text)
    asks = claim.text.rstrip(' »"”').endswith("?")
    if (
        asks
        or len(claim.text) > _LONGEST
        or _ADDRESSES_SOMEBODY.search(folded)
        or _SPEAKS_FOR_US.search(folded)
        or is_aimed_at_a_model(claim.text)
    ):
        return Finding(Verdict.NOT_A_STATEMENT)
    return None


def _is_in_its_language(claim: Claim, language: Language) -> Finding | None:
    detected = detect_language(claim.text, default=language)
    if detected.certain and detected.language != language:
        return Finding(Verdict.OTHER_LANGUAGE, detected.language)
    return None


_ALONE: tuple[Callable[[Claim, Language], Finding | None], ...] = (
    _is_plain,
    _is_a_statement,
    _is_in_its_language,
)


# -- the claim before a source ----------------------------------------------------------------------


def _against_source(case: _Case) -> Finding:
    for verdict, lacks in _BEFORE_A_SOURCE:
        if detail := lacks(case):
            return Finding(verdict, detail, case.ground, case.bearing, case.score)
    return Finding(Verdict.BORNE, "", case.ground, case.bearing, case.score)


def _number_that_lacks(case: _Case) -> str:
    document, source = case.ground.source.document, case.ground.source
    heading = f"{document.title.get(document.language)}\n{source.passage.section}"
    measures = Measures.of(case.claim.text)
    missing = measures.lacking_in(Measures.of(f"{heading}\n{case.bearing.with_lead(case.ground)}"))
    if missing:
        return case.claim.text[slice(*missing[0])]
    return _mistaken_number(case, measures.in_order())


def _mistaken_number(case: _Case, said: Sequence[Quantity | Day]) -> str:
    """A number that the source gives for something else than the claim does."""
    for sentence in case.bearing.sentences:
        text = visible(sentence.text)
        theirs = Measures.of(text).in_order()
        taken = [one for one in theirs if any(same(own, one) for own in said)]
        for own in said:
            for measure in (one for one in taken if same(own, one)):
                rivals = [one for one in theirs if one not in taken and kind_of(one) == kind_of(measure)]
                if _mistakes(case, text, own, measure, rivals, theirs):
                    return case.claim.text[slice(*own.span)]
        order = [next((i for i, one in enumerate(taken) if same(own, one)), -1) for own in said]
        order = [place for place in order if place >= 0]
        if case.language != case.ground.language and order != sorted(order):
            return "order of numbers"
    return ""


def _mistakes(
    case: _Case,
    text: str,
    own: Quantity | Day,
    measure: Quantity | Day,
    rivals: Sequence[Quantity | Day],
    theirs: Sequence[Quantity | Day],
) -> bool:
    """Whether the claim's words stand nearer to another number of the kind, or count something else.

    Across languages words cannot be compared: there, a rival that the claim leaves out is too many.
    """
    if case.language != case.ground.language:
        return bool(rivals)
    counted = _after(case.claim.text, own, case.language)
    if counted and kind_of(own) == "" and counted[0] not in _after(text, measure, case.language):
        return True
    wanted = content_stems(case.claim.text, case.language)
    shared = len(wanted & _around(text, measure, theirs, case.language))
    return any(len(wanted & _around(text, one, theirs, case.language)) > shared for one in rivals)


def _after(text: str, measure: Quantity | Day, language: Language) -> list[str]:
    """The stems of the words that follow a number, up to the next number or stop."""
    words = re.split(r"[\d.,;:()]", text[measure.span[1] :])[0].split()
    return [stem for word in words for stem in sorted(content_stems(word, language))]


def _around(
    text: str, measure: Quantity | Day, theirs: Sequence[Quantity | Day], language: Language
) -> set[str]:
    """The stems between the number before a number and the one after it."""
    start = max((one.span[1] for one in theirs if one.span[1] <= measure.span[0]), default=0)
    end = min((one.span[0] for one in theirs if one.span[0] >= measure.span[1]), default=len(text))
    return content_stems(text[start:end], language)


def _name_that_lacks(case: _Case) -> str:
    source = case.ground.source
    names = Names.of(source.document, f"{source.passage.section}\n{source.text}", case.language)
    return names.lacking(case.claim.text, case.language) or _swapped(case)


def _swapped(case: _Case) -> str:
    """Whether the claim has its source's words in another order: who does what to whom.

    A part that moves from the beginning to the end ("En 2021, … " and "… en 2021") changes nothing.
    """
    if case.language != case.ground.language:
        return ""
    theirs = _in_order(case.bearing.text, case.language)
    places = [
        theirs.index(stem)
        for stem in dict.fromkeys(_in_order(case.claim.text, case.language))
        if theirs.count(stem) == 1
    ]
    drops = [place for place, (one, other) in enumerate(pairwise(places), 1) if one > other]
    moved = len(drops) == 1 and max(places[drops[0] :]) < min(places[: drops[0]])
    return "order of words" if drops and not moved else ""


def _in_order(text: str, language: Language) -> list[str]:
    return [stem for word in re.findall(r"[^\W_]+", text) for stem in sorted(content_stems(word, language))]


def _subject_that_lacks(case: _Case) -> str:
    """A term of the taxonomy, whatever its language, that neither the passage nor its document's title holds."""
    document, source = case.ground.source.document, case.ground.source
    said = _terms(case.claim.text)
    if not said:
        return ""
    ground = _terms(f"{document.title.get(document.language)}. {source.passage.section}. {source.text}")
    for term, word in said.items():
        if term not in ground:
            return word
    return ""


def _terms(text: str) -> dict[str, str]:
    found = {}
    for match in Taxonomy.load().find(text):
        if match.certain and match.facet in _SUBJECTS:
            found[f"{match.facet}/{match.slug}"] = match.text
    return found


def _quote_that_lacks(case: _Case) -> str:
    plain = " ".join(case.ground.source.text.split())
    for quoted in _QUOTED.findall(case.claim.text):
        if " ".join(quoted.split()) not in plain:
            return str(quoted)
    return ""


def _turn(case: _Case) -> str:
    languages = (case.language, case.ground.language)
    nearest = visible(case.bearing.nearest.text)
    if _is_denied_otherwise(case, nearest):
        return "negation"
    # A long sentence may turn something else than what the claim repeats of it.
    parts = [nearest, *_parts_with_all_words(case, nearest)]
    around = case.bearing.with_lead(case.ground)
    found = [Markers.load().disagreement(case.claim.text, part, around, languages) for part in parts]
    return found[-1] or ""


def _is_denied_otherwise(case: _Case, nearest: str) -> bool:
    """Whether one of claim and source denies and the other does not.

    Where parts of the sentence differ in that, the part that comes nearest to the claim decides, if it clearly does.
    """
    markers, theirs = Markers.load(), case.ground.language
    denied = markers.denies(case.claim.text, case.language)
    parts = [part for part in _CLAUSE.split(nearest) if len(part.split()) >= _FEWEST_WORDS]
    polarities = [markers.denies(part, theirs) for part in parts]
    whole = content_stems(nearest, theirs) <= content_stems(case.claim.text, case.language)
    if whole or len(parts) < 2 or len(set(polarities)) == 1:
        return denied != markers.denies(nearest, theirs)
    vectors = case.embedder.embed_passages([case.claim.text, *parts])
    cosines = vectors[1:] @ vectors[0]
    best = int(cosines.argmax())
    others = [
        cosine for cosine, polarity in zip(cosines, polarities, strict=True) if polarity != polarities[best]
    ]
    return polarities[best] != denied or float(cosines[best] - max(others)) < _CLEARLY


def _parts_with_all_words(case: _Case, sentence: str) -> list[str]:
    """The part of a sentence, if there is one, that holds all words of the claim."""
    wanted = content_stems(case.claim.text, case.language)
    if case.language != case.ground.language or not wanted:
        return []
    return [part for part in _CLAUSE.split(sentence) if wanted <= content_stems(part, case.language)][:1]


def _support_that_lacks(case: _Case) -> str:
    return "" if case.score >= case.threshold else f"{case.score:.2f}"


_BEFORE_A_SOURCE: tuple[tuple[Verdict, Callable[[_Case], str]], ...] = (
    (Verdict.NUMBER, _number_that_lacks),
    (Verdict.NAME, _name_that_lacks),
    (Verdict.SUBJECT, _subject_that_lacks),
    (Verdict.QUOTE, _quote_that_lacks),
    (Verdict.TURNED, _turn),
    (Verdict.UNSUPPORTED, _support_that_lacks),
)
