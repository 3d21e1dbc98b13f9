"""What a project is about, as vectors: its gist as the embedder sees it, and moved to where equal needs lie together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.likeness.comparison import Meaning
from retrieval.likeness.profile import Profile


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


def packed(meaning: Meaning) -> bytes:
    """As it is stored: float32, little-endian, the gist before the need."""
    return np.concatenate((meaning.gist, meaning.need)).astype("<f4").tobytes()


def unpacked(stored: bytes, dimension: int) -> Meaning:
    """What `packed` made; `dimension` is the length of the gist's vector."""
    vector: NDArray[np.float32] = np.frombuffer(stored, dtype="<f4")
    return Meaning(vector[:dimension], vector[dimension:])
