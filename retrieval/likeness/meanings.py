"""What a project is about, as vectors: its gist as the embedder sees it, and moved to where equal needs lie together."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.adapters import Adapter
from retrieval.embedding.embedder import Embedder, SentenceTransformerEmbedder
from retrieval.likeness.comparison import Meaning
from retrieval.likeness.levelling import Levelling
from retrieval.likeness.profile import Profile

_ADAPTER = "need_adapter.npz"


class Meanings(Protocol):
    """Turns profiles into meanings. Safe to share between threads."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever a meaning would."""

    @property
    def width(self) -> int:
        """Length of a need's vector."""

    def of(self, profiles: Sequence[Profile]) -> list[Meaning]:
        """One each, in order; raises EmbeddingError."""

    def needs(self, gists: Sequence[str]) -> NDArray[np.float32]:
        """The needs that texts tell, shape (texts, width), rows of length 1; raises EmbeddingError."""

    def levelled(self, needs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Needs as those of ideas are compared with those of fiches; same shape, rows of length 1."""


def packed(meaning: Meaning) -> bytes:
    """As it is stored: float32, little-endian, the gist before the need."""
    return np.concatenate((meaning.gist, meaning.need)).astype("<f4").tobytes()


def unpacked(stored: bytes) -> Meaning:
    """What `packed` made."""
    vectors: NDArray[np.float32] = np.frombuffer(stored, dtype="<f4").reshape(2, -1)
    return Meaning(vectors[0], vectors[1])


class AdaptedMeanings:
    """Meanings by the bundled network, whose upper layers were moved to bring equal needs together.

    Fitted on descriptions of invented projects by several writers, grouped by need (`benchmarks/fit_needs.py`).
    """

    def __init__(
        self, embedder: SentenceTransformerEmbedder, adapter: Adapter, levelling: Levelling | None = None
    ) -> None:
        self._embedder = embedder
        self._adapter = adapter
        self._levelling = levelling

    @classmethod
    def shipped(cls, embedder: SentenceTransformerEmbedder) -> AdaptedMeanings:
        """With the adapter that comes with the bundled embedder."""
        return cls(embedder, shipped_adapter(), Levelling.shipped())

    @property
    def fingerprint(self) -> str:
        """See `Meanings`."""
        return self._adapter.digest

    @property
    def width(self) -> int:
        """See `Meanings`."""
        return self._embedder.dimension

    def of(self, profiles: Sequence[Profile]) -> list[Meaning]:
        """See `Meanings`."""
        plain, moved = self._embedder.embed_adapted([one.gist for one in profiles], self._adapter)
        return [Meaning(gist, need) for gist, need in zip(plain, moved, strict=True)]

    def needs(self, gists: Sequence[str]) -> NDArray[np.float32]:
        """See `Meanings`."""
        return self._embedder.embed_adapted(list(gists), self._adapter)[1]

    def levelled(self, needs: NDArray[np.float32]) -> NDArray[np.float32]:
        """See `Meanings`."""
        return needs if self._levelling is None else self._levelling(needs)


class PlainMeanings:
    """Meanings by any other embedder: nothing brings equal needs together, so the gist stands for the need."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def fingerprint(self) -> str:
        """See `Meanings`."""
        return f"{self._embedder.fingerprint}-plain"

    @property
    def width(self) -> int:
        """See `Meanings`."""
        return self._embedder.dimension

    def of(self, profiles: Sequence[Profile]) -> list[Meaning]:
        """See `Meanings`."""
        vectors = self._embedder.embed_passages([one.gist for one in profiles])
        return [Meaning(vector, vector) for vector in vectors]

    def needs(self, gists: Sequence[str]) -> NDArray[np.float32]:
        """See `Meanings`."""
        return self._embedder.embed_passages(list(gists))

    def levelled(self, needs: NDArray[np.float32]) -> NDArray[np.float32]:
        """As they are: nothing was fitted for this embedder."""
        return needs


def shipped_adapter() -> Adapter:
    """The adapter that comes with the bundled embedder."""
    return Adapter.read(Path(str(resources.files("retrieval.likeness") / _ADAPTER)))
