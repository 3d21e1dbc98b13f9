"""Which documents a wish is about, as its follower may read them."""

from __future__ import annotations

from corpus.access import Caller
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.following import Wish, municipalities_like
from corpus.network import Organisation
from retrieval.answering.answer import Outcome
from retrieval.answering.answerer import Answerer
from retrieval.catalogue.catalogue import Catalogue
from retrieval.query.understanding import understand
from retrieval.search.search import Searcher

_READ = 5  # documents that an answer is made from
_NEARLY = 2 / 3  # of the best score


class Looking:
    """Finds what a wish is about. `answerer` should quote, not write: only the documents matter here."""

    def __init__(self, catalogue: Catalogue, searcher: Searcher, answerer: Answerer) -> None:
        self._catalogue = catalogue
        self._searcher = searcher
        self._answerer = answerer

    def matching(
        self, wish: Wish, caller: Caller, organisation: Organisation, *, since: int
    ) -> frozenset[str]:
        """The documents that meet the conditions; where there is a question, those that have come since and are about it.

        Which documents are nearest to a question changes with each that comes: an old one that moves up is no news. Raises UnknownValue where the size of the organisation's town is not known, IndexUnusable, CatalogueError,
        EmbeddingError.
        """
        found = self._catalogue.select(wish.filters, caller)
        if wish.like_ours:
            found &= self._of_our_size(organisation, caller)
        if wish.question:
            found &= self._catalogue.arrived(since, caller)
            found = found & self._answering(wish, caller) if found else found
        return found

    def _of_our_size(self, organisation: Organisation, caller: Caller) -> frozenset[str]:
        code = organisation.municipality
        towns = municipalities_like(code) if code else None
        if towns is None:
            raise UnknownValue(
                "like_ours", organisation.id, hint="only for a municipality whose inhabitants are known"
            )
        return self._catalogue.select(Filters(municipality=tuple(sorted(towns))), caller)

    def _answering(self, wish: Wish, caller: Caller) -> frozenset[str]:
        answer = self._answerer.answer(wish.question, caller, language=wish.language, filters=wish.filters)
        if answer.figures is not None:
            return frozenset(answer.figures.document_ids)
        if answer.outcome is Outcome.OUT_OF_SCOPE:
            return frozenset()
        cited = {citation.document_id for citation in answer.citations}
        return self._nearest(wish, caller) | cited

    def _nearest(self, wish: Wish, caller: Caller) -> frozenset[str]:
        """Documents nearly as near to the question as the nearest one.

        Whether their sentences are an answer matters less here than for a reader who waits for one: "a town puts up
        beehives" asks nothing, and is met by a sheet that no sentence of answers.
        """
        query = understand(wish.question, filters=wish.filters, language=wish.language)
        hits = self._searcher.search(query, caller, limit=_READ, facets=False).hits
        best = max((hit.score.total for hit in hits), default=0.0)
        return frozenset(hit.document.id for hit in hits if hit.score.total >= best * _NEARLY)
