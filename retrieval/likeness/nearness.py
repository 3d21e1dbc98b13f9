"""How near an initiative is to an idea in free words: by the need that both meet, and by what the search makes of it.

Two numbers a candidate. A logistic regression over both orders the candidates and says how surely each meets the need;
whether any is near at all is told by the nearest need alone, since what the search makes of an idea depends as much on
how it is worded as on what the catalogue holds. Fitted on ideas whose initiatives are known (`benchmarks/fit_ideas.py`).
Ideas say neither owner nor place nor year, by which the judge of pairs tells most.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.likeness.values import Feature
from retrieval.search.results import Score

_FILE, _PLAIN_FILE = "nearness.json", "nearness_plain.json"
Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Nearness:
    """What is known of an idea and one initiative: the cosine of their needs, and the total of the search."""

    need: float
    search: float


NAMES: tuple[str, ...] = tuple(one.name for one in fields(Nearness))
# What a reader is told of each: the search compares how the two are described.
_FEATURES: Mapping[str, Feature] = {"need": "need", "search": "solution"}


def nearnesses(needs: Mapping[str, float], scores: Mapping[str, Score]) -> Rows:
    """One row for each initiative of `needs`, in order; one that the search did not find is as far as its last."""
    furthest = min((one.total for one in scores.values()), default=0.0)
    rows = [(need, scores[name].total if name in scores else furthest) for name, need in needs.items()]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


@dataclass(frozen=True)
class IdeaJudge:
    """Probability that an initiative meets the need of an idea; vectors are in the order of `NAMES`.

    `strangers` is what two that have nothing to do with one another are like; `least` the cosine of needs that the
    nearest initiative must reach for anything to be near, `doubtful` the probability below which none is told beside it.
    `unheard` is by how much the cosines of initiatives of which no idea is known fall short of the others'; all else is
    for initiatives with ideas.
    """

    bias: float
    weights: NDArray[np.float64]
    strangers: NDArray[np.float64]
    least: float
    doubtful: float
    unheard: float = 0.0

    @classmethod
    def shipped(cls) -> IdeaJudge:
        """The one that was fitted for the bundled embedder."""
        return cls.read(Path(str(resources.files("retrieval.likeness") / _FILE)))

    @classmethod
    def for_other_embedders(cls) -> IdeaJudge:
        """The one for embedders that nothing moves towards needs, fitted on the bundled one as it is."""
        return cls.read(Path(str(resources.files("retrieval.likeness") / _PLAIN_FILE)))

    @classmethod
    def read(cls, path: Path) -> IdeaJudge:
        """From a file that `write` made."""
        stored = json.loads(path.read_text("utf-8"))
        weights, strangers = (
            np.array([stored[part][name] for name in NAMES]) for part in ("weights", "strangers")
        )
        return cls(stored["bias"], weights, strangers, stored["least"], stored["doubtful"], stored["unheard"])

    def write(self, path: Path) -> None:
        """Keep it as JSON, to four decimals."""
        stored = {
            "bias": round(self.bias, 4),
            "weights": _named(self.weights),
            "strangers": _named(self.strangers),
            "least": round(self.least, 4),
            "doubtful": round(self.doubtful, 4),
            "unheard": round(self.unheard, 4),
        }
        path.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")

    def made_up(self, needs: Mapping[str, float], heard: Container[str]) -> dict[str, float]:
        """The cosines of initiatives as if ideas were known of all, in order; `heard` are those of which some are."""
        return {name: need if name in heard else need + self.unheard for name, need in needs.items()}

    def probabilities(self, rows: Rows) -> NDArray[np.float64]:
        """Of rows that `nearnesses` made."""
        found: NDArray[np.float64] = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return found

    def near(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of an idea's candidates are near enough to be told; none unless the nearest need is."""
        if not len(rows) or rows[:, NAMES.index("need")].max() < self.least:
            return np.zeros(len(rows), bool)
        found: NDArray[np.bool_] = self.probabilities(rows) >= self.doubtful
        return found

    def weigh(self, row: NDArray[np.float64]) -> dict[Feature, float]:
        """What each feature adds to the log-odds: what these lose when the two are strangers in it."""
        claims = self.weights * (row - self.strangers)
        return {_FEATURES[name]: float(claim) for name, claim in zip(NAMES, claims, strict=True)}


def _named(values: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(NAMES, values, strict=True)}
