"""Whether the documents found bear an answer at all.

A small encoder puts everything near everything, so no single number decides. Two logistic models weigh signals of the
search, fitted on development questions (`benchmarks/fit_answers.py`): is anything that was found near the question, and
is it told, or a detail that the sheet leaves open? Both must be so. Two rules come before them, since a model of meaning
cannot know them: a town that is asked about must be that of the document, and so must an article's number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import astuple, dataclass

from corpus.models import LANGUAGES, Document
from corpus.places import Gazetteer
from corpus.taxonomy import terms_of
from retrieval.answering.extracted import Evidence, best_document
from retrieval.answering.traits import left_unknown
from retrieval.answering.validity import in_force
from retrieval.index.analysis import is_stop_word, stems, words
from retrieval.query.folding import fold
from retrieval.search.results import Hit, SearchResult

_ASKS_RULE = re.compile(
    r"\b(?:peut-on|peut|puis-je|pouvons|pouvez|faut-il|doit|dois-je|devons|droit|obligatoire|obligations?|interdit|legal"
    r"|comment|mag|mogen|moet|moeten|verplicht|hoe|darf|durfen|muss|mussen|pflicht|wie (?:kann|konnen|geht)|may|must"
    r"|should|allowed|need to|how (?:do|can|should)|can we|can i)\b"
)
# Jurisdictions whose law is not that of Belgian towns, as the four languages name them.
_FOREIGN = (
    "suisse|zwitsers\\w*|schweizer\\w*|swiss", "francais\\w*|frans[e]?|franzosisch\\w*|french",
    "allemand\\w*|duits[e]?|deutsch\\w*|german|hessisch\\w*|bayerisch\\w*|rheinland-pfalz\\w*|nrw",
    "neerlandais\\w*|nederlandse?|niederlandisch\\w*|dutch", "luxembourgeois\\w*|luxemburgse?|luxemburgisch\\w*|luxembourgish",
    "flamand\\w*|vlaamse?|flamisch\\w*|flemish", "americain\\w*|amerikaanse?|amerikanisch\\w*|american|californi\\w*|us",
    "britannique\\w*|anglaise?|britse?|britisch\\w*|british|english|uk", "canadien\\w*|canadese?|kanadisch\\w*|canadian|quebecois\\w*",
    "espagnole?|spaanse?|spanisch\\w*|spanish", "italien\\w*|italiaanse?|italienisch\\w*|italian",
)  # fmt: skip
_LAW_BEFORE = r"(?:loi|code|decret|droit|legislation|ordonnance|reglementation)"
_LAW_AFTER = r"(?:\w*wet(?:boek|geving)?|\w*decreet|\w*recht|\w*gesetz\w*|\w*dekret|\w*verordnung|(?:\w+ ){0,5}?act|(?:\w+ ){0,2}?(?:law|laws|code|statute))"
_NAME = re.compile(r"(?<=[\w,;)’'] )(?:[ldLD]['’])?([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ][\w-]+)")
_PLACED = re.compile(r"\b(?:von|in|aus|bei|zu|Stadt|Gemeinde) ([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ][\w-]+)")
_GERMAN = re.compile(r"\b(?:der|die|das|und|ist|wie|was|wer|welche[mnrs]?|gibt|hat|den|dem|eine?)\b")
_NEVER = 1e-300  # a threshold of zero is passed by everything
_NOBODY_ASKS = -0.3  # as far as the nearest question counts where none is known
_ARTICLE = re.compile(r"\b(?:articles?|artikel[ns]?|art\.?) ?((?:[a-z]{1,2}\.? ?)?\d+(?:[./-]\d+)*)")


@dataclass(frozen=True)
class Signals:
    """What the decision is made from; the order is that of `Model.weights`."""

    background: float  # cosine with the mean of all texts
    unknown: float  # share of the words that carry the question's subject that stand nowhere in the corpus
    coverage: float  # share of their weight (inverse document frequency) that the first document holds
    total: float  # fused score of the first document
    sentences: float  # log-odds that the best document's sentences hold what is asked
    answering: float  # best cosine of one of them with the question moved towards sentences that answer
    strangers: float  # names in the question that stand nowhere in the corpus, at most two
    asked: float  # best cosine with a question that a sentence of that document answers
    left_unknown: float  # 1 when the sentence of which it is asked says that this is not known
    belongs: float  # log-odds that the question is of the field at all
    told: float  # log-odds that the sentence nearest to it tells what it asks


@dataclass(frozen=True)
class Model:
    """A logistic model: log-odds are `bias + weights @ signals`."""

    bias: float
    weights: tuple[float, ...]

    def log_odds(self, signals: Signals) -> float:
        """Of what it was fitted for."""
        pairs = zip(self.weights, astuple(signals), strict=True)
        total: float = self.bias + sum(weight * signal for weight, signal in pairs)
        return total


@dataclass(frozen=True)
class Calibration:
    """The two models, and the probability of both together from which an answer is given."""

    near: Model
    told: Model
    threshold: float


# Of the bundled embedder, whose questions are mapped: their cosines lie between 0 and 0.3.
MAPPED = Calibration(
    near=Model(
        -3.658,
        (62.357, -4.312, -0.805, 0.236, 0.514, 1.182, -0.864, 3.852, 0.000, 0.419, 0.316),
    ),
    told=Model(
        -0.308,
        (0.000, 0.000, 0.000, 0.000, 0.684, 0.000, 0.000, 0.000, -0.448, 0.000, 0.612),
    ),
    threshold=0.113,
)  # fmt: skip
# Of any other: fitted on the bundled one without its maps, whose cosines lie in a narrow band below 0.9, as is common.
PLAIN = Calibration(
    near=Model(
        -31.172,
        (4.979, -5.470, -2.385, 0.495, 0.418, -0.874, -0.962, 30.282, 0.000, 0.000, 0.000),
    ),
    told=Model(
        -0.152,
        (0.000, 0.000, 0.000, 0.000, 0.653, 0.000, 0.000, 0.000, -0.693, 0.000, 0.000),
    ),
    threshold=0.129,
)  # fmt: skip


def signals_of(
    result: SearchResult,
    evidence: Sequence[Evidence],
    frequency: Callable[[str], int],
    *,
    belongs: float,
    told: float,
) -> Signals:
    """The signals of a question whose search found something.

    `evidence` are the sentences found, best first, at least one; `frequency` counts a word in the index; `belongs`
    and `told` are what the probes say.
    """
    first = result.hits[0]
    subject = subject_words(result.query.text)
    weights = {word: math.log(20_000 / (1 + frequency(word))) for word in subject}
    name, odds = best_document(evidence)
    own = [one for one in evidence if one.document.id == name]
    nearest = max(own, key=lambda one: one.asked)
    return Signals(
        background=result.background,
        unknown=sum(frequency(word) == 0 for word in subject) / max(len(subject), 1),
        coverage=_covered(weights, _everything(first.document)),
        total=first.score.total,
        sentences=math.log(odds),
        answering=max(one.answering for one in own),
        strangers=float(min(sum(frequency(word) == 0 for word in _names_in(result.query.text)), 2)),
        asked=max(nearest.asked, _NOBODY_ASKS),
        left_unknown=float(left_unknown(nearest.sentence.text)),
        belongs=belongs,
        told=told,
    )


def _covered(weights: Mapping[str, float], text: str) -> float:
    """Share of the words' weight that a text holds."""
    held = stems(text)
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if stems(word) & held) / total if total else 0.0


