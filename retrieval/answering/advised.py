"""Which sentences answer a question that asks how something is done: those of a practice sheet on its subject too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.models import Document
from retrieval.answering.extracted import Evidence, choose
from retrieval.answering.guidance import advising
from retrieval.query.query import Query


def with_advice(
    chosen: Sequence[Evidence],
    evidence: Sequence[Evidence],
    query: Query,
    documents: Sequence[Document],
    frequency: Callable[[str], int],
) -> list[Evidence]:
    """The chosen sentences, with those of a near practice sheet that is about the question where it asks for advice.

    Such a sheet answers by its steps even where no sentence of it does: the weights of sentences look for facts.
    """
    sheet = advising(query.text, documents, query.language, frequency)
    if sheet is None or any(one.document.id == sheet.id for one in chosen):
        return list(chosen)
    own = [one for one in evidence if one.document.id == sheet.id]
    return [*chosen, *own[:1]] if chosen else choose(query.text, own)
