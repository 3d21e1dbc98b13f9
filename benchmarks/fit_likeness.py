"""Fits the judge of `retrieval.likeness` on labelled pairs, and reports it on pairs that the fit did not see.

    python -m benchmarks.fit_likeness --home var tests/pairs/tuned.jsonl [--write] [--report tests/pairs/held.jsonl]

The report of the fitted pairs is cross-validated: each fifth is judged by weights fitted on the other four. `--report`
judges other files by the weights that ship; of held-back files only the table is printed. Nothing is tuned on them.
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
from retrieval.likeness.comparison import NAMES, Comparison
from retrieval.likeness.judge import Judge, Question
from retrieval.likeness.meanings import AdaptedMeanings, PlainMeanings
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
    "later": {"gap", "continues"},
}  # fmt: skip
_AGAINST = {"related": {"gap"}, "same": {"other_place", "other_owner"}, "later": {"same_year"}}
_UNUSED = {
    "related": {"other_place", "other_owner"},  # another town or owner makes no need another one
    "same": {"domains", "technologies", "services", "audience"},
    "later": set(),
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


def _fit_judge(values: NDArray[np.float64], pairs: Sequence[LabelledPair], version: str) -> Judge:
    counts = np.array([_OF_THE_CATALOGUE if pair.a.document_id else 1.0 for pair in pairs])
    questions = {
        task.name: _fit(values[task.rows], task.yes[task.rows], counts[task.rows], task.name)
        for task in _tasks([pair.verdict for pair in pairs])
    }
    return Judge(version, **questions)


def _cross_validated(
    pairs: Sequence[LabelledPair], comparisons: Sequence[Comparison], seed: int = 0
) -> list[Row]:
    values = np.array([one.values() for one in comparisons])
    order = np.random.default_rng(seed).permutation(len(pairs))
    found: list[Row] = []
    for fold in range(_FOLDS):
        held = order[fold::_FOLDS]
        rest = np.setdiff1d(order, held)
        judge = _fit_judge(values[rest], [pairs[place] for place in rest], "fold")
        for place, judgement in zip(held, judge.judge_all(values[held]), strict=True):
            found.append((pairs[place], judgement.probabilities, judgement.verdict))
    return found


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
    parser.add_argument("--plain", action="store_true", help="for embedders without an adapter")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    settings = Settings(home=chosen.home)
    embedder = plain_embedder(settings)
    catalogue = Catalogue.open(settings.catalogue_url)

    def fiches(ids: Sequence[str]) -> Mapping[str, Document]:
        return catalogue.documents(ids, ADMINISTRATOR)

    assert isinstance(embedder, SentenceTransformerEmbedder)
    meanings = PlainMeanings(embedder) if chosen.plain else AdaptedMeanings.shipped(embedder)
    pairs = [pair for path in chosen.pairs for pair in read_pairs(path, fiches)]
    comparisons = compared(pairs, meanings)
    _report("cross-validated", _cross_validated(pairs, comparisons))
    judge = _fit_judge(
        np.array([one.values() for one in comparisons]),
        pairs,
        meanings.fingerprint,
    )
    for path in chosen.report:
        others = read_pairs(path, fiches)
        found = judge.judge_all(np.array([one.values() for one in compared(others, meanings)]))
        rows = [(pair, one.probabilities, one.verdict) for pair, one in zip(others, found, strict=True)]
        _report(path.name, rows)
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