def _names_in(text: str) -> list[str]:
    """Words that look like names: with a capital inside a sentence; in German, where nouns have it too, after "von"."""
    found = _NAME.findall(text)
    capitals = sum(word[:1].isupper() for word in words(text))
    return _PLACED.findall(text) if capitals > 2 and _GERMAN.search(fold(text)) else found


def log_odds(signals: Signals, calibration: Calibration) -> float:
    """Log-odds that the documents bear an answer, beyond those from which one is given."""
    likely = _log_chance(calibration.near.log_odds(signals)) + _log_chance(calibration.told.log_odds(signals))
    threshold = min(max(calibration.threshold, _NEVER), 1.0 - 1e-15)
    return likely - _log_less(likely) - math.log(threshold / (1.0 - threshold))


def _log_chance(odds: float) -> float:
    """The logarithm of the probability that has these log-odds."""
    return -math.log1p(math.exp(-odds)) if odds > -30 else odds


def _log_less(log_chance: float) -> float:
    """The logarithm of one minus a probability, given its logarithm."""
    return math.log(-math.expm1(min(log_chance, -1e-15)))


def subject_words(text: str) -> list[str]:
    """The words that carry the subject, each once."""
    kept = [word for word in words(text) if not any(is_stop_word(word, language) for language in LANGUAGES)]
    return list(dict.fromkeys(kept))


