"""Addresses of documents, of passages inside them, and of lists of documents."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from corpus.filters import Filters


@dataclass(frozen=True)
class Links:
    """Addresses below the public address of the web page."""

    base: str = "http://127.0.0.1:8000"

    def document(self, document_id: str) -> str:
        """Where the document is read."""
        return f"{self.base.rstrip('/')}/documents/{quote(document_id, safe='')}"

    def browse(self, filters: Filters) -> str:
        """Where all documents that meet the filters are listed."""
        return f"{self.base.rstrip('/')}/?{urlencode(filters.as_dict(), doseq=True)}"

    def passage(self, document_id: str, passage_id: str) -> str:
        """Where the document is read, opened at one passage."""
        return f"{self.document(document_id)}#p{passage_id.rsplit(':', 1)[-1]}"
