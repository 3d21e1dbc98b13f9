"""Fits how near an initiative is to an idea (`retrieval.likeness.nearness`) on ideas whose initiatives are known.

    python -m benchmarks.fit_ideas --home var tests/ideas/tuned.jsonl tests/ideas/tuned-2.jsonl [--write] [--plain]

Prints for each file what weights fitted on the other files make of it: an expected one among the first five, and what is
left of it when nothing is told to be near below the threshold, which is put where four in five new ideas of the other
files are told so. The same for fiches that are read without the ideas that they meet: as they are, and with what is
wanting to them (`unheard`: by how much that threshold then lies lower) made up for, in all of them and in the expected
ones alone, as of new fiches among others. `--plain` fits the judge for embedders without an adapter; it
compares all fiches anew, and is given a copy of the home.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from api.settings import Settings
from api.wiring import Passerelle, build, plain_embedder
from corpus.access import ADMINISTRATOR, ANONYMOUS
from corpus.filters import Filters
from retrieval.catalogue.catalogue import Catalogue
from retrieval.evaluation.ideas import Idea, read_ideas
from retrieval.likeness.judge import Judge
from retrieval.likeness.meanings import Meanings, PlainMeanings
from retrieval.likeness.nearness import NAMES, IdeaJudge
from retrieval.likeness.pairs import PairStore
from retrieval.likeness.profile import profile_of
from retrieval.likeness.profiles import Profiles
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.scan import Scan
from retrieval.likeness.similar import Similar
from retrieval.likeness.tellings import heard_need, told_needs

_TOLD = 0.8  # share of new ideas for which nothing shall be found
_KEPT = 0.95  # share of the expected ones in the first five that shall not be left out as doubtful
_RIDGE = 1.0
_SHOWN = 5
_NEED = NAMES.index("need")


@dataclass(frozen=True)
class _Case:
    """An idea with its candidates: features of shape (candidates, features), and which of them are expected.

    `unheard` are the cosines of needs where fiches are read without ideas, shape (candidates,).
    """

    idea: Idea
    rows: NDArray[np.float64]
    unheard: NDArray[np.float64]
    expected: NDArray[np.bool_]
    taught: NDArray[np.bool_]  # which are clearly one or the other

    @property
    def nearest(self) -> float:
        """The cosine of the nearest need."""
        return float(self.rows[:, _NEED].max())

    def without_ideas(self, made_up: float = 0.0, *, expected_alone: bool = False) -> _Case:
        """The same with fiches that are read without ideas, all or the expected ones, with so much added."""
        needs = self.unheard + made_up
        rows = self.rows.copy()
        rows[:, _NEED] = np.where(self.expected, needs, rows[:, _NEED]) if expected_alone else needs
        return replace(self, rows=rows)


class _Unheard:
    """All fiches, read without ideas."""

    def __init__(self, catalogue: Catalogue, meanings: Meanings) -> None:
        ids = catalogue.select(Filters(kind=("initiative",)), ADMINISTRATOR)
        fiches = catalogue.documents(ids, ADMINISTRATOR)
        self._meanings = meanings
        self._places = {identifier: place for place, identifier in enumerate(fiches)}
        self._told = meanings.levelled(told_needs(list(fiches.values()), meanings, {}))

    def cosines(self, idea: Idea, ids: Sequence[str]) -> NDArray[np.float64]:
        """How near the needs of these are to that of the idea."""
        [meaning] = self._meanings.of([profile_of(idea.project)])
        sought = self._meanings.levelled(heard_need(idea.project, meaning, self._meanings)[None]).reshape(-1)
        found: NDArray[np.float64] = (self._told[[self._places[one] for one in ids]] @ sought).astype(float)
        return found


def _case(idea: Idea, similar: Similar, unheard: _Unheard) -> _Case:
    ids, rows = similar.features(idea.project, ANONYMOUS)
    expected, acceptable = (np.isin(ids, some) for some in (idea.expected, idea.acceptable))
    taught = expected | ~acceptable if idea.expected else ~expected
    return _Case(idea, rows, unheard.cosines(idea, ids), expected, taught)


def _fit(cases: Sequence[_Case]) -> IdeaJudge:
    rows = np.vstack([case.rows[case.taught] for case in cases])
    expected = np.concatenate([case.expected[case.taught] for case in cases])
    bias, weights = _regression(rows, expected)
    strangers = rows[~expected].mean(axis=0)
    least, unheard = _least(cases), _least([case.without_ideas() for case in cases])
    judge = IdeaJudge(bias, weights, strangers, least, 0.0, least - unheard)
    return replace(judge, doubtful=_doubtful(cases, judge))


def _least(cases: Sequence[_Case]) -> float:
    return float(np.quantile([case.nearest for case in cases if not case.idea.expected], _TOLD))


def _regression(rows: NDArray[np.float64], yes: NDArray[np.bool_]) -> tuple[float, NDArray[np.float64]]:
    """Ridge-penalised logistic regression without negative weights: what is nearer is never less alike."""
    scale = rows.std(axis=0)
    scaled, sign = rows / scale, np.where(yes, 1.0, -1.0)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:-1], parameters[-1]
        margin = sign * (scaled @ weights + bias)
        wrong = sign / (1 + np.exp(margin))
        slope = np.append(-wrong @ scaled + _RIDGE * weights, -wrong.sum())
        return float(np.logaddexp(0, -margin).sum() + _RIDGE / 2 * weights @ weights), slope

    bounds = [(0.0, None)] * rows.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[-1]), found.x[:-1] / scale


def _doubtful(cases: Sequence[_Case], judge: IdeaJudge) -> float:
    chances = [
        chance[place]
        for case in cases
        if (chance := judge.probabilities(case.rows)).size
        for place in np.argsort(-chance)[:_SHOWN]
        if case.expected[place]
    ]
    return float(np.quantile(chances, 1 - _KEPT))


def _told(cases: Sequence[_Case], judge: IdeaJudge) -> list[NDArray[np.bool_]]:
    """For each idea, of those that are told the first five: which are expected."""
    told = []
    for case in cases:
        order = np.argsort(-judge.probabilities(case.rows), kind="stable")
        told.append(case.expected[order][judge.near(case.rows)[order]][:_SHOWN])
    return told


def _report(name: str, cases: Sequence[_Case], judge: IdeaJudge) -> None:
    known = [bool(case.idea.expected) for case in cases]
    every = replace(judge, least=-1.0, doubtful=0.0)
    hits, first = ([told.any() for told in _told(cases, one)] for one in (judge, every))
    new = [len(told) == 0 for told in _told(cases, judge)]
    alone = [told.mean() for told, old in zip(_told(cases, judge), known, strict=True) if old and len(told)]
    print(
        f"{name}: expected in the first five {np.mean(np.array(first)[known]):.3f} of {sum(known)},"
        f" and where nothing is told below the threshold {np.mean(np.array(hits)[known]):.3f};"
        f" new ones told so {np.mean(np.array(new)[~np.array(known)]):.3f} of {len(known) - sum(known)};"
        f" of the first five told for known ones {np.mean(alone):.2f} are expected"
    )


def _worlds(cases: Sequence[_Case], judge: IdeaJudge) -> Iterator[tuple[str, list[_Case]]]:
    """The cases as initiatives with ideas and without any make them."""
    made_up = judge.unheard
    yield "with ideas", list(cases)
    yield "without any", [case.without_ideas() for case in cases]
    yield f"without any, {made_up:.3f} made up", [case.without_ideas(made_up) for case in cases]
    alone = [case.without_ideas(made_up, expected_alone=True) for case in cases]
    yield "the expected ones without any, made up", alone


def _compared(parts: Passerelle, *, plain: bool) -> tuple[Similar, Meanings]:
    """What finds initiatives, with all fiches read."""
    if not plain:
        parts.scan.refresh()
        parts.scan.deepen()
        return parts.similar, parts.meanings
    judge, meanings = Judge.for_other_embedders(), PlainMeanings(plain_embedder(parts.settings))
    profiles = Profiles(parts.catalogue, meanings, judge_version=judge.version)
    scan = Scan(parts.catalogue, profiles, judge, PairStore(parts.catalogue.transactions))
    scan.refresh()
    scan.deepen()
    quotes = Quotes(parts.catalogue, parts.embedder)
    return Similar(parts.catalogue, parts.searcher, profiles, judge, IdeaJudge.shipped(), quotes), meanings


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("ideas", nargs="+", type=Path)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--plain", action="store_true", help="for embedders without an adapter")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    parts = build(Settings(home=chosen.home))
    similar, meanings = _compared(parts, plain=chosen.plain)
    unheard = _Unheard(parts.catalogue, meanings)
    files = {path: [_case(idea, similar, unheard) for idea in read_ideas(path)] for path in chosen.ideas}
    for path, cases in files.items():
        others = [case for other, some in files.items() if other != path for case in some]
        if others:
            judge = _fit(others)
            for world, some in _worlds(cases, judge):
                _report(f"{path.name} by the others, {world}", some, judge)
    judge = _fit([case for cases in files.values() for case in cases])
    print(
        f"all: weights {dict(zip(NAMES, judge.weights.round(2), strict=True))}, least {judge.least:.3f},"
        f" unheard {judge.unheard:.3f}"
    )
    if chosen.write:
        name = "nearness_plain.json" if chosen.plain else "nearness.json"
        judge.write(Path("retrieval/likeness") / name)


if __name__ == "__main__":
    main()
