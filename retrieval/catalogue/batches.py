"""Long lists of values in portions that one statement can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_MANY = 500  # values in one IN (…) list; SQLite allows 32,766 variables, older builds 999


def batches(values: Iterable[str]) -> Iterator[list[str]]:
    """The values in their order, at most 500 at a time; nothing where there are none."""
    everything = list(values)
    for start in range(0, len(everything), _MANY):
        yield everything[start : start + _MANY]