def may_answer(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits whose document may answer: in force, of the place, the article and the law that are asked about."""
    kept = in_force(text, [hit.document for hit in hits])
    current = [hit for hit, keep in zip(hits, kept, strict=True) if keep]
    return about_the_law(text, about_the_article(text, about_the_place(text, current)))


def about_the_place(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that may answer a question which names a municipality.

    Fiches of other towns are left out. When nothing that was found is of that town or names it, only a question
    about a rule or a way of working may still be answered, by a law or practice sheet.
    """
    matches = [match for match in Gazetteer.load().find(text) if match.certain]
    named = {match.readings[0].code for match in matches if match.readings[0].level == "municipality"}
    if not named:
        return list(hits)
    spoken = [match.text for match in matches] + _names_of(named)
    if not any(_names(hit.document, named, spoken) for hit in hits) and not _ASKS_RULE.search(fold(text)):
        return []
    return [hit for hit in hits if hit.document.initiative is None or _names(hit.document, named, spoken)]


def _names_of(codes: Collection[str]) -> list[str]:
    """What places are called in the four languages: a sheet says "Termonde" where a question says "Dendermonde"."""
    places = [place for code in codes if (place := Gazetteer.load().get("municipality", code))]
    return [name for place in places for language in LANGUAGES if (name := place.names.get(language))]


def about_the_article(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that may answer a question which names an article by its number: those of that number."""
    found = _ARTICLE.search(fold(text))
    if found is None:
        return list(hits)
    number = re.sub(r"[ .]", "", found.group(1)).lstrip("0")
    return [hit for hit in hits if hit.document.regulation and number in _numbers(hit.document)]


def names_article(text: str) -> bool:
    """Whether a question names an article by its number."""
    return _ARTICLE.search(fold(text)) is not None


def about_the_law(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that may answer a question which names the law of another country: those of that law."""
    folded = fold(text)
    foreign = next((names for names in _FOREIGN if _names_law_of(names, folded)), None)
    if foreign is None:
        return list(hits)
    return [hit for hit in hits if (act := hit.document.act) and re.search(foreign, fold(act.juridiction))]


def _names_law_of(names: str, folded: str) -> bool:
    before = rf"\b{_LAW_BEFORE} (?:[\w']+ ){{0,4}}?(?<!en )(?:{names})\b"
    after = rf"\b(?:{names}) (?:\w+ )?{_LAW_AFTER}\b"
    return re.search(before, folded) is not None or re.search(after, folded) is not None


def _names(document: Document, codes: set[str], spoken: Sequence[str]) -> bool:
    """Whether a document is of one of the municipalities, or speaks of it."""
    if codes & set(terms_of(document.fields).get("municipality", ())):
        return True
    text = fold(f"{document.title.fr} {document.body}")
    return any(fold(name) in text for name in spoken)


def _numbers(document: Document) -> set[str]:
    """The numbers in an article's name; "50 à 53" holds 50, 51, 52 and 53."""
    assert document.regulation is not None
    name = fold(document.regulation.article)
    numbers = {re.sub(r"[ .]", "", one) for one in re.findall(r"(?:[a-z]\.? ?)?\d+(?:[./-]\d+)*", name)}
    for first, last in re.findall(r"\b(\d+) (?:a|-) (\d+)\b", name):
        numbers |= {str(number) for number in range(int(first), min(int(last), int(first) + 200) + 1)}
    return numbers | {re.sub(r"^[a-z]", "", number) for number in numbers}


def _everything(document: Document) -> str:
    texts = [document.body, *(question for _, question in document.questions.items())]
    for language in LANGUAGES:
        texts += [document.title.get(language), document.summary.get(language)]
    return " ".join(texts)
