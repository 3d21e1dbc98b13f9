"""A question to its answer: computed where fields answer it, else extracted, else an honest refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Language
from retrieval.answering.advised import with_advice
from retrieval.answering.answer import Answer, Outcome, Related
from retrieval.answering.belonging import Belonging
from retrieval.answering.citations import Bibliography
from retrieval.answering.clarifying import clarification_text, corrections_said, differing
from retrieval.answering.completing import completed
from retrieval.answering.computed import Computed, compute
from retrieval.answering.differing import fields_said
from retrieval.answering.evidence import (
    MAPPED,
    PLAIN,
    Calibration,
    Signals,
    may_answer,
    names_article,
    probability,
    signals_of,
)
from retrieval.answering.extracted import DOCUMENTS, Extractor, choose
from retrieval.answering.field_answers import documents_for, field_answer
from retrieval.answering.framing import framed
from retrieval.answering.generated.generation import Generation, Tell, tell_nobody
from retrieval.answering.joining import joined
from retrieval.answering.left_open import may_be_told
from retrieval.answering.lookup import Lookup, described_lookup, find_lookup, lookup_figures, lookup_of
from retrieval.answering.refusals import empty_text, greeting_text, refusal_text
from retrieval.answering.several import Asked, asked_in, figure_and_more, named_for
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
_OF_THE_FIELD = -1.0  # log-odds; below, nothing is advised
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
        with self._catalogue.snapshot():  # figures, passages and citations of one state
            computed = self._computed(figure, query, caller, filters or Filters(), infer=infer)
            if computed is not None:
                return computed
            if follow_up is None:
                mixed = self._figure_and_more(question, query, caller, filters) if infer else None
                return mixed or self._from_passages(question, query, caller, filters, tell)
            return self._about_the_shown(follow_up, query, caller, filters, tell) or self._from_passages(
                follow_up.text, query, caller, filters, tell
            )

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

    def _figure_and_more(
        self, question: str, query: Query, caller: Caller, filters: Filters | None
    ) -> Answer | None:
        """A figure and an answer from passages to the rest of the question; None where no figure is asked first."""
        asked = figure_and_more(query.text)
        if asked is None:
            return None
        figure = read_figure_question(asked.figure)
        computed = self._computed(figure, query, caller, filters or Filters(), infer=True)
        if computed is None or computed.outcome is not Outcome.ANSWERED:
            return None
        rest = self._from_passages(question, query, caller, filters, tell_nobody)
        return joined(computed, rest, asked.others)

    # -- from passages ----------------------------------------------------------------------------

    def _from_passages(
        self, question: str, query: Query, caller: Caller, filters: Filters | None, tell: Tell
    ) -> Answer:
        """Search without the conditions read from the sentence: they are words of the question too."""
        wide = _widened(question, query, filters)
        result = self._searcher.search(wide, caller, limit=_READ, facets=False)
        documents = [hit.document for hit in result.hits]
        asked = asked_in(query.text)
        named = named_for(asked, documents)
        if named is not None:
            return self._several(wide, asked, named, caller, result)
        lookup = find_lookup(query.text, documents)
        if lookup is not None:
            return self._looked_up(wide, [lookup], caller, result.hits)
        return self._extracted(wide, caller, result, tell)

    def _several(
        self, query: Query, asked: Asked, document: Document, caller: Caller, result: SearchResult
    ) -> Answer:
        """The asked fields of a named fiche, then what its text says to the other parts of the question."""
        passages = self._catalogue.passages([document.id], caller)[document.id]
        lookups = [lookup_of(document, field) for field in asked.fields]
        in_text = [one for one in lookups if one.value is None and may_be_told(one.field, passages)]
        parts = [*(asked.parts[one.field] for one in in_text), *asked.others]
        told = self._told_by(document, parts, query, caller, result) if parts else None
        recorded = [one for one in lookups if one not in in_text]
        if (told is None or not told.citations) and all(one.value is None for one in recorded):
            return self._looked_up(query, lookups, caller, result.hits)  # nothing at all is known
        if not recorded:
            assert told is not None  # there is a part for each field that is not recorded
            return told
        fields = self._looked_up(query, recorded, caller, result.hits)
        return joined(fields, told, parts) if parts else fields

    def _told_by(
        self,
        document: Document,
        parts: Sequence[str],
        query: Query,
        caller: Caller,
        result: SearchResult,
    ) -> Answer:
        """What the text of one document says to parts of a question, or a refusal."""
        text = f"{document.title.get(query.language)} : {' '.join(parts)}"
        asked = query.model_copy(update={"text": text})
        own = tuple(hit for hit in result.hits if hit.document.id == document.id)
        told = self._extracted(asked, caller, replace(result, query=asked, hits=own), tell_nobody)
        return told.model_copy(update={"query": query})

    def _about_the_shown(
        self, follow_up: FollowUp, query: Query, caller: Caller, filters: Filters | None, tell: Tell
    ) -> Answer | None:
        """A field or sentences of the documents that "it" means; None where they do not answer."""
        shown = self._catalogue.documents(follow_up.documents, caller)
        field = requested_field(query.text)
        for document in shown.values():
            if field is not None and document.initiative is not None:
                asked = asked_in(query.text)
                fields = asked.fields if field in asked.fields else (field,)
                lookups = [lookup_of(document, one) for one in fields]
                return self._looked_up(query, lookups, caller, ())
        wide = understand(follow_up.text, filters=filters, language=query.language, infer=False)
        result = self._searcher.search(wide, caller, limit=_READ, facets=False)
        hits = tuple(hit for hit in result.hits if hit.document.id in shown)
        return self._extracted(wide, caller, replace(result, hits=hits), tell) if hits else None

    def _looked_up(
        self, query: Query, lookups: Sequence[Lookup], caller: Caller, hits: Sequence[Hit]
    ) -> Answer:
        candidates = [hit.document for hit in hits]
        fiches = documents_for(lookups, candidates)
        passages = self._catalogue.passages([one.id for one in fiches], caller)
        bibliography = Bibliography(self._links, query.language)
        found = field_answer(lookups, candidates, passages, bibliography, query.language)
        others = [one for one in candidates if one.id not in {fiche.id for fiche in fiches}]
        return Answer(
            outcome=found.outcome,
            text=found.text,
            language=query.language,
            citations=tuple(bibliography.citations),
            figures=found.figures,
            query=query,
            related=self._related([*fiches, *others], query.language),
            mode="structured",
        )

    def _extracted(self, query: Query, caller: Caller, result: SearchResult, tell: Tell) -> Answer:
        """The sentences that answer, or a refusal with the nearest documents."""
        documents = [hit.document for hit in result.hits]
        hits = may_answer(query.text, result.hits)
        read = {hit.document.id for hit in (*hits[:DOCUMENTS], *result.hits[:DOCUMENTS])}
        passages = self._catalogue.passages(read, caller)
        frequency = self._searcher.frequency(caller)
        evidence = self._extractor.sentences(query.text, hits, passages, frequency)
        found = replace(result, hits=tuple(hits))
        belongs = self._belonging.of(query.text, self._embedder)
        enough = evidence and self._is_enough(query, signals_of(found, evidence, frequency, belongs))
        chosen = choose(query.text, evidence) if enough else []
        if belongs > _OF_THE_FIELD:
            chosen = with_advice(chosen, evidence, query, [hit.document for hit in hits], frequency)
        if not chosen:
            return self._refused(query, documents)
        bibliography = Bibliography(self._links, query.language)
        document = chosen[0].document
        lookup = described_lookup(query.text, hits) if hits[0].document.id == document.id else None
        fields = fields_said(query.text, document, documents, passages, bibliography, query.language)
        quotes = framed(chosen, passages, bibliography, query.text, query.language)
        answer = Answer(
            outcome=Outcome.ANSWERED,
            text=f"{fields.text}\n\n{quotes}" if fields.text else quotes,
            language=query.language,
            citations=tuple(bibliography.citations),
            figures=lookup_figures(lookup) if lookup and not fields.differ else None,
            query=query,
            related=self._related(documents, query.language),
            mode="extractive",
        )
        if self._generation:
            answer = self._generation.answer(answer, evidence, chosen, tell)
        return completed(answer, document, documents, passages, self._links)

    def _is_enough(self, query: Query, signals: Signals) -> bool:
        if names_article(query.text) and signals.coverage >= _NAMED:
            return True  # "article 33 RGPD" asks nothing, and means all that the article says
        calibration = self._calibration or (MAPPED if self._belonging.fits(self._embedder) else PLAIN)
        return probability(signals, calibration) >= calibration.threshold

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
