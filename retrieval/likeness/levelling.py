"""What differs between an idea and the fiche that meets it, although the need is one: register, person, a word by the way.

Of the directions in which vectors of needs vary, those in which ideas lie apart from their own initiatives say least about
the need. They are shrunk before two needs are compared (within-class covariance normalisation; Hatch et al., 2006). Fitted
by `benchmarks/fit_levelling.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embedder import unit_length

_FILE = "need_levelling.npz"


@dataclass(frozen=True, eq=False)
class Levelling:
    """Directions of shape (some, width), rows of length 1 and at right angles, and what is left of each, 0 to 1.

    `adapter` is the digest of the one whose needs they belong to.
    """

    adapter: str
    directions: NDArray[np.float32]
    left: NDArray[np.float32]

    @classmethod
    def shipped(cls) -> Levelling:
        """The one for the needs of the bundled adapter."""
        return cls.read(Path(str(resources.files("retrieval.likeness") / _FILE)))

    @classmethod
    def fit(cls, adapter: str, apart: NDArray[np.float64], *, reserve: float, most: int) -> Levelling:
        """From what ideas are less their fiches, shape (ideas, width): the more these vary in a direction, the less is left.

        `reserve`, in mean variances, is added to each: the greater, the less is shrunk. Of the directions the `most` in
        which they vary most are kept; the others are shrunk so little, and so much alike, that they are left whole.
        """
        variances, directions = np.linalg.eigh(apart.T @ apart / len(apart))
        factors = 1 / np.sqrt(variances + reserve * variances.mean())
        left = factors[-most:] / factors[:-most].mean()
        return cls(adapter, directions.T[-most:].astype(np.float32), left.astype(np.float32))

    @classmethod
    def read(cls, path: Path) -> Levelling:
        """From a file that `write` made."""
        with np.load(path, allow_pickle=False) as stored:
            numbers = (stored[name].astype(np.float32) for name in ("directions", "left"))
            return cls(str(stored["adapter"]), *numbers)

    def write(self, path: Path) -> None:
        """Keep it in half precision."""
        np.savez_compressed(
            path,
            adapter=np.array(self.adapter),
            directions=self.directions.astype(np.float16),
            left=self.left.astype(np.float16),
        )

    def __call__(self, needs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Needs of shape (texts, width) with the directions shrunk, rows of length 1."""
        shrunk = (needs @ self.directions.T * (1 - self.left)) @ self.directions
        return unit_length((needs - shrunk).astype(np.float32))
