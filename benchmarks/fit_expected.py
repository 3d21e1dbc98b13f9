"""Fits `retrieval.checklist.expected`: which articles a description needs beside those that rules name.

    python -m benchmarks.fit_expected --home var [--write]

The judged descriptions are `tests/checklists/tuned*.jsonl`; the weights are fitted on `tuned-5` alone, as the rules were made
on the others. Rules were then widened on `tuned-5` too, so what they named of it before is kept in `first_sight.json`: with
what they name now, the fit would learn that they miss nothing. Prints, by cross-validation over the descriptions of
`tuned-5`, the part of the necessary articles that are added and the wrong ones among them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from api.settings import Settings
from api.wiring import build
from corpus.access import ANONYMOUS
from corpus.models import LANGUAGES, Document
from corpus.project import Project
from retrieval.answering.validity import is_repealed
from retrieval.checklist.expected import NAMES, Expectations, Weights
from retrieval.checklist.nearness import Scores, unit
from retrieval.checklist.precedents import Precedents
from retrieval.checklist.rules import Rules
from retrieval.checklist.situation import Situation
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.evaluation.checklists import Case, read_cases

_FOLDER = Path("retrieval/checklist")
_FITTED_ON = "c5-"  # how the ids of tuned-5 begin
_STRENGTH = 0.1  # of the data against the weights' being small
_WRONG = 4.0  # times that a wrong article weighs as much as one that is merely not needed
_LEAST = 0.1
_FOLDS = 5


@dataclass(frozen=True)
class Known:
    """A judged description, and what the rules named and excluded when they met it first."""

    case: Case
    situation: Situation
    named: frozenset[str]
    excluded: frozenset[str]


@dataclass(frozen=True)
class Part:
    """Sheets of which the rules said nothing, of some descriptions: scores (sheets, names), and what was judged."""

    scores: Scores
    needed: NDArray[np.bool_]
    wrong: NDArray[np.bool_]


class Fit:
    """What is fitted, and on what."""

    def __init__(
        self, expectations: Expectations, sheets: dict[str, Document], known: Sequence[Known]
    ) -> None:
        self._expectations = expectations
        self._sheets = sheets
        self._known = known
        self._decided = {
            *(rule.document_id for rule in Rules.load().rules if rule.bounds is not None),
            *(name for name, sheet in sheets.items() if is_repealed(sheet)),
        }

    def part(self, numbers: Sequence[int], hidden: Sequence[int]) -> list[Part]:
        """Of some descriptions, compared with all but themselves and those that are hidden."""
        return [self._of(self._known[one], [one, *hidden]) for one in numbers]

    def _of(self, known: Known, hidden: Sequence[int]) -> Part:
        reading = self._expectations.reading(known.case.project)
        assert reading is not None, known.case.id
        precedents = self._expectations.precedents.without(hidden)
        names = self._expectations.texts(self._sheets).sheets
        scores = self._expectations.scores(reading, known.situation, self._sheets, known.named, precedents)
        closed = known.named | known.excluded | self._decided
        rows = [number for number, name in enumerate(names) if name not in closed]
        asked = [names[row] for row in rows]
        return Part(scores[rows], _among(asked, known.case.necessary), _among(asked, known.case.wrong))


def fitted(parts: Sequence[Part]) -> Weights:
    """The weights that tell the needed sheets of some descriptions from the others."""
    scores = np.concatenate([part.scores for part in parts])
    needed = np.concatenate([part.needed for part in parts])
    wrong = np.concatenate([part.wrong for part in parts])
    means, spreads = scores.mean(axis=0), np.maximum(scores.std(axis=0), 1e-9)
    model = LogisticRegression(C=_STRENGTH, max_iter=3000)
    model.fit((scores - means) / spreads, needed, sample_weight=np.where(wrong, _WRONG, 1.0))
    return Weights(model.coef_[0], means, spreads, float(model.intercept_[0]), _LEAST)


def validated(fit: Fit, numbers: Sequence[int], necessary: int) -> str:
    """What descriptions that the fit has not seen would gain, for several least probabilities."""
    folds = np.random.default_rng(0).integers(0, _FOLDS, len(numbers))
    seen: list[tuple[Scores, Part]] = []
    for fold in range(_FOLDS):
        out = [one for one, of in zip(numbers, folds, strict=True) if of == fold]
        weights = fitted(fit.part([one for one in numbers if one not in out], out))
        seen += [(weights.probabilities(part.scores), part) for part in fit.part(out, out)]
    lines = []
    for least in (0.2, 0.1, 0.07, 0.05, 0.04, 0.03):
        added = sum(int((chances >= least).sum()) for chances, _ in seen)
        right = sum(int(part.needed[chances >= least].sum()) for chances, part in seen)
        wrong = sum(int(part.wrong[chances >= least].sum()) for chances, part in seen)
        lines.append(f"{least:.2f}: {right}/{necessary} more, {wrong} wrong, {added / len(seen):.1f} a case")
    return "\n".join(lines)


def main() -> None:
    """Fit, print, and with --write keep what was fitted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    parts = build(Settings(home=chosen.home))
    try:
        sheets = dict(parts.checker.sheets(ANONYMOUS))
        known = _known(parts.checker.situation)
        assert parts.checker.expectations is not None
        vectors = parts.checker.expectations.vectors
        precedents = _precedents(vectors, known, sorted(sheets))
        fit = Fit(Expectations(vectors, parts.searcher, precedents), sheets, known)
        numbers = [n for n, one in enumerate(known) if one.case.id.startswith(_FITTED_ON)]
        necessary = sum(len(known[one].case.necessary) for one in numbers)
        print(validated(fit, numbers, necessary))
        if chosen.write:
            precedents.write(_FOLDER / "precedents.npz")
            _write(fitted(fit.part(numbers, [])))
    finally:
        parts.close()


def _known(read: Callable[[Project], Situation]) -> list[Known]:
    first = json.loads(Path("benchmarks/first_sight.json").read_text("utf-8"))
    cases = [
        case for path in sorted(Path("tests/checklists").glob("tuned*.jsonl")) for case in read_cases(path)
    ]
    return [
        Known(
            case,
            read(case.project),
            frozenset(first[case.id]["named"]),
            frozenset(first[case.id]["excluded"]),
        )
        for case in cases
    ]


def _precedents(vectors: QuestionVectors, known: Sequence[Known], sheets: Sequence[str]) -> Precedents:
    texts = vectors.of([one.case.project.text.strip() for one in known])
    spoken = np.array([one.case.language for one in known])
    means = {language: texts[spoken == language].mean(axis=0) for language in LANGUAGES}
    placed = np.stack([text - means[one.case.language] for text, one in zip(texts, known, strict=True)])
    return Precedents(
        space=vectors.space,
        sheets=tuple(sheets),
        vectors=unit(placed),
        means=means,
        needed=np.stack([_among(sheets, one.case.necessary) for one in known]),
        wrong=np.stack([_among(sheets, one.case.wrong) for one in known]),
        ruled=np.stack([_among(sheets, one.named) for one in known]),
    )


def _among(names: Sequence[str], some: Collection[str]) -> NDArray[np.bool_]:
    return np.array([name in some for name in names], np.bool_)


def _write(weights: Weights) -> None:
    columns = {"weights": weights.weights, "means": weights.means, "spreads": weights.spreads}
    stored: dict[str, object] = {
        of: {name: round(float(value), 5) for name, value in zip(NAMES, values, strict=True)}
        for of, values in columns.items()
    }
    stored |= {"intercept": round(weights.intercept, 5), "least": weights.least}
    (_FOLDER / "expected.json").write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
