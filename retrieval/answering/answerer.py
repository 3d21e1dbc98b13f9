"""A question to its answer: computed where fields answer it, else extracted, else an honest refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Language
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.asked import parts_of
from retrieval.answering.clarifying import clarification_text, corrections_said, differing
from retrieval.answering.composing import Composer
from retrieval.answering.computed import Computed, compute
from retrieval.answering.evidence import Calibration
from retrieval.answering.generated.generation import Generation, Tell, tell_nobody
from retrieval.answering.going_on import TELLS_MORE, GoingOn, fields_meant
from retrieval.answering.joining import joined
from retrieval.answering.left_open import may_be_told
from retrieval.answering.lookup import Lookup, find_lookup, lookup_of
from retrieval.answering.otherwise import otherwise_text, speaking_of, without_themes
from retrieval.answering.probes import Probes
from retrieval.answering.refusals import empty_text, greeting_text, refusal_text, welcome_text
from retrieval.answering.several import Asked, asked_in, figure_and_more, named_for
from retrieval.answering.uncounted import OfSeveral, asked_of_several, uncounted_text
from retrieval.answering.weighing import Found, Weighed, Weigher
from retrieval.answering.wording import value_text
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import Embedder
from retrieval.query.figures import FigureQuestion, read_figure_question
from retrieval.query.query import Query
from retrieval.query.scope import (
    is_about_the_assistant,
    is_order,
    is_small_talk,
    is_task,
    is_thanks,
    says_nothing,
)
from retrieval.query.understanding import understand
from retrieval.query.utterance import FollowUp
from retrieval.search.links import Links
from retrieval.search.results import SearchResult
from retrieval.search.search import Searcher

_READ = 8  # documents considered for an extract
_SURE = 4.0  # log-odds from which an answer is better than no number


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
        probes: Probes | None = None,
        generation: Generation | None = None,
    ) -> None:
        """Without `generation`, answers are computed or made of quotes."""
        self._catalogue = catalogue
        self._searcher = searcher
        self._embedder = embedder
        self._weigher = Weigher(catalogue, searcher, embedder, calibration=calibration, probes=probes)
        self._going = GoingOn(searcher, self._weigher)
        self._links = links
        self._composer = Composer(catalogue, links, generation)

    def prepare(self, caller: Caller) -> None:
        """Read before anybody asks what every question would read; takes a second or two for a thousand sheets."""
        self._weigher.prepare(caller)

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
        if (
            follow_up is not None and follow_up.language is not None
        ):  # the question before, in another language
            question, language = follow_up.own, follow_up.language
            follow_up = follow_up if follow_up.figure is not None else None
        query = understand(question, filters=filters, language=language, infer=infer)
        if says_nothing(query.text):
            return self._composer.plain(query, Outcome.NO_EVIDENCE, empty_text(query.language))
        if is_thanks(query.text):
            return self._composer.plain(query, Outcome.OUT_OF_SCOPE, welcome_text(query.language))
        if is_small_talk(query.text) or is_about_the_assistant(query.text):
            return self._composer.plain(query, Outcome.OUT_OF_SCOPE, greeting_text(query.language))
        if is_order(query.text) or is_task(query.text):
            return self._composer.plain(
                query, Outcome.OUT_OF_SCOPE, refusal_text(Outcome.OUT_OF_SCOPE, query.language)
            )
        figure = _figure_of(query, follow_up)
        if follow_up is None and (figure is None or figure.unparsed):
            self._embedder.embed_queries([query.text, *parts_of(query.text)])  # together, and remembered
        with self._catalogue.snapshot():  # figures, passages and citations of one state
            computed = self._computed(figure, query, caller, filters or Filters(), infer=infer)
            if computed is not None:
                return computed
            if follow_up is not None and follow_up.text != follow_up.own:
                return self._going_on(follow_up, query, caller, filters, tell)
            said = follow_up.text if follow_up is not None else question
            several = asked_of_several(figure, query.text) if follow_up is None else None
            return self._of_its_own(said, query, caller, filters, tell, several, infer=infer)

    def _of_its_own(
        self,
        question: str,
        query: Query,
        caller: Caller,
        filters: Filters | None,
        tell: Tell,
        several: OfSeveral | None = None,
        *,
        infer: bool = True,
    ) -> Answer:
        """A question that needs no other one, and asks for no figure alone."""
        mixed = self._figure_and_more(question, query, caller, filters) if infer else None
        return mixed or self._from_passages(question, query, caller, filters, tell, several)

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
            asked_back = self._composer.plain(query, Outcome.NEEDS_CLARIFICATION, text)
            meant = tuple(one.figures.filters.without("kind") for one in readings)
            return asked_back.model_copy(update={"readings": meant})
        figure = figure.readings[0] if readings else figure
        merged = asked.merged(figure.filters) if infer else merged
        done = compute(replace(figure, filters=merged), self._catalogue, caller, query.language, self._links)
        if figure.guessed and not done.figures.document_ids:
            return None  # words that nothing explains were taken for a name, and no record bears it
        shown = query.model_copy(
            update={"filters": merged, "inferred": figure.filters if infer else Filters(), "hints": ()}
        )
        return self._wrapped(shown, done, self._otherwise(shown, done, caller))

    def _otherwise(self, query: Query, done: Computed, caller: Caller) -> list[Document]:
        """Where nothing is recorded under a theme, the fiches that speak of it all the same."""
        figures = done.figures
        if figures.document_ids or figures.operation not in {"count", "list"}:
            return []
        wide = query.model_copy(update={"filters": without_themes(query.filters)})
        if wide.filters == query.filters:
            return []
        found = self._searcher.search(wide, caller, limit=_READ, facets=False)
        return speaking_of(query.filters, [hit.document for hit in found.hits])

    def _wrapped(self, query: Query, done: Computed, otherwise: Sequence[Document]) -> Answer:
        said = [otherwise_text(otherwise, query.language)] if otherwise else []
        return Answer(
            outcome=done.outcome,
            text="\n\n".join([*corrections_said(query), done.text, *said]),
            language=query.language,
            citations=tuple(done.bibliography.citations),
            figures=done.figures,
            query=query,
            related=self._composer.related([*done.documents, *otherwise], query.language),
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
        self,
        question: str,
        query: Query,
        caller: Caller,
        filters: Filters | None,
        tell: Tell,
        several: OfSeveral | None = None,
    ) -> Answer:
        """Search without the conditions read from the sentence: they are words of the question too.

        What is asked of `several` projects and cannot be computed is answered by no field of one of them, and instead
        of a number only what surely answers is quoted.
        """
        wide = _widened(question, query, filters)
        result = self._searcher.search(wide, caller, limit=_READ, facets=False)
        documents = [hit.document for hit in result.hits]
        asked = asked_in(query.text)
        named = named_for(asked, documents)
        if named is not None:
            return self._several(wide, asked, named, caller, result)
        lookup = find_lookup(query.text, documents) if several is None else None
        if lookup is not None:
            return self._composer.looked_up(wide, [lookup], caller, result.hits)
        weighed = self._weigher.weigh(Found(wide, result), caller)
        if several is not None and several.number and weighed.odds < _SURE:
            if not several.words:
                return self._composer.refused(wide, documents)
            text = uncounted_text(several.words, query.language)
            return self._composer.plain(wide, Outcome.NO_EVIDENCE, text, documents)
        return self._composer.extracted(weighed, tell, of_several=several is not None)

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
            return self._composer.looked_up(query, lookups, caller, result.hits)  # nothing at all is known
        if not recorded:
            assert told is not None  # there is a part for each field that is not recorded
            return told
        fields = self._composer.looked_up(query, recorded, caller, result.hits)
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
        own = Found(asked, replace(result, query=asked)).among([document.id])
        told = self._composer.extracted(self._weigher.weigh(own, caller), tell_nobody)
        return told.model_copy(update={"query": query})

    def _going_on(
        self, follow_up: FollowUp, query: Query, caller: Caller, filters: Filters | None, tell: Tell
    ) -> Answer:
        """After other questions: of what was shown, of the same matter, or of something new."""
        shown = self._catalogue.documents(follow_up.documents, caller)
        of_shown = self._going.of_shown(follow_up, shown, query, caller, filters)
        if of_shown is None:
            alone = understand(follow_up.own, filters=filters, language=query.language)
            figure = read_figure_question(alone.text)
            computed = self._computed(figure, alone, caller, filters or Filters(), infer=True)
            return computed or self._of_its_own(follow_up.own, alone, caller, filters, tell)
        whole = query.model_copy(update={"text": follow_up.text})
        lookups = fields_meant(follow_up, shown)
        if any(one.value is not None for one in lookups):
            return self._field_with_sentence(lookups, follow_up, of_shown, whole, caller)
        if self._is_left_open(lookups, caller):
            return self._composer.looked_up(whole, lookups, caller, ())
        meant = self._going.meant(follow_up, of_shown, shown, query, caller, filters)
        if lookups and max(of_shown.odds, meant.weighed.odds) < _SURE:
            return self._composer.looked_up(whole, lookups, caller, ())
        if meant.is_told:
            return self._composer.extracted(meant.weighed, tell).model_copy(update={"query": whole})
        return self._composer.silent(whole, meant.sheet)

    def _field_with_sentence(
        self, lookups: Sequence[Lookup], follow_up: FollowUp, of_shown: Weighed, whole: Query, caller: Caller
    ) -> Answer:
        """Recorded fields; a single one with the sentence that tells of it, where one surely does."""
        fields = self._composer.looked_up(whole, lookups, caller, ())
        if len(lookups) > 1 or fields.figures is None or of_shown.told < TELLS_MORE:
            return fields
        best = self._going.best_sentence(lookups[0].document, follow_up, whole, caller)
        told = self._composer.extracted(best, tell_nobody)
        value = value_text(lookups[0].field, lookups[0].value, whole.language)
        if told.outcome is not Outcome.ANSWERED or value not in told.text:
            return fields
        return told.model_copy(update={"figures": fields.figures, "query": whole})

    def _is_left_open(self, lookups: Sequence[Lookup], caller: Caller) -> bool:
        """Whether fields are asked that neither a record nor a sentence states."""
        if not lookups:
            return False
        fiche = lookups[0].document.id
        passages = self._catalogue.passages([fiche], caller).get(fiche, ())
        return not any(may_be_told(one.field, passages) for one in lookups)


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
