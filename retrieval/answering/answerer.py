"""A question to its answer: computed where fields answer it, else extracted, else an honest refusal."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Language
from retrieval.answering.answer import Answer, Outcome, Related
from retrieval.answering.asked import parts_of
from retrieval.answering.belonging import Belonging
from retrieval.answering.citations import Bibliography
from retrieval.answering.clarifying import clarification_text, corrections_said, differing
from retrieval.answering.computed import Computed, compute
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
from retrieval.answering.extracted import DOCUMENTS, Evidence, Extractor, Passages, choose
from retrieval.answering.field_line import field_line
from retrieval.answering.framing import framed
from retrieval.answering.generated.generation import Generation, Tell, tell_nobody
from retrieval.answering.lookup import (
    Lookup,
    described_lookup,
    field_value,
    find_lookup,
    lookup_figures,
    lookup_text,
    needles_of,
    unknown_text,
)
from retrieval.answering.refusals import empty_text, greeting_text, refusal_text
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import Embedder
from retrieval.query.dialogue import FollowUp
from retrieval.query.figures import FigureQuestion, read_figure_question
from retrieval.query.query import Query
from retrieval.query.requested import requested_field
from retrieval.query.scope import (
    is_about_the_assistant,
    is_order,
    is_small_talk,
    is_task,
    says_nothing,
)
from retrieval.query.understanding import understand
from retrieval.search.links import Links
from retrieval.search.results import Hit, SearchResult
from retrieval.search.search import Searcher

_READ = 8  # documents considered for an extract
_RELATED = 5
_READ_FOR_SHOWN = 40  # the same, where what was shown before has to be among them
# After other questions, in log-odds: what a sentence that goes on has in favour of being read with the words before
# it, and the documents just shown in favour of being meant; from when an answer is better than "not recorded".
_LEANING, _SHOWN, _SURE = 0.5, 1.0, 2.5
_DESCRIBED = 1.0  # log-odds of a sheet whose name is asked about
_NAMED = 0.95  # share of the question's words that the article which it names holds


class Answerer:
    """Answers for a caller; holds no state between questions."""

    def __init__(
        self,
        catalogue: Catalogue,
        searcher: Searcher,
        embedder: Embedder,
        links: Links,
        *,
        calibration: Calibration | None = None,
        belonging: Belonging | None = None,
        generation: Generation | None = None,
    ) -> None:
        """Without `generation`, answers are computed or made of quotes."""
        self._catalogue = catalogue
        self._searcher = searcher
        self._extractor = Extractor(catalogue, embedder)
        self._embedder = embedder
        self._belonging = belonging or Belonging.shipped()
        self._links = links
        self._calibration = calibration
        self._generation = generation

    def answer(
        self,
        question: str,
        caller: Caller,
        *,
        language: Language | None = None,
        filters: Filters | None = None,
        infer: bool = True,
        follow_up: FollowUp | None = None,
        tell: Tell = tell_nobody,
    ) -> Answer:
        """The answer, whatever the outcome.

        `follow_up` is what the question means after the one before it. Without `infer`, the conditions in the sentence are left aside: a reader has dropped one. `tell` hears what a
        chat model wrote, sentence by sentence as each is checked: the beginning of the answer's text.
        Raises QueryTooLong, IndexUnusable, CatalogueError.
        """
        query = understand(question, filters=filters, language=language, infer=infer)
        if says_nothing(query.text):
            return self._plain(query, Outcome.NO_EVIDENCE, empty_text(query.language))
        if is_small_talk(query.text) or is_about_the_assistant(query.text):
            return self._plain(query, Outcome.OUT_OF_SCOPE, greeting_text(query.language))
        if is_order(query.text) or is_task(query.text):
            return self._plain(
                query, Outcome.OUT_OF_SCOPE, refusal_text(Outcome.OUT_OF_SCOPE, query.language)
            )
        figure = _figure_of(query, follow_up)
        if follow_up is None and (figure is None or figure.unparsed):
            self._embedder.prefetch([query.text, *parts_of(query.text)])
        with self._catalogue.snapshot():  # figures, passages and citations of one state
            computed = self._computed(figure, query, caller, filters or Filters(), infer=infer)
            if computed is not None:
                return computed
            if follow_up is None or follow_up.text == follow_up.own:
                said = follow_up.text if follow_up is not None else question
                return self._from_passages(said, query, caller, filters, tell)
            return self._going_on(follow_up, query, caller, filters, tell)

    # -- computed ---------------------------------------------------------------------------------

    def _computed(
        self, figure: FigureQuestion | None, query: Query, caller: Caller, asked: Filters, *, infer: bool
    ) -> Answer | None:
        if figure is None or figure.unparsed or not _is_specific(figure):
            return None
        merged = asked.merged(figure.filters if infer else Filters(kind=figure.filters.kind))
        readings = differing(
            [
                compute(
                    replace(one, filters=asked.merged(one.filters)),
                    self._catalogue,
                    caller,
                    query.language,
                    self._links,
                )
                for one in figure.readings
            ]
            if infer
            else ()
        )
        if len(readings) > 1:
            text = clarification_text(readings, query.language)
            return self._plain(query, Outcome.NEEDS_CLARIFICATION, text)
        figure = figure.readings[0] if readings else figure
        merged = asked.merged(figure.filters) if infer else merged
        done = compute(replace(figure, filters=merged), self._catalogue, caller, query.language, self._links)
        if figure.guessed and not done.figures.document_ids:
            return None  # words that nothing explains were taken for a name, and no record bears it
        shown = query.model_copy(
            update={"filters": merged, "inferred": figure.filters if infer else Filters(), "hints": ()}
        )
        return self._wrapped(shown, done)

    def _wrapped(self, query: Query, done: Computed) -> Answer:
        return Answer(
            outcome=done.outcome,
            text="\n\n".join([*corrections_said(query), done.text]),
            language=query.language,
            citations=tuple(done.bibliography.citations),
            figures=done.figures,
            query=query,
            related=self._related(done.documents, query.language),
            mode="structured",
        )

    # -- from passages ----------------------------------------------------------------------------

    def _from_passages(
        self, question: str, query: Query, caller: Caller, filters: Filters | None, tell: Tell
    ) -> Answer:
        """Search without the conditions read from the sentence: they are words of the question too."""
        wide = _widened(question, query, filters)
        result = self._searcher.search(wide, caller, limit=_READ, facets=False)
        lookup = find_lookup(query.text, [hit.document for hit in result.hits])
        if lookup is not None:
            return self._looked_up(wide, lookup, caller, result.hits)
        return self._extracted(self._weighed(wide, result, caller), tell)

    def _going_on(
        self, follow_up: FollowUp, query: Query, caller: Caller, filters: Filters | None, tell: Tell
    ) -> Answer:
        """After other questions: of the ways to understand the sentence the one that is answered best."""
        shown = self._catalogue.documents(follow_up.documents, caller)
        lookup = self._field_of_shown(follow_up, shown)
        if lookup is not None and lookup.value is not None:
            return self._looked_up(query, lookup, caller, ())
        whole, alone = (self._found(said, query, caller, filters) for said in (follow_up.text, follow_up.own))
        leaning = _LEANING if follow_up.leans else -_LEANING
        ways = [(_among(one, shown), _SHOWN) for one in (alone, whole)]
        if not follow_up.points:
            ways += [(whole, leaning), (alone, -leaning)]
        weighed = [(self._weighed(*way, caller), bonus) for way, bonus in ways]
        best, _ = max(weighed, key=lambda one: one[0].odds + one[1])
        if lookup is not None and best.odds < _SURE:
            return self._looked_up(query, lookup, caller, ())
        return self._extracted(best, tell)

    def _found(
        self, said: str, query: Query, caller: Caller, filters: Filters | None
    ) -> tuple[Query, SearchResult]:
        wide = understand(said, filters=filters, language=query.language, infer=False)
        return wide, self._searcher.search(wide, caller, limit=_READ_FOR_SHOWN, facets=False)

    def _field_of_shown(self, follow_up: FollowUp, shown: dict[str, Document]) -> Lookup | None:
        """The field that is asked of the first fiche shown, known or not."""
        field = requested_field(follow_up.own)
        fiches = [one for one in shown.values() if one.initiative is not None]
        if field is None or not fiches or not follow_up.leans:
            return None
        assert fiches[0].initiative is not None
        return Lookup(fiches[0], field, field_value(fiches[0].initiative, field))

    def _looked_up(self, query: Query, lookup: Lookup, caller: Caller, hits: Sequence[Hit]) -> Answer:
        document = lookup.document
        others = [hit.document for hit in hits if hit.document.id != document.id]
        related = self._related([document, *others], query.language)
        if lookup.value is None:
            return Answer(
                outcome=Outcome.NO_EVIDENCE,
                text=unknown_text(lookup, query.language),
                language=query.language,
                query=query,
                figures=lookup_figures(lookup),
                related=related,
                mode="structured",
            )
        bibliography = Bibliography(self._links, query.language)
        passages = self._catalogue.passages([document.id], caller)[document.id]
        number = bibliography.cite_best(document, passages, needles_of(lookup))
        return Answer(
            outcome=Outcome.ANSWERED,
            text=lookup_text(lookup, number, query.language),
            language=query.language,
            citations=tuple(bibliography.citations),
            figures=lookup_figures(lookup),
            query=query,
            related=related,
            mode="structured",
        )

    def _weighed(self, query: Query, result: SearchResult, caller: Caller) -> _Weighed:
        """What was found with its sentences, and how likely it is that they answer."""
        hits = may_answer(query.text, result.hits)
        passages = self._catalogue.passages([hit.document.id for hit in hits[:DOCUMENTS]], caller)
        frequency = self._searcher.frequency(caller)
        evidence = self._extractor.sentences(query.text, hits, passages, frequency)
        odds = -math.inf
        if evidence:
            found = replace(result, hits=tuple(hits))
            belongs = self._belonging.of(query.text, self._embedder)
            odds = self._odds(query, signals_of(found, evidence, frequency, belongs))
        described = _described(query.text, hits, frequency) if evidence else None
        if described is not None:
            odds = max(odds, _DESCRIBED)
        return _Weighed(query, result.hits, hits, passages, evidence, odds, described)

    def _odds(self, query: Query, signals: Signals) -> float:
        """Log-odds that there is an answer, beyond those from which one is given."""
        if names_article(query.text) and signals.coverage >= _NAMED:
            return math.inf  # "article 33 RGPD" asks nothing, and means all that the article says
        calibration = self._calibration or (MAPPED if self._belonging.fits(self._embedder) else PLAIN)
        return log_odds(signals, calibration)

    def _extracted(self, found: _Weighed, tell: Tell) -> Answer:
        """The sentences that answer, or a refusal with the nearest documents."""
        query, documents = found.query, [hit.document for hit in found.hits]
        if found.odds < 0:
            return self._refused(query, documents)
        described = found.described
        chosen = opening(found.evidence, described) if described else choose(query.text, found.evidence)
        bibliography = Bibliography(self._links, query.language)
        document = chosen[0].document
        first = found.answering[0].document.id == document.id
        lookup = described_lookup(query.text, found.answering) if first else None
        passages = found.passages[document.id]
        fields = field_line(query.text, document, passages, bibliography, query.language)
        quotes = framed(chosen, bibliography, query.text, query.language)
        answer = Answer(
            outcome=Outcome.ANSWERED,
            text=f"{fields}\n\n{quotes}" if fields else quotes,
            language=query.language,
            citations=tuple(bibliography.citations),
            figures=lookup_figures(lookup) if lookup else None,
            query=query,
            related=self._related(documents, query.language),
            mode="extractive",
        )
        if self._generation is None:
            return answer
        return self._generation.answer(answer, found.evidence, chosen, tell)

    # -- refusals ---------------------------------------------------------------------------------

    def _refused(self, query: Query, documents: Sequence[Document]) -> Answer:
        outcome = Outcome.WEAK_EVIDENCE if documents else Outcome.NO_EVIDENCE
        text = refusal_text(outcome, query.language, filters=query.filters, nearest=documents[:3])
        return self._plain(query, outcome, text, documents)

    def _plain(self, query: Query, outcome: Outcome, text: str, documents: Sequence[Document] = ()) -> Answer:
        return Answer(
            outcome=outcome,
            text=text,
            language=query.language,
            query=query,
            related=self._related(documents, query.language),
        )

    def _related(self, documents: Sequence[Document], language: Language) -> tuple[Related, ...]:
        return tuple(
            Related(
                document_id=document.id,
                kind=document.kind,
                title=document.title.get(language),
                url=self._links.document(document.id),
            )
            for document in documents[:_RELATED]
        )


@dataclass(frozen=True)
class _Weighed:
    """What was found for a question; `answering` are the hits that may answer it, `odds` the log-odds that they do."""

    query: Query
    hits: tuple[Hit, ...]
    answering: list[Hit]
    passages: Passages
    evidence: list[Evidence]
    odds: float  # beyond those from which an answer is given
    described: Document | None  # the one that the question wants to be told about


def _described(text: str, hits: Sequence[Hit], frequency: Callable[[str], int]) -> Document | None:
    """The first document, where a question asks what it is by its name."""
    first = hits[0].document
    return first if asks_what(text) and names(text, first, frequency) else None


def _among(found: tuple[Query, SearchResult], documents: Collection[str]) -> tuple[Query, SearchResult]:
    """What was found, of some documents only."""
    query, result = found
    return query, replace(result, hits=tuple(hit for hit in result.hits if hit.document.id in documents))


def _figure_of(query: Query, follow_up: FollowUp | None) -> FigureQuestion | None:
    """What is to be computed; nothing where the question is about documents that were shown."""
    if follow_up is None:
        return read_figure_question(query.text)
    if follow_up.figure is not None or follow_up.documents:
        return follow_up.figure
    return read_figure_question(follow_up.text)


def _is_specific(figure: FigureQuestion) -> bool:
    """A list of everything is a wish to browse; a count or a group of everything is a question."""
    return figure.operation != "list" or not figure.filters.without("kind").is_empty


def found_wide(searcher: Searcher, question: str, caller: Caller) -> SearchResult:
    """What an answer to a question is made from, without filters of the caller."""
    wide = _widened(question, understand(question), None)
    return searcher.search(wide, caller, limit=_READ, facets=False)


def _widened(question: str, query: Query, filters: Filters | None) -> Query:
    """The question without the conditions read from it: they are words of it too, and favour documents."""
    wide = understand(question, filters=filters, language=query.language, infer=False)
    return wide.model_copy(
        update={"hints": _all_hints(query), "languages": query.languages, "unparsed": query.unparsed}
    )


def _all_hints(query: Query) -> tuple[Filters, ...]:
    """What the sentence narrows, as hints."""
    return (*query.hints, query.inferred) if not query.inferred.is_empty else query.hints
