"""What was found for a question, weighed: its sentences, the odds that they answer, and which of them are shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document
from retrieval.answering.advised import with_advice
from retrieval.answering.citations import sentences_of
from retrieval.answering.describing import asks_what, names, opening
from retrieval.answering.evidence import (
    MAPPED,
    PLAIN,
    Calibration,
    Signals,
    log_odds,
    may_answer,
    names_article,
    signals_of,
)
from retrieval.answering.extracted import (
    DOCUMENTS,
    Evidence,
    Extractor,
    Passages,
    choose,
    shipped_sentence_map,
)
from retrieval.answering.probes import Probes
from retrieval.answering.traits import prepare
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import Embedder
from retrieval.query.query import Query
from retrieval.search.results import Hit, SearchResult
from retrieval.search.search import Searcher

_DESCRIBED = 1.0  # log-odds of a sheet whose name is asked about
_NAMESAKES = 3  # documents among which it is looked for
_OF_THE_FIELD = -1.0  # log-odds; below, nothing is advised
_PREPARED, _PREPARED_TOGETHER = 1_000, 20  # documents
_NAMED = 0.95  # share of the question's words that the article which it names holds


@dataclass(frozen=True)
class Found:
    """What a search found for a question."""

    query: Query
    result: SearchResult

    def among(self, documents: Collection[str]) -> Found:
        """The same, of some documents only."""
        hits = tuple(hit for hit in self.result.hits if hit.document.id in documents)
        return replace(self, result=replace(self.result, hits=hits))


@dataclass(frozen=True)
class Weighed:
    """What was found with its sentences.

    `hits` are those that may answer, `odds` the log-odds that they do, beyond those from which an answer is given, `told`
    those that they tell what is asked, if they are near; `shown` are the sentences of that answer, best first, none where the question is refused. `passages` are those of
    the first documents, whether they may answer or not.
    """

    query: Query
    documents: tuple[Document, ...]
    hits: tuple[Hit, ...]
    passages: Passages
    evidence: tuple[Evidence, ...]
    odds: float
    told: float
    shown: tuple[Evidence, ...]


class Weigher:
    """Reads what was found; holds no state between questions."""

    def __init__(
        self,
        catalogue: Catalogue,
        searcher: Searcher,
        embedder: Embedder,
        *,
        calibration: Calibration | None = None,
        probes: Probes | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._searcher = searcher
        self._embedder = embedder
        self._extractor = Extractor(catalogue, embedder, sentence_map=shipped_sentence_map())
        self._probes = probes or Probes.shipped()
        self._calibration = calibration

    def weigh(self, found: Found, caller: Caller) -> Weighed:
        """The sentences of what was found, and how likely it is that they answer."""
        query, result = found.query, found.result
        hits = may_answer(query.text, result.hits)
        read = {hit.document.id for hit in (*hits[:DOCUMENTS], *result.hits[:DOCUMENTS])}
        passages = self._catalogue.passages(read, caller)
        frequency = self._searcher.frequency(caller)
        evidence = self._extractor.sentences(query.text, hits, passages, frequency)
        odds, told, shown = -math.inf, -math.inf, list[Evidence]()
        if evidence:
            belongs = self._probes.belongs.of(query.text, self._embedder)
            probed = self._told(query.text, evidence)
            signals = signals_of(
                replace(result, hits=tuple(hits)), evidence, frequency, belongs=belongs, told=probed
            )
            odds, told = self._odds(query, signals), self._fitting.told.log_odds(signals)
            described = _described(query.text, hits, frequency)
            if described is not None:
                odds = max(odds, _DESCRIBED)
                shown = opening(evidence, described)
            elif odds >= 0:
                shown = choose(query.text, evidence)
            if belongs > _OF_THE_FIELD and described is None:
                shown = with_advice(shown, evidence, query, [hit.document for hit in hits], frequency)
        documents = tuple(hit.document for hit in result.hits)
        return Weighed(query, documents, tuple(hits), passages, tuple(evidence), odds, told, tuple(shown))

    def prepare(self, caller: Caller) -> None:
        """Read sheets before anybody asks, as many as are kept: each would cost its first asker milliseconds."""
        ids = sorted(self._catalogue.select(Filters(), caller))[:_PREPARED]
        for start in range(0, len(ids), _PREPARED_TOGETHER):
            some = ids[start : start + _PREPARED_TOGETHER]
            documents = self._catalogue.documents(some, caller)
            for name, passages in self._catalogue.passages(some, caller).items():
                for sentence in (one for passage in passages for one in sentences_of(passage)):
                    prepare(sentence.text, documents[name].language)

    def _told(self, question: str, evidence: Sequence[Evidence]) -> float:
        """What the probe of answers says; 0 where it was fitted for another embedder."""
        probe = self._probes.told
        return probe.log_odds(self._extractor.pair(question, evidence)) if probe.fits(self._embedder) else 0.0

    def _odds(self, query: Query, signals: Signals) -> float:
        if names_article(query.text) and signals.coverage >= _NAMED:
            return math.inf  # "article 33 RGPD" asks nothing, and means all that the article says
        return log_odds(signals, self._fitting)

    @property
    def _fitting(self) -> Calibration:
        """The given calibration, or that of the embedder."""
        return self._calibration or (MAPPED if self._probes.fit(self._embedder) else PLAIN)


def _described(text: str, hits: Sequence[Hit], frequency: Callable[[str], int]) -> Document | None:
    """The document that a question asks about by its name, among the first."""
    if not asks_what(text):
        return None
    near = (hit.document for hit in hits[:_NAMESAKES])
    return next((document for document in near if names(text, document, frequency)), None)
