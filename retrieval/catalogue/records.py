"""What goes into the catalogue and comes out of it, beside `Document` itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document, Language, Passage

Audience = tuple[str, str | None]  # visibility, organisation
Role = Literal["title", "summary", "question", "asked", "passage", "sentence", "keywords"]
# Names and labels that only the keyword index holds: a list of words has no meaning to embed.
KEYWORDS: Role = "keywords"
# Sentences are compared with a question once their document is found; no index holds them.
SENTENCE: Role = "sentence"


def text_hash(text: str) -> str:
    """The address of a text's vector."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class NewEntry:
    """One text by which a document can be found."""

    role: Role
    language: Language
    text: str
    passage_id: str | None = None

    @property
    def hash(self) -> str:
        """Content address of the text."""
        return text_hash(self.text)


@dataclass(frozen=True)
class Entry(NewEntry):
    """An entry as stored; `id` is never reused."""

    id: int = 0
    document_id: str = ""


@dataclass(frozen=True)
class Record:
    """A document with all that is derived from it, written in one transaction."""

    document: Document
    passages: tuple[Passage, ...]
    entries: tuple[NewEntry, ...]
    terms: Mapping[str, tuple[str, ...]]
    source: str
    source_ref: str
    content_hash: str


@dataclass(frozen=True)
class SourceState:
    """Where in its source a document was last read, and what stood there."""

    ref: str
    content_hash: str


@dataclass(frozen=True)
class FacetCount:
    """How many documents carry a value."""

    value: str
    count: int


@dataclass(frozen=True)
class Amounts:
    """What a document says of money, in cents; None where its sources do not say."""

    document_id: str
    budget_cents: int | None
    subsidy_cents: int | None


@dataclass(frozen=True)
class Page:
    """A page of documents in id order; `next` is the last id when more follow."""

    items: tuple[Document, ...]
    total: int
    next: str | None


@dataclass(frozen=True)
class EntryTable:
    """All entries of one moment; what an index generation is made from.

    `vectors` has shape (len(entries), dimension), float32, L2-normalised; `keywords` have none.
    """

    entries: tuple[Entry, ...]
    keywords: tuple[Entry, ...]
    vectors: NDArray[np.float32]
    revision: int
    audiences: Mapping[str, Audience]  # by document: those who share one may read the same
