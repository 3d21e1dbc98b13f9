"""Fits how near an initiative is to an idea (`retrieval.likeness.nearness`) on ideas whose initiatives are known.

    python -m benchmarks.fit_ideas --home var tests/ideas/tuned.jsonl [--write]

Prints, cross-validated by idea: an expected one among the first five, and what is left of it when four in five new ideas
are told that nothing is like them; that is where the threshold is put.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from api.settings import Settings
from api.wiring import Passerelle, build
from corpus.access import ANONYMOUS
from retrieval.evaluation.ideas import Idea, read_ideas
from retrieval.likeness.nearness import NAMES, IdeaJudge

_FOLDS = 10
_TOLD = 0.8  # share of new ideas for which nothing shall be found


@dataclass(frozen=True)
class _Case:
    """An idea with its candidates: features of shape (candidates, features), and which of them are expected."""

    idea: Idea
    rows: NDArray[np.float64]
    expected: NDArray[np.bool_]


def _case(idea: Idea, parts: Passerelle) -> _Case:
    ids, rows = parts.similar.features(idea.project, ANONYMOUS)
    return _Case(idea, rows, np.array([name in idea.expected for name in ids]))


def _fit(cases: Sequence[_Case]) -> IdeaJudge:
    rows = np.vstack([case.rows for case in cases])
    expected = np.concatenate([case.expected for case in cases])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=3000).fit((rows - mean) / scale, expected)
    weights = model.coef_[0] / scale
    return IdeaJudge(float(model.intercept_[0] - weights @ mean), weights, 0.0)


def _judged(cases: Sequence[_Case]) -> list[NDArray[np.float64]]:
    """The probabilities of each idea's candidates by weights that did not see the idea."""
    order = np.random.default_rng(0).permutation(len(cases))
    found: dict[int, NDArray[np.float64]] = {}
    for fold in range(_FOLDS):
        held = set(order[fold::_FOLDS].tolist())
        judge = _fit([case for place, case in enumerate(cases) if place not in held])
        found |= {place: judge.probabilities(cases[place].rows) for place in held}
    return [found[place] for place in range(len(cases))]


def _threshold(cases: Sequence[_Case], chances: Sequence[NDArray[np.float64]]) -> float:
    best = [chance.max() for case, chance in zip(cases, chances, strict=True) if not case.idea.expected]
    return float(np.quantile(best, _TOLD))


def _hits(cases: Sequence[_Case], chances: Sequence[NDArray[np.float64]], least: float) -> float:
    hits = []
    for case, chance in zip(cases, chances, strict=True):
        if case.idea.expected:
            first = [place for place in np.argsort(-chance)[:5] if chance[place] >= least]
            hits.append(bool(case.expected[first].any()))
    return float(np.mean(hits))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("ideas", nargs="+", type=Path)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    parts = build(Settings(home=chosen.home))
    cases = [_case(idea, parts) for path in chosen.ideas for idea in read_ideas(path)]
    chances = _judged(cases)
    least = _threshold(cases, chances)
    print(f"cross-validated: expected in the first five {_hits(cases, chances, 0.0):.3f},")
    print(f"and with {_TOLD:.0%} of new ideas told so {_hits(cases, chances, least):.3f} (least {least:.3f})")
    if chosen.write:
        judge = _fit(cases)
        stored = {name: round(float(weight), 4) for name, weight in zip(NAMES, judge.weights, strict=True)}
        text = json.dumps({"bias": round(judge.bias, 4), "least": round(least, 4), **stored}, indent=1)
        Path("retrieval/likeness/nearness.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
