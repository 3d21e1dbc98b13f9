"""What an answer looks like, once it is known what it rests on: fields, sentences, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.access import Caller
from corpus.models import Document, Language
from retrieval.answering.answer import Answer, Outcome, Related
from retrieval.answering.citations import Bibliography
from retrieval.answering.completing import completed
from retrieval.answering.differing import fields_said
from retrieval.answering.field_answers import documents_for, field_answer
from retrieval.answering.framing import framed
from retrieval.answering.generated.generation import Generation, Tell
from retrieval.answering.lookup import Lookup, described_lookup, lookup_figures
from retrieval.answering.refusals import refusal_text, silent_text
from retrieval.answering.weighing import Weighed
from retrieval.catalogue.catalogue import Catalogue
from retrieval.query.query import Query
from retrieval.search.links import Links
from retrieval.search.results import Hit

_RELATED = 5


class Composer:
    """Writes answers in the question's language, each with its citations and what lies near."""

    def __init__(self, catalogue: Catalogue, links: Links, generation: Generation | None) -> None:
        self._catalogue = catalogue
        self._links = links
        self._generation = generation

    def looked_up(
        self, query: Query, lookups: Sequence[Lookup], caller: Caller, hits: Sequence[Hit]
    ) -> Answer:
        """Recorded fields of documents; what lies near is named."""
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
            related=self.related([*fiches, *others], query.language),
            mode="structured",
        )

    def extracted(self, found: Weighed, tell: Tell, *, of_several: bool = False) -> Answer:
        """The sentences that answer, or a refusal with the nearest documents; no field of one where several are asked."""
        query, documents = found.query, found.documents
        if not found.shown:
            return self.refused(query, documents)
        bibliography = Bibliography(self._links, query.language)
        document = found.shown[0].document
        first = found.hits[0].document.id == document.id
        lookup = described_lookup(query.text, found.hits) if first and not of_several else None
        fields = fields_said(query.text, document, documents, found.passages, bibliography, query.language)
        quotes = framed(found.shown, found.passages, bibliography, query.text, query.language)
        answer = Answer(
            outcome=Outcome.ANSWERED,
            text=f"{fields.text}\n\n{quotes}" if fields.text else quotes,
            language=query.language,
            citations=tuple(bibliography.citations),
            figures=lookup_figures(lookup) if lookup and not fields.differ else None,
            query=query,
            related=self.related(documents, query.language),
            mode="extractive",
        )
        if self._generation:
            answer = self._generation.answer(answer, found.evidence, found.shown, tell)
        return completed(answer, document, documents, found.passages, self._links)

    def refused(self, query: Query, documents: Sequence[Document]) -> Answer:
        """Nothing is asserted; the nearest documents are named."""
        outcome = Outcome.WEAK_EVIDENCE if documents else Outcome.NO_EVIDENCE
        text = refusal_text(outcome, query.language, filters=query.filters, nearest=documents[:3])
        return self.plain(query, outcome, text, documents)

    def silent(self, query: Query, sheet: Document | None) -> Answer:
        """A sheet that was meant does not tell what is asked; it is named."""
        if sheet is None:
            return self.refused(query, ())
        text = silent_text(sheet, query.language)
        return self.plain(query, Outcome.NO_EVIDENCE, text, [sheet])

    def plain(self, query: Query, outcome: Outcome, text: str, documents: Sequence[Document] = ()) -> Answer:
        """A text without citations."""
        return Answer(
            outcome=outcome,
            text=text,
            language=query.language,
            query=query,
            related=self.related(documents, query.language),
        )

    def related(self, documents: Sequence[Document], language: Language) -> tuple[Related, ...]:
        """The first of the documents, as they are shown beside an answer."""
        return tuple(
            Related(
                document_id=document.id,
                kind=document.kind,
                title=document.title.get(language),
                url=self._links.document(document.id),
            )
            for document in documents[:_RELATED]
        )
