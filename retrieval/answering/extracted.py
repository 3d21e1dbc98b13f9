"""The sentences of the sources that answer, best first, and which of them are shown.

A logistic model weighs the traits of each sentence (`retrieval.answering.traits`). It was fitted on the development
questions that name the facts a right answer holds (`benchmarks/fit_answers.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document, Passage
from retrieval.answering.asked import parts_of
from retrieval.answering.citations import Sentence, sentences_of
from retrieval.answering.traits import NOBODY_ASKS, TRAITS, Candidate, Nearness, Question, traits_of
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.records import text_hash
from retrieval.embedding.embedder import Embedder
from retrieval.embedding.query_map import QueryMap
from retrieval.index.analysis import words
from retrieval.query.folding import fold
from retrieval.search.results import Hit

Passages = Mapping[str, tuple[Passage, ...]]
"""The passages of documents, by the document's id."""

DOCUMENTS = 5  # read for sentences
_PASSAGES = 30  # of one document; a long file is read where the search found it
MOST_SENTENCES = 3  # for a question of one part
_OF_PARTS = {1: MOST_SENTENCES, 2: 6}  # by the number of parts of the question
_OF_MANY_PARTS = 9  # three a part
_MOST_HELD = 12_000  # vectors kept in memory: some 20 MB
_SHORTEST = 20  # characters; shorter ones are headings and leftovers
# A second document that is this near to the first one is quoted too: for a question of one part, and of several.
_AS_GOOD, _AS_GOOD_OF_PARTS = 0.5, 0.2

# Of a question of one part: log-odds under those of the best sentence from which another one is filler. Of the development
# questions (each file judged by the others) it costs 0.9 of 76 facts in a hundred, and 40 instead of 32 % of what is shown holds one.
_FILLER = 3.0

_WEIGHTS: Mapping[str, float] = {
    "cosine": -1.413,
    "cosine_in_document": -2.845,
    "passage": -1.746,
    "document": 1.432,
    "total": 0.468,
    "total_gap": 0.229,
    "first": -0.794,
    "later": -1.050,
    "words_beside_title": 3.197,
    "names": -0.171,
    "not_shown": -0.284,
    "other_section": -0.256,
    "names_somebody": 0.523,
    "left_unknown": -1.008,
    "length": 0.203,
    "short": -0.335,
    "leads": -0.036,
    "opens": -1.448,
    "refers_back": -0.099,
    "has_figure": 0.602,
    "projects_section": -1.478,
    "data_section": -0.546,
    "own_passage": 0.375,
    "part": 1.694,
    "part_in_document": -0.250,
    "parts_in_document": -2.468,
    "part_shown": 0.181,
    "part_section": 0.114,
    "part_words": 0.521,
    "asked": 2.517,
    "asked_in_document": 2.383,
    "asked_part": 4.206,
    "asked_part_in_document": 2.745,
    "never_asked": 1.703,
    "answering": 10.184,
    "answering_in_document": 7.655,
    "answering_part": 9.390,
    "answering_part_in_document": 6.500,
}
_BIAS = -0.279
_VECTOR = np.array([_WEIGHTS[trait] for trait in TRAITS])

_ASKS_SEVERAL = re.compile(
    r"\b(?:quelles (?:communes|villes)|d'autres communes|des exemples|qui a deja|welke (?:gemeenten|steden)|wie heeft al"
    r"|welche (?:gemeinden|stadte)|wer hat schon|which (?:towns|cities|municipalities)|any (?:towns?|cities|city"
    r"|municipality)|examples?|who (?:has|have) already)\b"
)


@dataclass(frozen=True)
class Evidence:
    """A sentence with its document and how well it answers: `score` is the log-odds that it holds what is asked."""

    document: Document
    sentence: Sentence
    score: float
    cosine: float
    asked: float  # cosine with the nearest question that the sentence answers, or NOBODY_ASKS
    answering: float  # cosine with the question moved towards sentences that answer


