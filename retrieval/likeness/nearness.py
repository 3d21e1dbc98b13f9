"""How near an initiative is to an idea in free words: by the need that both meet, and by what the search makes of it.

A logistic regression over both, fitted on ideas whose initiatives are known (`benchmarks/fit_ideas.py`). Ideas say
neither owner nor place nor year, by which the judge of pairs tells most; what they say in everyday words is what the
search was made to find.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.search.results import Score

_FILE = "nearness.json"


@dataclass(frozen=True)
class Nearness:
    """What is known of an idea and one initiative; cosines, and BM25 over the greatest in the search."""

    need: float
    total: float
    title: float
    summary: float
    question: float
    asked: float
    passage: float
    words: float


NAMES: tuple[str, ...] = tuple(one.name for one in fields(Nearness))
_OF_THE_SEARCH = NAMES[1:]


def nearnesses(needs: Mapping[str, float], scores: Mapping[str, Score]) -> NDArray[np.float64]:
    """One row for each initiative of `needs`, in order; one that the search did not find is as far as its last."""
    floor = _floor(scores.values())
    rows = [
        [need, *(getattr(scores[name], part) for part in _OF_THE_SEARCH)]
        if name in scores
        else [need, *floor]
        for name, need in needs.items()
    ]
    return np.nan_to_num(np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES)))


def _floor(scores: Collection[Score]) -> list[float]:
    if not scores:
        return [0.0] * len(_OF_THE_SEARCH)
    return [float(np.nanmin([getattr(score, part) for score in scores] + [1.0])) for part in _OF_THE_SEARCH]


@dataclass(frozen=True)
class IdeaJudge:
    """Probability that an initiative meets the need of an idea; below `least`, nothing is said to be like it."""

    bias: float
    weights: NDArray[np.float64]
    least: float

    @classmethod
    def shipped(cls) -> IdeaJudge:
        """The one that was fitted for the bundled embedder."""
        stored = json.loads(Path(str(resources.files("retrieval.likeness") / _FILE)).read_text("utf-8"))
        return cls(stored["bias"], np.array([stored[name] for name in NAMES]), stored["least"])

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of rows that `nearnesses` made."""
        found: NDArray[np.float64] = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return found
