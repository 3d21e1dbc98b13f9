"""Our search as a LangChain retriever, for programs that are built with it."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.access import ANONYMOUS, Caller
from retrieval.query.understanding import understand
from retrieval.search.links import Links
from retrieval.search.results import Hit
from retrieval.search.search import Searcher


class PasserelleRetriever(BaseRetriever):
    """Best passages of the documents found, with their addresses as metadata.

    It searches on behalf of one caller, who must be given: rights are decided here as everywhere.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    links: Links
    caller: Caller = ANONYMOUS
    limit: int = 5

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain names it)
    ) -> list[LangChainDocument]:
        result = self.searcher.search(understand(query), self.caller, limit=self.limit, facets=False)
        return [self._converted(hit) for hit in result.hits]

    def _converted(self, hit: Hit) -> LangChainDocument:
        metadata: dict[str, Any] = {
            "document_id": hit.document.id,
            "kind": hit.document.kind,
            "title": hit.document.title.get("fr"),
            "section": hit.passage.section,
            "url": self.links.passage(hit.document.id, hit.passage.id),
            "score": hit.score.total,
        }
        return LangChainDocument(page_content=hit.passage.text, metadata=metadata, id=hit.passage.id)
