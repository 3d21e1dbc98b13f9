"""From a comparison to a verdict: three questions, each a calibrated logistic regression over the same features.

Do the two meet one need alike? If so, are they one initiative? If so, does one continue the other? The probability of a
verdict is the product of the answers on its way, so the four add up to one. The weights come from labelled pairs
(`benchmarks/fit_likeness.py`, which reports them on pairs that were kept back).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.likeness.comparison import NAMES, PARTS, Comparison
from retrieval.likeness.values import JUDGED, Feature, Verdict

_FILE, _PLAIN_FILE = "judge.json", "judge_plain.json"


@dataclass(frozen=True)
class Question:
    """One logistic regression; `weights` in the order of `comparison.NAMES`."""

    bias: float
    weights: NDArray[np.float64]

    def probability(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of yes, for features of shape (pairs, features) or (features,)."""
        answer: NDArray[np.float64] = 1 / (1 + np.exp(-(values @ self.weights + self.bias)))
        return answer


@dataclass(frozen=True)
class Judgement:
    """The verdict, each question answered by what is likelier, with its probability, and those of all four in the order
    of `JUDGED`."""

    verdict: Verdict
    score: float
    probabilities: tuple[float, ...]

    @property
    def related(self) -> float:
        """Probability that the two have something to do with one another."""
        return 1 - self.probabilities[JUDGED.index(Verdict.DISTINCT)]

    @property
    def same(self) -> float:
        """Probability that they are one initiative, or one its continuation."""
        return sum(self.probabilities[JUDGED.index(one)] for one in (Verdict.DUPLICATE, Verdict.LATER_PHASE))

    @property
    def alike(self) -> float:
        """How surely they are as alike as the verdict says: one initiative in what phase ever, or related at all."""
        return self.same if self.verdict in (Verdict.DUPLICATE, Verdict.LATER_PHASE) else self.related


@dataclass(frozen=True)
class Judge:
    """Says how two initiatives relate."""

    version: str
    related: Question
    same: Question
    later: Question

    @classmethod
    def shipped(cls) -> Judge:
        """The judge that was fitted for the bundled encoder."""
        return cls.read(Path(str(resources.files("retrieval.likeness") / _FILE)))

    @classmethod
    def for_other_embedders(cls) -> Judge:
        """The judge for embedders that nothing moves towards needs, fitted on the bundled one as it is."""
        return cls.read(Path(str(resources.files("retrieval.likeness") / _PLAIN_FILE)))

    @classmethod
    def read(cls, path: Path) -> Judge:
        """From a file that `fit_likeness` made; raises ValueError when its features are others."""
        content = path.read_bytes()
        stored = json.loads(content)
        if set(stored["features"]) != set(NAMES):
            raise ValueError(f"{path.name} was fitted for other features; run benchmarks.fit_likeness")
        version = hashlib.sha256(content).hexdigest()[
            :16
        ]  # other weights, other verdicts: pairs are judged anew
        return cls(version, *(_question(stored[name]) for name in ("related", "same", "later")))

    def judge(self, comparison: Comparison) -> Judgement:
        """The verdict on one pair."""
        return self.judge_all(comparison.values()[None])[0]

    def judge_all(self, values: NDArray[np.float64]) -> list[Judgement]:
        """The verdicts on many pairs, features of shape (pairs, features)."""
        related, same, later = (one.probability(values) for one in (self.related, self.same, self.later))
        of = {
            Verdict.DUPLICATE: related * same * (1 - later),
            Verdict.LATER_PHASE: related * same * later,
            Verdict.LINKED: related * (1 - same),
            Verdict.DISTINCT: 1 - related,
        }
        table = np.column_stack([of[verdict] for verdict in JUDGED])
        chosen = np.select(
            [related < 0.5, same < 0.5, later < 0.5],
            [JUDGED.index(one) for one in (Verdict.DISTINCT, Verdict.LINKED, Verdict.DUPLICATE)],
            JUDGED.index(Verdict.LATER_PHASE),
        )
        return [
            Judgement(JUDGED[place], float(row[place]), tuple(row.tolist()))
            for row, place in zip(table, chosen, strict=True)
        ]

    def weigh(self, comparison: Comparison, verdict: Verdict) -> dict[Feature, float]:
        """What each feature adds to the log-odds of a verdict: what these lose when nothing is known of it."""
        place = JUDGED.index(verdict)
        return self._weigh(comparison, lambda judged: judged.probabilities[place])

    def weigh_alike(self, comparison: Comparison, verdict: Verdict) -> dict[Feature, float]:
        """What each feature adds to the log-odds of being as alike as the verdict says."""
        return self._weigh(comparison, lambda judged: replace(judged, verdict=verdict).alike)

    def _weigh(self, comparison: Comparison, chance: Callable[[Judgement], float]) -> dict[Feature, float]:
        without = np.array([comparison.values(), *(comparison.without(part).values() for part in PARTS)])
        odds = [_log_odds(chance(one)) for one in self.judge_all(without)]
        return {part: odds[0] - other for part, other in zip(PARTS, odds[1:], strict=True)}


def _question(stored: Mapping[str, float]) -> Question:
    return Question(stored["bias"], np.array([stored[name] for name in NAMES]))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))