class Extractor:
    """Finds the sentences that answer; of former questions it only keeps vectors of texts, by the text."""

    def __init__(
        self, catalogue: Catalogue, embedder: Embedder, *, sentence_map: QueryMap | None = None
    ) -> None:
        """`sentence_map` moves questions towards the sentences that answer them, where it was fitted for the embedder."""
        self._catalogue = catalogue
        self._embedder = embedder
        self._sentence_map = sentence_map
        # Vectors by text: the same sheets are read again and again.
        self._held: dict[str, NDArray[np.float32]] = {}

    @cached_property
    def _map(self) -> QueryMap | None:
        """The map where it fits; asked for late, since only a loaded model tells who it is."""
        found = self._sentence_map
        return found if found is not None and found.fingerprint == self._embedder.fingerprint else None

    def sentences(
        self,
        question: str,
        hits: Sequence[Hit],
        passages: Passages,
        frequency: Callable[[str], int],
    ) -> list[Evidence]:
        """Sentences of the first documents, the most direct answer first; `frequency` counts a word in the index."""
        candidates = candidates_of(hits, passages)
        if not candidates:
            return []
        nearness = self.nearness(question, candidates)
        scores = traits_of(Question.read(question, frequency), candidates, nearness) @ _VECTOR + _BIAS
        found = [
            Evidence(one.hit.document, one.sentence, *map(float, numbers))
            for one, *numbers in zip(
                candidates,
                scores,
                nearness.sentence[:, 0],
                nearness.asked[:, 0],
                nearness.answering[:, 0],
                strict=True,
            )
        ]
        return sorted(found, key=lambda one: -one.score)

    def nearness(self, question: str, candidates: Sequence[Candidate]) -> Nearness:
        """Cosines of the question and its parts with the sentences, and with what people ask of them."""
        parts = parts_of(question)
        wanted = self._embedder.embed_queries([question, *parts])
        moved = self._map.moved(wanted) if self._map else wanted
        asked = asked_of(candidates)
        sentences = [one.sentence.text for one in candidates]
        vectors = self.vectors([*sentences, *asked])
        cosines = (vectors @ wanted.T).astype(np.float64)
        best = np.full((len(sentences), len(wanted)), NOBODY_ASKS)
        for row, holders in zip(cosines[len(sentences) :], asked.values(), strict=True):
            best[holders] = np.maximum(best[holders], row)
        answering = (vectors[: len(sentences)] @ moved.T).astype(np.float64)
        return Nearness(cosines[: len(sentences)], best, answering)

    def pair(self, question: str, evidence: Sequence[Evidence]) -> NDArray[np.float32]:
        """What the probe of answers reads: the question, the sentence of the best document that is nearest to it, and
        the products of both once the question is moved; `evidence` is not empty."""
        name, _ = best_document(evidence)
        nearest = max((one for one in evidence if one.document.id == name), key=lambda one: one.answering)
        asked = self._embedder.embed_queries([question])
        moved = self._map.moved(asked) if self._map else asked
        sentence = self.vectors([nearest.sentence.text])[0]
        return pair_of(asked[0], moved[0], sentence)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: those that the catalogue holds; a text that it was not given is embedded now."""
        held = self._held
        if len(held) > _MOST_HELD:
            held = self._held = {}
        if new := {text: text_hash(text) for text in texts if text not in held}:
            held |= self._read(new)
        return np.stack([held[text] for text in texts])

    def _read(self, texts: Mapping[str, str]) -> dict[str, NDArray[np.float32]]:
        """Vectors of texts, given with their hashes."""
        known = self._catalogue.vectors.of(self._embedder.fingerprint, set(texts.values()))
        missing = [text for text, key in texts.items() if key not in known]
        fresh: Iterable[NDArray[np.float32]] = self._embedder.embed_passages(missing) if missing else ()
        stored = {text: known[key] for text, key in texts.items() if key in known}
        return stored | dict(zip(missing, fresh, strict=True))


def shipped_sentence_map() -> QueryMap:
    """The map from questions to sentences that comes with the bundled embedder (`benchmarks/fit_sentence_map.py`)."""
    return QueryMap.read(Path(str(resources.files("retrieval.answering") / "sentence_map.npz")))


def pair_of(
    question: NDArray[np.float32], moved: NDArray[np.float32], sentence: NDArray[np.float32]
) -> NDArray[np.float32]:
    """A question and a sentence as the probe of answers reads them; shape (3 * dimension,)."""
    return np.concatenate([question, sentence, moved * sentence])


def candidates_of(hits: Sequence[Hit], passages: Passages) -> list[Candidate]:
    """The sentences of the first documents, in their order."""
    return [
        Candidate(rank, hit, sentence)
        for rank, hit in enumerate(hits[:DOCUMENTS])
        for passage in _near(hit, passages.get(hit.document.id, ()))
        for sentence in sentences_of(passage)
        if len(sentence.text) >= _SHORTEST
    ]


def asked_of(candidates: Sequence[Candidate]) -> dict[str, list[int]]:
    """Each question that candidates answer, with the positions of those that do."""
    places = {(one.hit.document.id, one.sentence.text): place for place, one in enumerate(candidates)}
    found: dict[str, list[int]] = {}
    for document in {one.hit.document.id: one.hit.document for one in candidates}.values():
        for one in document.asked:
            holders = [places[document.id, text] for text in one.sentences if (document.id, text) in places]
            for question in one.questions.texts():
                found.setdefault(question, []).extend(holders)
    return found


def choose(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences to show, best first.

    They come from one document, since what is asked usually stands together; for "which towns…" from one each.
    """
    if not evidence:
        return []
    if _ASKS_SEVERAL.search(fold(question)):
        return _one_of_each(evidence)
    parts = len(parts_of(question))
    weights = _document_weights(evidence)
    first, *others = sorted(weights, key=lambda name: -weights[name])
    near = _AS_GOOD if parts == 1 else _AS_GOOD_OF_PARTS
    second = others[0] if others and weights[others[0]] > near * weights[first] else None
    of_second = 0 if second is None else min(parts, 2)
    most = _OF_PARTS.get(parts, _OF_MANY_PARTS) - of_second
    shown = [
        *_different((one for one in evidence if one.document.id == first), most),
        *_different((one for one in evidence if one.document.id == second), of_second),
    ]
    return [one for one in shown if parts > 1 or one.score > shown[0].score - _FILLER]


