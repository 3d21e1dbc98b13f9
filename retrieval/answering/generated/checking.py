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
from retrieval.answering.generated.quantities import Measures, Quantity
from retrieval.answering.generated.sources import holds_address, is_aimed_at_a_model, visible
from retrieval.answering.generated.support import Bearing, Ground, SupportModel, bearing_of
from retrieval.embedding.embedder import Embedder
from retrieval.query.folding import fold
from retrieval.query.language import detect_language

_LONGEST = 400  # characters of one sentence
_FORBIDDEN_SIGNS = re.compile(r"[<>{}\[\]|`\\^~=]|\*|#|!\(|&\w+;|__|\$\(")
_ADDRESSES_SOMEBODY = re.compile(
    r"^(?:veuillez|cliquez|visitez|contactez|appelez|envoyez|telechargez|connectez|saisissez|payez|rendez-vous|consultez|notez|sachez"
    r"|klik|bezoek|contacteer|bel|stuur|download|betaal|raadpleeg|neem|surf|gelieve|klicken|besuchen|kontaktieren|rufen|senden|laden"
    r"|zahlen|bitte|gehen|click|visit|contact|call|send|download|pay|please|go|see|log|enter|open|note)\b"
    r"|\b(?:je|j'|moi|mon|ma|mes|ik|mijn|mij|ich|mein\w*|mir|i|my|me|as an ai|en tant qu'ia|als ki|als ai)\b"
    r"|\b(?:vous|votre|vos|u|uw|jouw|ihnen|you|your)\b(?=.{0,40}\b(?:mot de passe|compte|wachtwoord|passwort|konto|password|account|cliqu|klik|klick|click))"
)
_QUOTED = re.compile(r"[«„“\"]\s*([^«»„“”\"]{3,}?)\s*[»”“\"]")
_SUBJECTS = frozenset({"technology", "service", "programme", "status"})
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
            case = _Case(claim, language, ground, bearing, score, self._model.threshold(bearing))
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
    missing = measures.lacking_in(Measures.of(f"{heading}\n{source.text}"))
    if missing:
        return case.claim.text[slice(*missing[0])]
    if case.language != case.ground.language:
        return ""
    for quantity in measures.quantities:
        if _is_of_something_else(quantity, case):
            return case.claim.text[slice(*quantity.span)]
    return ""


def _is_of_something_else(quantity: Quantity, case: _Case) -> bool:
    """Whether the claim counts other things by this number than the source does ("125 points", "125 lampes")."""
    if quantity.unit or 1900 <= quantity.value <= 2100:
        return False
    counted = _after(case.claim.text, quantity, case.language)
    if not counted:
        return False
    return not any(
        counted[0] in _after(sentence.text, other, case.language)
        for sentence in case.ground.source.sentences
        for other in Measures.of(sentence.text).quantities
        if other.value == quantity.value
    )


def _after(text: str, quantity: Quantity, language: Language) -> list[str]:
    """The stems of the words that follow a number, up to the next number or stop."""
    words = re.split(r"[\d.,;:()]", text[quantity.span[1] :])[0].split()
    return [stem for word in words for stem in sorted(content_stems(word, language))]


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
    # A long sentence may turn something else than what the claim repeats of it.
    parts = [nearest, *_parts_with_all_words(case, nearest)]
    found = [
        Markers.load().disagreement(case.claim.text, part, case.bearing.text, languages) for part in parts
    ]
    return found[-1] or ""


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
