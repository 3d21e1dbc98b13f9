"""Measures over one question, pure; and their means with confidence intervals."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from retrieval.answering.answer import Figures, GroupCount, MeasuredGroup
from retrieval.evaluation.questions import ExpectedFigure

Exactness = Literal["exact", "wrong", "none"]


def hit_at(ranked: Sequence[str], expected: Sequence[str], k: int) -> float:
    """1 when one of the expected documents is among the first k."""
    return float(any(name in expected for name in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], expected: Sequence[str], k: int = 10) -> float:
    """One over the rank of the first expected document, 0 beyond k."""
    for rank, name in enumerate(ranked[:k], start=1):
        if name in expected:
            return 1.0 / rank
    return 0.0


def ndcg(ranked: Sequence[str], expected: Sequence[str], k: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance (Järvelin and Kekäläinen, 2002)."""
    gain = sum(1.0 / math.log2(rank + 1) for rank, name in enumerate(ranked[:k], start=1) if name in expected)
    best = sum(1.0 / math.log2(rank + 1) for rank in range(1, min(len(set(expected)), k) + 1))
    return gain / best if best else 0.0


def overlap(ranked: Sequence[str], other: Sequence[str], k: int) -> float:
    """Share of the first k that two rankings have in common."""
    return len(set(ranked[:k]) & set(other[:k])) / k


def figure_exactness(found: Figures | None, wanted: ExpectedFigure) -> Exactness:
    """Whether the figure is the expected one; "none" when nothing was computed."""
    if found is None or found.value is None:
        return "none"
    if found.operation != wanted.operation and {found.operation, wanted.operation} != {"count", "list"}:
        return "wrong"
    if not _same_value(found.value, wanted.value):
        return "wrong"
    if wanted.document_ids and found.operation in {"count", "list", "min", "max"}:
        return "exact" if set(found.document_ids) == set(wanted.document_ids) else "wrong"
    return "exact"


def _same_value(found: Any, wanted: Any) -> bool:
    if isinstance(found, tuple) and found and isinstance(found[0], GroupCount):
        if any("amount" in row for row in wanted if isinstance(row, dict)):
            return _same_amounts([group for group in found if isinstance(group, MeasuredGroup)], wanted)
        return _same_groups({group.value: group.count for group in found}, wanted)
    if isinstance(found, (int, float)) and isinstance(wanted, (int, float)):
        return abs(float(found) - float(wanted)) <= max(0.011, 1e-6 * abs(float(wanted)))
    if isinstance(found, (list, tuple)) or isinstance(wanted, (list, tuple)):
        return sorted(map(_plain, _several(found))) == sorted(map(_plain, _several(wanted)))
    return _plain(str(found)) == _plain(str(wanted))


def _same_groups(found: dict[str, int], wanted: Any) -> bool:
    """Every wanted count, and no greater one besides: a question may expect only the first groups."""
    expected = {str(row["value"]): int(row["count"]) for row in wanted}
    least = min(expected.values(), default=0)
    return all(found.get(value) == count for value, count in expected.items()) and all(
        count <= least for value, count in found.items() if value not in expected
    )


def _same_amounts(found: Sequence[MeasuredGroup], wanted: Any) -> bool:
    """Every wanted amount, and no greater one besides."""
    amounts = {group.value: group.amounts[0].value for group in found}
    expected = {str(row["value"]): row["amount"] for row in wanted}
    least = min(expected.values(), default=0)
    return all(
        amounts.get(value) is not None and _same_value(amounts[value], amount)
        for value, amount in expected.items()
    ) and all(amount is None or amount <= least for value, amount in amounts.items() if value not in expected)


def _several(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]


def holds(text: str, fact: str) -> bool:
    """Whether a text holds a fact; digits compared without grouping, case ignored."""
    return _plain(fact) in _plain(text)


def _plain(text: str) -> str:
    joined = re.sub(r"(?<=\d)[\s.\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    return " ".join(joined.replace(",", ".").replace("’", "'").casefold().split())


@dataclass(frozen=True)
class Share:
    """A mean of values between 0 and 1, with its 95 % Wilson interval (Wilson, 1927)."""

    mean: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Share:
        """The mean of some values."""
        return cls(sum(values) / len(values) if values else 0.0, len(values))

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound."""
        if not self.count:
            return 0.0, 0.0
        z, n, p = 1.96, self.count, self.mean
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, centre - spread), min(1.0, centre + spread)
