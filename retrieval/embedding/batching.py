"""Which texts go through the network together: pure, so that the padding can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def batches_by_length(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Positions of `lengths` (tokens), longest first, in batches of at most `budget` padded tokens.

    Neighbours in a sorted list are about equally long, so almost nothing is computed for padding.
    A text longer than the budget makes a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda position: -lengths[position])
    start = 0
    while start < len(order):
        longest = max(1, lengths[order[start]])
        size = max(1, budget // longest)
        yield order[start : start + size]
        start += size
