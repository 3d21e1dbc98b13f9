"""Search: candidates by vectors and by words, scored together, decided by the catalogue.

The caller's rights and the filters are turned into the ids that the catalogue allows before either index
is asked: results are complete, and nothing that an index still remembers can surface.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Passage
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import Embedder
from retrieval.errors import IndexUnusable
from retrieval.index.base import DocumentMask, WordScore
from retrieval.index.generation import Generation, newest
from retrieval.query.query import Query
from retrieval.search.facets import FACETS, MOST_VALUES, facet_values
from retrieval.search.highlights import question_stems, snippet_of
from retrieval.search.ranking import Weights, fuse
from retrieval.search.results import FacetValue, Hit, Score, SearchResult

_DENSE_ROWS = 300  # rows asked of the vector index: some 120 documents
_WORD_DOCUMENTS = 100
_WORD_SCORES = 200  # of how many documents BM25 counts; the vectors put forward some that few words support
_PLACE_HINT, _THEME_HINT = 0.4, 0.3


@dataclass(frozen=True)
class _Pool:
    """Candidates with the parts of their scores, best first; all allowed for the caller.

    `parts` has shape (documents, fields of `Score`): only those that are shown become scores.
    """

    generation: Generation
    documents: NDArray[np.int64]
    parts: NDArray[np.float64]
    vector: NDArray[np.float32]

    def among(self, wanted: DocumentMask) -> _Pool:
        """Those of some documents."""
        kept = wanted[self.documents]
        return replace(self, documents=self.documents[kept], parts=self.parts[kept])

    def scores(self, chosen: slice) -> list[Score]:
        """Of some of the documents."""
        return [Score(*parts) for parts in self.parts[chosen].tolist()]


class Searcher:
    """Finds documents for a caller; follows the newest generation of the index."""

    def __init__(
        self, catalogue: Catalogue, embedder: Embedder, index_folder: Path, *, weights: Weights | None = None
    ) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._index_folder = index_folder
        self._weights = weights or Weights()
        self._generation: Generation | None = None
        self._opening = Lock()
        self._allowed_to_reader = lru_cache(maxsize=256)(self._allowed_mask)
        self._centroid = lru_cache(maxsize=32)(self._readable_centroid)

    @property
    def generation(self) -> Generation:
        """The newest generation, opened when it is new; raises IndexUnusable."""
        while True:
            path = newest(self._index_folder)
            if path is None:
                raise IndexUnusable("there is no index yet; run `passerelle ingest`")
            try:
                return self._opened(path)
            except IndexUnusable:
                if newest(self._index_folder) == path:
                    raise  # otherwise it was replaced, and swept, while it was being opened

    def _opened(self, path: Path) -> Generation:
        current = self._generation
        if current is not None and current.path == path:
            return current
        with self._opening:
            current = self._generation
            if current is None or current.path != path:
                current = Generation.open(path)
                current.check(catalogue=self._catalogue.identity, fingerprint=self._embedder.fingerprint)
                self._generation = current
                self._centroid.cache_clear()
                self._allowed_to_reader.cache_clear()  # its keys would keep former generations in memory
            return current

    def search(
        self, query: Query, caller: Caller, *, limit: int = 10, offset: int = 0, facets: bool = True
    ) -> SearchResult:
        """The documents nearest to the question; without words, all that meet the filters, newest first."""
        with self._catalogue.snapshot():
            if not query.text.strip():
                return self._browse(query, caller, limit=limit, offset=offset, facets=facets)
            pool = self._pool(query, caller)
            return self._nearest(query, caller, pool, limit=limit, offset=offset, facets=facets)

    def among(self, query: Query, caller: Caller, documents: Collection[str]) -> SearchResult:
        """Those of some documents that the caller may read, best first, scored as among all."""
        with self._catalogue.snapshot():
            pool = self._pool(query, caller, documents)
            return self._nearest(query, caller, pool, limit=len(documents), offset=0, facets=False)

    def _nearest(
        self, query: Query, caller: Caller, pool: _Pool, *, limit: int, offset: int, facets: bool
    ) -> SearchResult:
        chosen = slice(offset, offset + limit)
        hits = self._hits(query, caller, pool, chosen)
        ids = [pool.generation.rows.documents[number] for number in pool.documents]
        counts = self._facets(query, caller, ids) if facets else {}
        centroid = self._centroid(pool.generation, self._catalogue.revision, caller.as_reader)
        background = float(centroid @ pool.vector)
        return SearchResult(query, len(ids), hits, counts, background)

    def scores(self, query: Query, caller: Caller, *, most: int) -> dict[str, Score]:
        """The documents nearest to the question with their scores, best first, unread; raises IndexUnusable."""
        with self._catalogue.snapshot():
            pool = self._pool(query, caller)
            ids = [pool.generation.rows.documents[number] for number in pool.documents[:most]]
            return dict(zip(ids, pool.scores(slice(0, most)), strict=True))

    def nearest(self, vector: NDArray[np.float32], caller: Caller, *, limit: int) -> tuple[Document, ...]:
        """The documents whose texts are nearest to a question's vector, best first; raises IndexUnusable."""
        with self._catalogue.snapshot():
            generation = self.generation
            allowed = self._allowed(generation, self._catalogue.revision, Filters(), caller)
            near = generation.dense.search(vector, _DENSE_ROWS, allowed[generation.rows.document_of])
            numbers = dict.fromkeys(generation.rows.document_of[near.rows].tolist())
            ids = [generation.rows.documents[number] for number in numbers][:limit]
            found = self._catalogue.documents(ids, caller)
        return tuple(found[identifier] for identifier in ids if identifier in found)

    def frequency(self, caller: Caller) -> Callable[[str], int]:
        """In how many texts that the caller may read a word stands, in its commonest language.

        Of one generation of the index, looked up once: an answer asks for dozens of words.
        """
        generation = self.generation
        allowed = self._allowed(generation, self._catalogue.revision, Filters(), caller)
        return lambda word: generation.keywords.frequency(word, allowed)

    def _readable_centroid(
        self, generation: Generation, revision: int, caller: Caller
    ) -> NDArray[np.float32]:
        return generation.centroid(self._allowed(generation, revision, Filters(), caller))

    # -- candidates -------------------------------------------------------------------------------

    def _pool(self, query: Query, caller: Caller, only: Collection[str] | None = None) -> _Pool:
        """All candidates; or `only` some documents, whether they are candidates or not."""
        generation = self.generation
        allowed = self._allowed(generation, self._catalogue.revision, query.filters, caller)
        # Words first: the model, whose weights fill the processor's caches, would make them slower.
        worded = generation.keywords.search(query.text, query.languages, _WORD_SCORES, allowed)
        vector = self._embedder.embed_queries([query.text])[0]
        rows_allowed = None if allowed.all() else allowed[generation.rows.document_of]
        near = generation.dense.search(vector, _DENSE_ROWS, rows_allowed)
        by_words = np.array([hit.document for hit in worded[:_WORD_DOCUMENTS]], dtype=np.int64)
        documents = np.union1d(generation.rows.document_of[near.rows], by_words)
        if only is None:
            return self._scored(query, caller, generation, documents, vector, worded)
        wanted = allowed & generation.rows.mask_of(frozenset(only))
        documents = np.union1d(documents, np.flatnonzero(wanted))
        return self._scored(query, caller, generation, documents, vector, worded).among(wanted)

    def _scored(
        self,
        query: Query,
        caller: Caller,
        generation: Generation,
        documents: NDArray[np.int64],
        vector: NDArray[np.float32],
        worded: list[WordScore],
    ) -> _Pool:
        roles = generation.role_scores(documents, vector)
        bm25 = {hit.document: hit.score for hit in worded}
        words = np.array([bm25.get(number, 0.0) for number in documents.tolist()])
        coverage = generation.keywords.coverage(query.text, query.languages, documents)
        hints = self._hint_scores(query, caller, generation, documents)
        total = fuse(roles, words, coverage, hints, self._weights)
        order = np.lexsort((documents, -total))
        # in the order of the fields of `Score`
        parts = np.column_stack((total, roles.best, words, hints))
        return _Pool(generation, documents[order], parts[order], vector)

    def _hint_scores(
        self, query: Query, caller: Caller, generation: Generation, documents: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """How much of what the sentence only hints at each document meets; a place weighs most."""
        total = np.zeros(len(documents))
        revision = self._catalogue.revision if query.hints else 0
        for hint in query.hints:
            favoured = self._allowed(generation, revision, hint, caller)
            total += favoured[documents] * (_THEME_HINT if hint.domain else _PLACE_HINT)
        return total

    def _allowed(
        self, generation: Generation, revision: int, filters: Filters, caller: Caller
    ) -> DocumentMask:
        """`_allowed_mask`, kept for all callers who may read the same."""
        return self._allowed_to_reader(generation, revision, filters, caller.as_reader)

    def _allowed_mask(
        self, generation: Generation, _revision: int, filters: Filters, caller: Caller
    ) -> DocumentMask:
        """Documents of the generation that exist, that the caller may read and that meet the filters.

        Cached by revision: a change of the catalogue makes every cached mask unreachable.
        """
        return generation.rows.mask_of(self._catalogue.select(filters, caller))

    # -- hits -------------------------------------------------------------------------------------

    def _hits(self, query: Query, caller: Caller, pool: _Pool, chosen: slice) -> tuple[Hit, ...]:
        generation = pool.generation
        numbers = pool.documents[chosen]
        ids = [generation.rows.documents[number] for number in numbers]
        nearest = generation.nearest_passages(numbers, pool.vector)
        found = self._catalogue.with_passages(dict(zip(ids, nearest, strict=True)), caller)
        # A document that changed after the index was made is shown by its first passage.
        changed = [identifier for identifier, (_, passage) in found.items() if passage is None]
        others = self._catalogue.passages(changed, caller) if changed else {}
        stems = question_stems(query.text, query.languages)
        hits = []
        for identifier, score in zip(ids, pool.scores(chosen), strict=True):
            document, passage = found.get(identifier, (None, None))
            passage = passage or next(iter(others.get(identifier, ())), None)
            if document is not None and passage is not None:
                hits.append(_hit(document, score, passage, stems))
        return tuple(hits)

    # -- without words ----------------------------------------------------------------------------

    def _browse(self, query: Query, caller: Caller, *, limit: int, offset: int, facets: bool) -> SearchResult:
        documents = sorted(self._catalogue.matching(query.filters, caller), key=_newest_first)
        chosen = documents[offset : offset + limit]
        passages = self._catalogue.passages([document.id for document in chosen], caller)
        nothing = Score(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        hits = tuple(
            _hit(document, nothing, passages[document.id][0], frozenset())
            for document in chosen
            if passages.get(document.id)
        )
        counts = self._facets(query, caller, None) if facets else {}
        return SearchResult(query, len(documents), hits, counts)

    def _facets(
        self, query: Query, caller: Caller, among: list[str] | None
    ) -> dict[str, tuple[FacetValue, ...]]:
        chosen = self._catalogue.select(query.filters, caller) if among is None else among
        counts = self._catalogue.facets_among(chosen, names=FACETS, most=MOST_VALUES)
        return facet_values(counts, query.language)


def _hit(document: Document, score: Score, passage: Passage, stems: frozenset[str]) -> Hit:
    snippet, highlights = snippet_of(passage.text, stems)
    return Hit(document, score, passage, snippet, highlights)


def _newest_first(document: Document) -> tuple[int, str]:
    fiche = document.initiative
    year = (fiche.start_year or fiche.status_year or 0) if fiche else 0
    return -year, document.id
