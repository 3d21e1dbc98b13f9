"""Fits the judge of `retrieval.likeness` on labelled pairs, and reports it on pairs that the fit did not see.

    python -m benchmarks.fit_likeness --home var tests/pairs/tuned.jsonl [--write] [--report tests/pairs/held.jsonl]

The report of the fitted pairs is cross-validated: each fifth is judged by weights fitted on the other four. `--report`
judges other files by the weights that ship; of held-back files only the table is printed. Nothing is tuned on them.

`--decided` adds what coordinators decided (`passerelle duplicates --export decided.jsonl`) to what is fitted, and tells how
well these and the other pairs are judged before and after, each by weights that did not see them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from api.settings import Settings
from api.wiring import plain_embedder
from corpus.access import ADMINISTRATOR
from corpus.models import Document
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.evaluation.pairs import LabelledPair, Row, compared, read_pairs, table_of
from retrieval.likeness.comparison import NAMES
from retrieval.likeness.judge import Judge, Question
from retrieval.likeness.meanings import AdaptedMeanings, Meanings, PlainMeanings
from retrieval.likeness.values import Verdict

_FOLDER = Path("retrieval/likeness")
_FOLDS = 5
_RIDGE = 1.0
# Weight of a pair of the catalogue, nearly all of which are distinct: at one, the fit would rather miss than propose;
# at a third, written pairs are told apart as well as without them (cross-validated).
_OF_THE_CATALOGUE = 1 / 3
# What can only speak for, or only against, an answer: a reason that is taken away must never raise the score.
_FOR = {
    "related": {"need", "solution", "words", "figures", "names", "domains", "technologies", "services", "audience"},
    "same": {"need", "solution", "words", "figures", "names", "same_place", "same_owner", "shared_partner", "same_year"},
    "later": {"gap", "continues", "hints"},
}  # fmt: skip
_AGAINST = {
    "related": {"gap"},
    "same": {"other_place", "other_owner"},
    # What two texts share never speaks for one going on with the other: of twins none does.
    "later": {"same_year", "need", "solution", "words", "figures", "names"},
}
_UNUSED = {
    "related": {"other_place", "other_owner"},  # another town or owner makes no need another one
    "same": {"domains", "technologies", "services", "audience"},
    "later": {"domains", "technologies", "services", "audience"},
}


@dataclass(frozen=True)
class _Task:
    name: str
    rows: NDArray[np.bool_]
    yes: NDArray[np.bool_]


def _tasks(verdicts: Sequence[Verdict]) -> list[_Task]:
    labels = np.array([verdict.value for verdict in verdicts])
    related = labels != Verdict.DISTINCT.value
    same = np.isin(labels, [Verdict.DUPLICATE.value, Verdict.LATER_PHASE.value])
    return [
        _Task("related", np.ones(len(labels), bool), related),
        _Task("same", related, same),
        _Task("later", same, labels == Verdict.LATER_PHASE.value),
    ]


def _fit(
    values: NDArray[np.float64], yes: NDArray[np.bool_], counts: NDArray[np.float64], name: str
) -> Question:
    """Ridge-penalised logistic regression with signs; features are scaled while fitting, `counts` weigh the rows."""
    scale = values.std(axis=0)
    scale[scale == 0] = 1.0
    scaled = values / scale
    sign = np.where(yes, 1.0, -1.0)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:-1], parameters[-1]
        margin = sign * (scaled @ weights + bias)
        wrong = counts / (1 + np.exp(margin))
        slope = np.append(-(wrong * sign) @ scaled + _RIDGE * weights, -(wrong * sign).sum())
        return float(counts @ np.logaddexp(0, -margin) + _RIDGE / 2 * weights @ weights), slope

    bounds = [_bounds(name, feature) for feature in NAMES] + [(None, None)]
    found = minimize(loss, np.zeros(len(NAMES) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return Question(float(found.x[-1]), found.x[:-1] / scale)


def _bounds(name: str, feature: str) -> tuple[float | None, float | None]:
    if feature in _UNUSED[name]:
        return (0.0, 0.0)
    if feature in _FOR[name]:
        return (0.0, None)
    if feature in _AGAINST[name]:
        return (None, 0.0)
    return (None, None)


@dataclass(frozen=True)
class _Labelled:
    """Labelled pairs with their features, shape (pairs, features)."""

    pairs: list[LabelledPair]
    values: NDArray[np.float64]

    @classmethod
    def of(cls, pairs: list[LabelledPair], meanings: Meanings) -> _Labelled:
        values = [one.values() for one in compared(pairs, meanings)]
        return cls(pairs, np.array(values).reshape(-1, len(NAMES)))

    def with_others(self, others: _Labelled) -> _Labelled:
        return _Labelled([*self.pairs, *others.pairs], np.vstack((self.values, others.values)))

    def some(self, places: NDArray[np.intp]) -> _Labelled:
        return _Labelled([self.pairs[place] for place in places], self.values[places])


def _fit_judge(labelled: _Labelled, version: str) -> Judge:
    pairs, values = labelled.pairs, labelled.values
    counts = np.array([_OF_THE_CATALOGUE if pair.a.document_id else 1.0 for pair in pairs])
    questions = {
        task.name: _fit(values[task.rows], task.yes[task.rows], counts[task.rows], task.name)
        for task in _tasks([pair.verdict for pair in pairs])
    }
    return Judge(version, **questions)


def _judged(judge: Judge, labelled: _Labelled) -> list[Row]:
    found = judge.judge_all(labelled.values)
    return [(pair, one.probabilities, one.verdict) for pair, one in zip(labelled.pairs, found, strict=True)]


def _cross_validated(labelled: _Labelled, always: _Labelled, seed: int = 0) -> list[Row]:
    """Each fifth judged by weights that were fitted on the rest and on what is always there."""
    order = np.random.default_rng(seed).permutation(len(labelled.pairs))
    found: list[Row] = []
    for fold in range(_FOLDS):
        held = order[fold::_FOLDS]
        rest = np.setdiff1d(order, held)
        found += _judged(_fit_judge(labelled.some(rest).with_others(always), "fold"), labelled.some(held))
    return found


def _before_and_after(labelled: _Labelled, decided: _Labelled, none: _Labelled) -> None:
    """What decided pairs change, for themselves and for the others."""
    _report("decided, fitted without any of them", _judged(_fit_judge(labelled, "before"), decided))
    _report("decided, cross-validated", _cross_validated(decided, labelled))
    _report("the others, cross-validated without decided ones", _cross_validated(labelled, none))
    _report("the others, cross-validated with decided ones", _cross_validated(labelled, decided))


def _report(title: str, rows: Sequence[Row]) -> None:
    """Written pairs and those of the catalogue apart: their shares of verdicts are worlds apart."""
    for kind, some in (
        ("written pairs", [row for row in rows if not row[0].a.document_id]),
        ("pairs of the catalogue", [row for row in rows if row[0].a.document_id]),
    ):
        if some:
            print(f"{title}, {kind}\n{table_of(some)}")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--report", nargs="*", type=Path, default=[])
    parser.add_argument("--decided", nargs="*", type=Path, default=[], help="exported decisions")
    parser.add_argument("--plain", action="store_true", help="for embedders without an adapter")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    settings = Settings(home=chosen.home)
    embedder = plain_embedder(settings)
    catalogue = Catalogue.open(settings.catalogue_url)

    def fiches(ids: Sequence[str]) -> Mapping[str, Document]:
        return catalogue.documents(ids, ADMINISTRATOR)

    assert isinstance(embedder, SentenceTransformerEmbedder)
    meanings: Meanings = PlainMeanings(embedder) if chosen.plain else AdaptedMeanings.shipped(embedder)
    labelled, decided, none = (
        _Labelled.of([pair for path in paths for pair in read_pairs(path, fiches)], meanings)
        for paths in (chosen.pairs, chosen.decided, ())
    )
    if decided.pairs:
        _before_and_after(labelled, decided, none)
    else:
        _report("cross-validated", _cross_validated(labelled, none))
    judge = _fit_judge(labelled.with_others(decided), meanings.fingerprint)
    for path in chosen.report:
        _report(path.name, _judged(judge, _Labelled.of(read_pairs(path, fiches), meanings)))
    if chosen.write:
        _write(judge, _FOLDER / ("judge_plain.json" if chosen.plain else "judge.json"))


def _write(judge: Judge, path: Path) -> None:
    questions = {"related": judge.related, "same": judge.same, "later": judge.later}
    stored = {"version": judge.version, "features": list(NAMES)} | {
        name: {
            "bias": round(one.bias, 4),
            **{key: round(float(one.weights[i]), 4) for i, key in enumerate(NAMES)},
        }
        for name, one in questions.items()
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
