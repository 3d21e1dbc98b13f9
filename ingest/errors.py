"""What can go wrong while reading sources.

PasserelleError
├── SourceUnreadable     the place to read from does not exist or is of a kind that nobody reads
└── AnotherIngestRuns    one writer at a time; the other one holds the lock
A single bad document is not an error of the run: it becomes a `Failure` in the report.
"""

from __future__ import annotations

from corpus.errors import PasserelleError


class SourceUnreadable(PasserelleError):
    """There is nothing to read at that place."""


class AnotherIngestRuns(PasserelleError):
    """Another process is ingesting; wait for it to end."""
