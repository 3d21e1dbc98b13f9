"""Many slices of one array at once, where a loop over them in Python would take most of a search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def positions_in(
    starts: NDArray[np.int64], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions `starts[i]` to `starts[i + 1]` of each chosen `i`, one slice after the other.

    The second array says of each position which of the chosen it belongs to (0 for the first).
    """
    begins = starts[chosen]
    lengths = starts[chosen + 1] - begins
    owners = np.repeat(np.arange(len(chosen)), lengths)
    before = np.cumsum(lengths) - lengths
    return np.arange(len(owners)) + (begins - before)[owners], owners
