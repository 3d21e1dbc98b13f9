"""Two runs side by side, question by question: what was gained, what was lost, and whether it is chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Values = Mapping[str, Mapping[str, float]]  # measure → question id → value


@dataclass(frozen=True)
class Change:
    """One measure over the questions that both runs hold; `chance` is the two-sided sign test's p-value."""

    measure: str
    count: int
    before: float
    after: float
    rose: tuple[str, ...]  # ids of the questions whose value rose, or fell
    fell: tuple[str, ...]
    chance: float


def compare(before: Values, after: Values) -> list[Change]:
    """The change of each measure that both runs have."""
    changes = []
    for measure, old in before.items():
        new = after.get(measure, {})
        common = sorted(set(old) & set(new))
        if not common:
            continue
        rose = tuple(name for name in common if new[name] > old[name])
        fell = tuple(name for name in common if new[name] < old[name])
        changes.append(
            Change(
                measure=measure,
                count=len(common),
                before=sum(old[name] for name in common) / len(common),
                after=sum(new[name] for name in common) / len(common),
                rose=rose,
                fell=fell,
                chance=sign_test(len(rose), len(fell)),
            )
        )
    return changes


def sign_test(rose: int, fell: int) -> float:
    """How often chance alone would part `rose + fell` changes at least this unevenly (exact, two-sided)."""
    total, fewer = rose + fell, min(rose, fell)
    tail = math.ldexp(sum(math.comb(total, k) for k in range(fewer + 1)), -total)
    return min(1.0, 2 * tail)


def comparison_table(title: str, changes: Sequence[Change]) -> str:
    """A Markdown table of changes."""
    lines = [
        f"### {title}",
        "",
        "| measure | n | before | after | rose | fell | by chance |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.measure} | {one.count} | {100 * one.before:.1f} | {100 * one.after:.1f} |"
        f" {len(one.rose)} | {len(one.fell)} | {one.chance:.2f} |"
        for one in changes
    ]
    return "\n".join(lines)
