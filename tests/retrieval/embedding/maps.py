"""Maps of questions for the hashing double."""

from __future__ import annotations

import numpy as np

from retrieval.embedding.query_map import QueryMap
from tests.doubles import HashEmbedder


def a_map(fingerprint: str = HashEmbedder.fingerprint) -> QueryMap:
    """A map that turns every question a little."""
    random = np.random.default_rng(7)
    size = HashEmbedder.dimension
    return QueryMap(
        fingerprint,
        random.normal(0, 0.02, (size, size)).astype(np.float32),
        random.normal(0, 0.02, size).astype(np.float32),
    )