def best_document(evidence: Sequence[Evidence]) -> tuple[str, float]:
    """The id of the document that most likely answers, and the odds of its best sentences."""
    weights = _document_weights(evidence)
    name = max(weights, key=lambda one: weights[one])
    return name, weights[name]


def _one_of_each(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each document; who has done something is told by fiches, a practice sheet only says how."""
    told = [one for one in evidence if one.document.initiative] or list(evidence)
    best: dict[str, Evidence] = {}
    for one in told:
        best.setdefault(one.document.id, one)
    return list(best.values())[:MOST_SENTENCES]


def _document_weights(evidence: Sequence[Evidence]) -> dict[str, float]:
    """How likely each document is to answer: the odds of its three best sentences together."""
    odds: dict[str, list[float]] = {}
    for one in evidence:
        odds.setdefault(one.document.id, []).append(math.exp(min(one.score, 30.0)))
    return {name: sum(sorted(values)[-MOST_SENTENCES:]) for name, values in odds.items()}


def _near(hit: Hit, passages: Sequence[Passage]) -> Sequence[Passage]:
    """All passages of a sheet; of a long file those around the one that was found."""
    if len(passages) <= _PASSAGES:
        return passages
    own = next((i for i, passage in enumerate(passages) if passage.id == hit.passage.id), 0)
    start = max(0, min(own - _PASSAGES // 2, len(passages) - _PASSAGES))
    return passages[start : start + _PASSAGES]


def _different(evidence: Iterable[Evidence], most: int) -> list[Evidence]:
    """The first `most` without those that repeat a better one."""
    kept: list[tuple[Evidence, set[str]]] = []
    for one in evidence:
        if len(kept) >= most:
            break
        said = set(words(fold(one.sentence.text)))
        if not any(_is_the_same(said, other) for _, other in kept):
            kept.append((one, said))
    return [one for one, _ in kept]


def _is_the_same(one: set[str], other: set[str]) -> bool:
    return len(one & other) > 0.8 * min(len(one), len(other))
