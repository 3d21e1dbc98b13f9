"""Looks for how near two wordings must be to be one open question (`retrieval/gaps/grouping.py`).

Reads development questions alone: fifty that are each asked in four languages (`parity.jsonl`), and among them, as what
must stay apart, some 1,500 other questions about the same sheets (`tuned-unanswered.jsonl`), each its own meaning. Prints
precision and recall over pairs; writes nothing. About a minute on two cores.

    .venv/bin/python -m benchmarks.fit_gaps --home var
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random

from benchmarks.homes import assembled
from benchmarks.machine import ROOT
from retrieval.evaluation.questions import EvaluationQuestion, read_questions
from retrieval.gaps.grouping import Nearness, grouped
from retrieval.state.gaps import Gap

_QUESTIONS = ROOT / "tests" / "questions"
_SAME_LANGUAGE = (0.65, 0.75, 0.85)
_ACROSS = (0.40, 0.44, 0.46, 0.48, 0.50, 0.54, 0.58, 0.62)
_ORDERS = 3  # who comes first leads: each figure is a mean over some orders
_PRECISE = 0.995


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, and what each half of the meanings would choose for the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="a home with the unpacked model")
    arguments = parser.parse_args(argv)
    parity = read_questions(_QUESTIONS / "parity.jsonl")
    others = read_questions(_QUESTIONS / "tuned-unanswered.jsonl")
    with assembled(arguments.home) as parts:
        vectors = parts.embedder.embed_queries([one.question for one in (*parity, *others)])
    everything = [
        _gap(number, one, vector)
        for number, (one, vector) in enumerate(zip((*parity, *others), vectors, strict=True))
    ]
    meaning = {number: one.parity or one.id for number, one in enumerate((*parity, *others))}
    alone, amid = everything[: len(parity)], everything
    print("same language | across | parity: precision, recall | amid others: precision, recall")
    for same in _SAME_LANGUAGE:
        for across in _ACROSS:
            nearness = Nearness(same, across)
            figures = (*_measured(alone, meaning, nearness), *_measured(amid, meaning, nearness))
            print(f"{same:.2f} | {across:.2f} | " + ", ".join(f"{one:.3f}" for one in figures))
    for half in (0, 1):
        _cross_validate(alone, meaning, half)
    return 0


def _cross_validate(gaps: Sequence[Gap], meaning: dict[int, str], half: int) -> None:
    """The lowest nearness that is precise on one half of the meanings, measured on the other."""
    names = sorted({meaning[gap.id] for gap in gaps})
    here = set(names[half::2])
    fitted_on = [gap for gap in gaps if meaning[gap.id] in here]
    measured_on = [gap for gap in gaps if meaning[gap.id] not in here]
    chosen = next(
        (one for one in _ACROSS if _measured(fitted_on, meaning, Nearness(0.75, one))[0] >= _PRECISE),
        _ACROSS[-1],
    )
    precision, recall = _measured(measured_on, meaning, Nearness(0.75, chosen))
    print(
        f"half {half + 1} chooses {chosen:.2f}; on the other: precision {precision:.3f}, recall {recall:.3f}"
    )


def _gap(number: int, question: EvaluationQuestion, vector: object) -> Gap:
    day = date(2026, 1, 1)
    return Gap(number, question.question, question.language, {"no_evidence": 1}, day, day, (), (), vector)  # type: ignore[arg-type]


def _measured(gaps: Sequence[Gap], meaning: dict[int, str], nearness: Nearness) -> tuple[float, float]:
    """Precision and recall over the pairs that stand in one group, each a mean over some orders."""
    sizes = Counter(meaning[gap.id] for gap in gaps)
    wanted = sum(size * (size - 1) // 2 for size in sizes.values())
    precisions, recalls = [], []
    for seed in range(_ORDERS):
        shuffled = list(gaps)
        Random(seed).shuffle(shuffled)
        pairs = [pair for group in grouped(shuffled, nearness) for pair in combinations(group, 2)]
        right = sum(meaning[one.id] == meaning[other.id] for one, other in pairs)
        precisions.append(right / len(pairs) if pairs else 1.0)
        recalls.append(right / wanted)
    return sum(precisions) / _ORDERS, sum(recalls) / _ORDERS


if __name__ == "__main__":
    sys.exit(main())
