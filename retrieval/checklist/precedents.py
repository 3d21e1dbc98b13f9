"""Descriptions that somebody judged, as vectors, with the law sheets that they need, that would be wrong, and that rules name.

`benchmarks/fit_expected.py` makes them of `tests/checklists/tuned*.jsonl`. They belong to one embedder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language
from retrieval.checklist.nearness import Scores, Vectors, unit

_FILE = "precedents.npz"
_NEIGHBOURS = 12
_SHARPNESS = 0.08  # a neighbour that is nearer by so much weighs e times as much
_NEAR = ("near_need", "near_need_log", "near_wrong_log", "nearest_in_need")
NAMES = ("often_needed", "often_wrong", *_NEAR, "comes_with_all", "comes_with_one", "ruled_count")


@dataclass(frozen=True)
class Precedents:
    """Judged descriptions. The three tables of truth have shape (descriptions, sheets)."""

    space: str  # where the vectors lie; see QuestionVectors.space
    sheets: tuple[str, ...]
    vectors: Vectors  # shape (descriptions, dimension), of length 1, the mean of each language taken off
    means: Mapping[Language, Vectors]
    needed: NDArray[np.bool_]
    wrong: NDArray[np.bool_]
    ruled: NDArray[np.bool_]

    @classmethod
    def shipped(cls) -> Precedents:
        """Those that come with the bundled embedder."""
        return cls.read(Path(str(resources.files("retrieval.checklist") / _FILE)))

    @classmethod
    def read(cls, path: Path) -> Precedents:
        """From a file that `write` made."""
        with np.load(path, allow_pickle=False) as stored:
            means = dict(zip(LANGUAGES, stored["means"].astype(np.float32), strict=True))
            return cls(
                space=str(stored["space"]),
                sheets=tuple(str(name) for name in stored["sheets"]),
                vectors=stored["vectors"].astype(np.float32),
                means=means,
                needed=stored["needed"],
                wrong=stored["wrong"],
                ruled=stored["ruled"],
            )

    def write(self, path: Path) -> None:
        """Keep the vectors in half precision."""
        np.savez_compressed(
            path,
            space=np.array(self.space),
            sheets=np.array(self.sheets),
            vectors=self.vectors.astype(np.float16),
            means=np.stack([self.means[language] for language in LANGUAGES]).astype(np.float16),
            needed=self.needed,
            wrong=self.wrong,
            ruled=self.ruled,
        )

    def placed(self, vectors: Vectors, language: Language) -> Vectors:
        """Vectors of texts in a language, as they compare with the descriptions and the sheets."""
        return unit(vectors - self.means[language])

    def without(self, descriptions: Sequence[int]) -> Precedents:
        """All but some, so that a description is not compared with itself."""
        kept = np.setdiff1d(np.arange(len(self.vectors)), descriptions)
        return Precedents(
            self.space,
            self.sheets,
            self.vectors[kept],
            self.means,
            self.needed[kept],
            self.wrong[kept],
            self.ruled[kept],
        )

    def scores(self, whole: Vectors, ruled: NDArray[np.bool_]) -> Scores:
        """What `NAMES` name, shape (sheets, names), for a description and the sheets that rules name for it."""
        needed, wrong = self.needed.sum(axis=0), self.wrong.sum(axis=0)
        often = np.log((needed + 0.2) / len(self.needed))
        trap = np.log((wrong + 0.5) / (needed + 0.5))
        counted = np.full(len(self.sheets), np.log((1 + ruled.sum()) / 10))
        return np.stack([often, trap, *self._near(whole), *self._coming_with(ruled), counted], axis=1)

    def _near(self, whole: Vectors) -> list[Scores]:
        """What the nearest descriptions need, and what would be wrong for them."""
        near = self.vectors @ whole
        first = np.argsort(-near)[:_NEIGHBOURS]
        weights = np.exp(near[first] / _SHARPNESS)
        weights /= weights.sum()
        need, trap = weights @ self.needed[first], weights @ self.wrong[first]
        nearest = np.where(self.needed, near[:, None], -0.2).max(axis=0)
        return [need, np.log(need + 0.01), np.log(trap + 0.01), nearest]

    def _coming_with(self, ruled: NDArray[np.bool_]) -> list[Scores]:
        """How often each sheet is needed where rules name what they name here: on average, and of the one that tells most."""
        share = self.needed.mean(axis=0)
        if not ruled.any():
            return [np.log(share + 0.005), np.log(share + 0.01)]
        named = self.ruled[:, ruled].astype(np.float64)
        together = named.T @ self.needed + 0.3 * share
        rate = together / (named.sum(axis=0)[:, None] + 0.3)
        return [np.log(rate.mean(axis=0) + 0.005), np.log(rate.max(axis=0) + 0.01)]
