"""A question as it was understood."""

from __future__ import annotations

from corpus.filters import Filters
from corpus.models import Frozen, Language
from retrieval.query.intents import Intent

MAX_CHARACTERS = 20_000  # longer questions are refused; the embedder reads the first 512 tokens anyway


class Query(Frozen):
    """What is searched for.

    `filters` hold (asked by the caller, or read with certainty from the sentence); each of `hints` only
    favours documents; `unparsed` are words of a question about figures that nothing here understands.
    """

    text: str
    language: Language
    languages: tuple[Language, ...]  # likeliest first
    filters: Filters = Filters()
    inferred: Filters = Filters()  # the part of `filters` that was read from the sentence
    hints: tuple[Filters, ...] = ()  # each one condition that favours documents
    unparsed: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()  # words as written, and as they were read
    intent: Intent = "find"
    field: str | None = None  # the field of a document that is asked
