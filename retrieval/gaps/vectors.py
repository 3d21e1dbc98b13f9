"""Vectors of the open questions that have none: of texts that were changed before they were kept, or of another space."""

from __future__ import annotations

from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.state.gaps import Gaps

_TOGETHER = 32


def embed_missing(gaps: Gaps, vectors: QuestionVectors, *, most: int) -> int:
    """Embed at most so many of them, batch by batch; returns how many. Raises EmbeddingError, StateUnavailable."""
    missing = list(gaps.without_vector(vectors.space, most).items())
    for start in range(0, len(missing), _TOGETHER):
        some = missing[start : start + _TOGETHER]
        found = vectors.of([text for _, text in some])
        ids = [identifier for identifier, _ in some]
        gaps.put_vectors(vectors.space, dict(zip(ids, found, strict=True)))
    return len(missing)
