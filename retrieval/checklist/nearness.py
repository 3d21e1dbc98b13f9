"""How near a description lies to what the law sheets say and to what people ask of them, sentence by sentence.

Texts of one language lie nearer to each other than to those of the same meaning in another. So the mean of each language
is taken off first, of the sheets' texts as of the descriptions (`precedents.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.generation import ROLES, Generation

Vectors = NDArray[np.float32]
Scores = NDArray[np.float64]

_ASKED = (ROLES.index("question"), ROLES.index("asked"))
NAMES = (
    *(f"{role}_{of}" for role in ROLES for of in ("sentence", "whole")),
    "asked_by_each",
    "asked_stands_out",
    "asked_rank",
    "asked_rank_whole",
)
_FARTHEST = -1.0


@dataclass(frozen=True)
class SheetTexts:
    """The texts of some law sheets as vectors, those of a sheet and role together."""

    sheets: tuple[str, ...]
    vectors: Vectors  # shape (texts, dimension), of length 1, the mean of each language taken off
    cells: NDArray[np.int64]  # of each text, sheet times roles plus role; ascending

    @classmethod
    def of(cls, generation: Generation, sheets: Sequence[str]) -> SheetTexts:
        """Those of an index; a sheet that is not in it has none."""
        position = {name: number for number, name in enumerate(sheets)}
        owner = np.array([position.get(name, -1) for name in generation.rows.documents], np.int64)
        owners = owner[generation.rows.document_of]
        rows = np.flatnonzero(owners >= 0)
        cells = owners[rows] * len(ROLES) + generation.rows.role_of[rows]
        order = np.argsort(cells, kind="stable")
        spoken = generation.rows.language_of[rows]
        vectors = _without_means(generation.dense.vectors(rows), spoken)
        return cls(tuple(sheets), vectors[order], cells[order])

    def scores(self, whole: Vectors, sentences: Vectors) -> Scores:
        """What `NAMES` name, shape (sheets, names), for a description and its sentences, placed as the texts are."""
        by_sentence = self._nearest(sentences)  # (sentences, sheets, roles)
        of_whole = self._nearest(whole[None])[0]
        best = by_sentence.max(axis=0)
        asked = by_sentence[:, :, _ASKED].max(axis=2)
        nearest = asked.max(axis=0)
        columns = [one for role in range(len(ROLES)) for one in (best[:, role], of_whole[:, role])]
        spread = max(float(nearest.std()), 1e-9)
        columns += [asked.mean(axis=0), (nearest - nearest.mean()) / spread]
        columns += [_rank(nearest), _rank(of_whole[:, _ASKED[0]])]
        return np.stack(columns, axis=1)

    def nearest_sentence(self, sheet: int, sentences: Vectors) -> int:
        """The position of the sentence that lies nearest to anything of one sheet."""
        mine = self.vectors[self.cells // len(ROLES) == sheet]
        return int(np.argmax((sentences @ mine.T).max(axis=1))) if len(mine) else 0

    def _nearest(self, vectors: Vectors) -> Scores:
        found = np.full((len(vectors), len(self.sheets) * len(ROLES)), _FARTHEST)
        if len(self.cells):
            begins = np.flatnonzero(np.diff(self.cells, prepend=-1))
            found[:, self.cells[begins]] = np.maximum.reduceat(vectors @ self.vectors.T, begins, axis=1)
        return found.reshape(len(vectors), len(self.sheets), len(ROLES))


def unit(vectors: Vectors) -> Vectors:
    """Scaled to length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def _without_means(vectors: Vectors, spoken: NDArray[np.uint8]) -> Vectors:
    moved = vectors.copy()
    for language in np.unique(spoken):
        moved[spoken == language] -= vectors[spoken == language].mean(axis=0)
    return unit(moved)


def _rank(values: Scores) -> Scores:
    places = np.argsort(np.argsort(-values, kind="stable"), kind="stable")
    ranks: Scores = -np.log1p(places)
    return ranks
