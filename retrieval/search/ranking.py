"""How the parts of a document's nearness become one number.

Cosines of the embedder lie in a narrow band (0.75 to 0.9), so they are compared with the pool's own
mean and spread, never with a fixed threshold. BM25 has no bound and is divided by its greatest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What each part counts; chosen on the tuned half of the development questions."""

    title: float = 0.7
    summary: float = 0.8
    question: float = 1.0
    passage: float = 1.2
    words: float = 1.2
    hints: float = 1.0


def fuse(
    roles: Matrix, words: NDArray[np.float64], hints: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    """Total score a document.

    `roles` has shape (documents, 4): the best cosine of title, summary, question and passage, NaN where the
    document has none. A missing part counts as the document's mean of the others.
    """
    if not len(roles):
        return np.zeros(0)
    mean = np.nanmean(roles, axis=1, keepdims=True)
    filled = np.where(np.isnan(roles), mean, roles)
    factors = np.array([weights.title, weights.summary, weights.question, weights.passage])
    dense = filled @ factors / factors.sum()
    spread = max(float(dense.std()), 0.005)  # a pool of equals must not blow noise up
    total: NDArray[np.float64] = (
        (dense - dense.mean()) / spread + weights.words * _standard(words) + weights.hints * hints
    )
    return total


def _standard(words: NDArray[np.float64]) -> NDArray[np.float64]:
    greatest = float(words.max(initial=0.0))
    return words / greatest * 3.0 if greatest > 0 else words  # about the range of the dense part
