"""What can go wrong between a question and its answer.

PasserelleError
├── CatalogueError           the database cannot be read or written
│   └── CatalogueLocked      another process writes; try again
├── IndexUnusable            no complete index generation, or one that does not fit the catalogue
│   └── FingerprintMismatch  vectors of another embedder; says which command mends it
├── IndexNotWritten          a new generation could not be written; the former one stays in use
├── QueryTooLong             a question beyond the limit
└── ExpiredCursor            a paging cursor that this catalogue did not make
"""

from __future__ import annotations

from corpus.errors import PasserelleError


class CatalogueError(PasserelleError):
    """The catalogue's database cannot be read or written."""


class CatalogueLocked(CatalogueError):
    """Another process is writing; nothing was changed."""


class IndexUnusable(PasserelleError):
    """There is no complete index generation to search in."""


class FingerprintMismatch(IndexUnusable):
    """The index holds vectors of another embedder than the one that is configured."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(
            f"the index was built with embedder {found}, the settings name {expected};"
            " run `passerelle ingest --rebuild`"
        )


class IndexNotWritten(PasserelleError):
    """A new generation of the index could not be written; the former one stays in use."""

    def __init__(self, folder: object, problem: str) -> None:
        super().__init__(
            f"the index cannot be written in {folder}: {problem}; the former index stays in use,"
            " mend this and run `passerelle ingest` again"
        )


class QueryTooLong(PasserelleError):
    """The question is longer than the limit."""

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(f"the question has {length} characters; at most {limit} are read")


class ExpiredCursor(PasserelleError):
    """The paging cursor was not made here."""
