"""Vectors of generated fiches: of some by the network, of the others put together from those.

A recombined vector is the mean of the vectors of its own need plus the departure of another fiche, of any need, from the
mean of that one's need: what is asked for as this need says it, said as that writer says things. Departures are scaled
by the root of n/(n - 1), since the mean of n is drawn towards each of them. Gist and need of a fiche are put together
with one and the same donor. So equal needs lie as far apart as real ones do, and the same needs lie side by side.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.errors import EmbeddingError
from retrieval.likeness.comparison import Meaning
from retrieval.likeness.meanings import Meanings
from retrieval.likeness.profile import Profile

_A_SAVE = 128  # gists: under a minute of the network

Vectors = NDArray[np.float32]
"""Shape (fiches, 2, dimension), rows of length 1: gist, then need."""


class VectorFile:
    """Vectors of gists that were embedded, kept from run to run; of one network, others are dropped."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._known: dict[str, NDArray[np.float32]] = {}
        if path.is_file():
            with np.load(path) as stored:
                if str(stored["fingerprint"]) == fingerprint:
                    self._known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    def of(self, profiles: Sequence[Profile], meanings: Meanings, progress: Callable[[int], None]) -> Vectors:
        """The vectors of profiles, embedding those that are not known; how many were is told after each save."""
        keys = [hashlib.sha256(one.gist.encode()).hexdigest() for one in profiles]
        missing = {key: one for key, one in zip(keys, profiles, strict=True) if key not in self._known}
        for start in range(0, len(missing), _A_SAVE):
            some = dict([*missing.items()][start : start + _A_SAVE])
            for key, made in zip(some, meanings.of(list(some.values())), strict=True):
                self._known[key] = np.stack((made.gist, made.need))
            self._save()
            progress(len(some))
        return np.stack([self._known[key] for key in keys])

    def _save(self) -> None:
        aside = self._path.with_suffix(".part.npz")
        np.savez(
            aside,
            fingerprint=self._fingerprint,
            keys=np.array([*self._known]),
            vectors=np.stack([*self._known.values()]),
        )
        aside.replace(self._path)


def recombined(real: Vectors, needs: Sequence[int], wanted: Sequence[int], seed: int) -> Vectors:
    """Vectors for fiches of the needs `wanted`, from real ones of the needs `needs`, which hold them all."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, need in enumerate(needs):
        rows[need].append(row)
    means = {need: real[some].mean(axis=0) for need, some in rows.items()}
    donors = np.array([row for some in rows.values() if len(some) > 1 for row in some])
    departures = np.stack(
        [(real[row] - means[needs[row]]) * _stretch(len(rows[needs[row]])) for row in donors]
    )
    drawn = np.random.default_rng(seed).integers(len(donors), size=len(wanted))
    made = np.stack([means[need] for need in wanted]) + departures[drawn]
    unit: Vectors = (made / np.linalg.norm(made, axis=2, keepdims=True)).astype(np.float32)
    return unit


def _stretch(count: int) -> float:
    return float(np.sqrt(count / (count - 1)))


class PreparedMeanings:
    """Hands out vectors that were prepared, in the order of the fiches' ids, in which a scan asks for them."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._given = 0

    @property
    def fingerprint(self) -> str:
        """See `Meanings`."""
        return "prepared"

    @property
    def width(self) -> int:
        """See `Meanings`."""
        return int(self._vectors.shape[2])

    def of(self, profiles: Sequence[Profile]) -> list[Meaning]:
        """See `Meanings`."""
        start, self._given = self._given, self._given + len(profiles)
        return [Meaning(gist, need) for gist, need in self._vectors[start : self._given]]

    def needs(self, gists: Sequence[str]) -> NDArray[np.float32]:
        """Of no text: only the vectors of profiles were prepared, by which pairs are compared."""
        raise EmbeddingError(f"no vectors were prepared for {len(gists)} texts")

    def levelled(self, needs: NDArray[np.float32]) -> NDArray[np.float32]:
        """As they are: no ideas are looked for."""
        return needs
