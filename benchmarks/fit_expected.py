"""Fits `retrieval.checklist.expected`: which articles a description needs beside those that rules name.

    python -m benchmarks.fit_expected --home var [--write]

The reader learns from `tests/checklists/tuned*.jsonl`, from `situations.txt` (short situations, each with the sheets that it
brings up) and from the questions of the sheets; what was judged plainly wrong is taught as what a description is not about.
How likely a sheet is, given what the reader tells, is fitted on `tuned-5` to `tuned-7`, which nobody had made rules for when
the rules met them: what they named then is kept in `first_sight.json`, since with what they name now the fit would learn that
rules miss nothing. Prints what each of these files gains by a fit over all the others, as if another writer had come:
the part of the necessary articles that are added, the wrong ones among them, and how many a case.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from api.settings import Settings
from api.wiring import build
from corpus.access import ANONYMOUS
from corpus.models import LANGUAGES, Language
from corpus.project import Project
from retrieval.answering.validity import is_repealed
from retrieval.checklist.checklist import Checker
from retrieval.checklist.expected import Reading, Scores, scores, sentences_of
from retrieval.checklist.reader import Chances, Reader, Vectors, inputs, marked, unit
from retrieval.checklist.rules import Rules
from retrieval.checklist.signs import Lexicon
from retrieval.checklist.situation import Situation, situation_of
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.evaluation.checklists import Case, read_cases

_HERE = Path("benchmarks")
_READER = Path("retrieval/checklist/reader.npz")
_FITTED_ON = ("c5-", "c6t-", "c7-")  # how the ids of tuned-5, tuned-6 and tuned-7 begin
_SMALL = 10.0  # how much the weights of the reader are kept small
_WEIGHTS = {"question": 0.3, "situation": 1.0, "description": 2.0, "sentence": 1.0}
# How much a description is about a sheet that is plainly wrong for it, and about one that may be named; one that it needs counts 1.
_REFUSED, _WELCOME = -0.7, 0.3
_STRENGTH = 0.3  # of the data against the chances' weights being small
_WRONG = 4.0  # times that a wrong article weighs as much as one that is merely not needed
_LEAST = 0.05  # expected from this probability on
_SURE = 0.25  # and asserted from this one on
_FOLDS = 5


@dataclass(frozen=True)
class Lesson:
    """Texts of one kind with the sheets they are about: inputs (texts, ...), truth (texts, sheets)."""

    inputs: Vectors
    truth: Vectors
    weight: float


@dataclass(frozen=True)
class Known:
    """A judged description, as it is read."""

    case: Case
    reading: Reading


@dataclass(frozen=True)
class Part:
    """Sheets of which the rules said nothing, of a description: scores (sheets, names), and what was judged."""

    scores: Scores
    needed: NDArray[np.bool_]
    wrong: NDArray[np.bool_]


class Fit:
    """What is learned, and from what."""

    def __init__(self, checker: Checker, vectors: QuestionVectors) -> None:
        self._vectors = vectors
        self._sheets = dict(checker.sheets(ANONYMOUS))
        self._signs = tuple(sorted(Lexicon.load().names))
        cases = _cases()
        texts = vectors.of([case.project.text.strip() for case in cases])
        self._means = _means(texts, [case.language for case in cases])
        self.known = [self._read(case, checker.situation(case.project)) for case in cases]
        self._shared = [self._questions(), self._situations()]
        self._decided = {rule.document_id for rule in Rules.load().rules if rule.bounds is not None}
        self._decided |= {name for name, sheet in self._sheets.items() if is_repealed(sheet)}

    def reader(self, taught: Sequence[Known]) -> Reader:
        """A reader taught by some descriptions, and all situations and questions; its chances are not fitted yet."""
        lessons = [*self._shared, *(one for known in taught for one in self._lessons(known))]
        needed = sum((self._about(known.case.necessary) for known in taught), np.zeros(len(self._sheets)))
        return Reader(
            space=self._vectors.space,
            sheets=tuple(self._sheets),
            signs=self._signs,
            means=self._means,
            matrix=_solved(lessons),
            often=(needed + 0.2) / len(taught),
            chances=Chances(np.zeros(0), np.zeros(0), np.zeros(0), 0.0, _LEAST, _SURE),
        )

    def part(self, known: Known, reader: Reader) -> Part:
        """What a reader tells of a description, where rules leave it open."""
        reading = known.reading
        told = reader.told(reading.vectors, reading.situation.found)
        closed = {*reading.named, *reading.excluded, *self._decided}
        rows = [number for number, name in enumerate(reader.sheets) if name not in closed]
        asked = [reader.sheets[row] for row in rows]
        found = scores(reader, told, reading, self._sheets)[rows]
        return Part(found, _among(asked, known.case.necessary), _among(asked, known.case.wrong))

    def parts(self, chosen: Sequence[Known], taught: Sequence[Known]) -> list[Part]:
        """Of each description, by a reader that all of `taught` taught but some, it among them."""
        folds = np.random.default_rng(0).integers(0, _FOLDS, len(chosen))
        parts: dict[str, Part] = {}
        for fold in range(_FOLDS):
            out = {known.case.id for known, of in zip(chosen, folds, strict=True) if of == fold}
            reader = self.reader([known for known in taught if known.case.id not in out])
            parts |= {one.case.id: self.part(one, reader) for one in chosen if one.case.id in out}
        return [parts[known.case.id] for known in chosen]

    def _read(self, case: Case, situation: Situation) -> Known:
        first = _first_sight()[case.id]
        sentences = sentences_of(case.project)
        vectors = self._vectors.of([case.project.text.strip(), *sentences])
        placed = unit(vectors - self._means[case.language])
        return Known(case, Reading(sentences, placed, situation, first["named"], first["excluded"]))

    def _lessons(self, known: Known) -> list[Lesson]:
        case, vectors = known.case, known.reading.vectors
        truth = self._about(case.necessary) + _REFUSED * self._about(case.wrong)
        truth += _WELCOME * self._about(case.useful or ())
        signs = marked(self._signs, known.reading.situation.found)[None]
        whole = Lesson(inputs(vectors[:1], signs), truth[None], _WEIGHTS["description"])
        each = Lesson(
            self._unmarked(vectors[1:]), np.tile(truth, (len(vectors) - 1, 1)), _WEIGHTS["sentence"]
        )
        return [whole, each]

    def _questions(self) -> Lesson:
        asked = [
            (language, text, name)
            for name, sheet in self._sheets.items()
            for some in (sheet.questions, *(one.questions for one in sheet.asked))
            for language, text in some.items()
        ]
        vectors = self._vectors.of([text for _, text, _ in asked])
        spoken = [language for language, _, _ in asked]
        placed = _without(vectors, spoken, _means(vectors, spoken))
        truth = np.stack([self._about([name]) for _, _, name in asked])
        return Lesson(self._unmarked(placed), truth, _WEIGHTS["question"])

    def _situations(self) -> Lesson:
        told = _situations()
        vectors = self._vectors.of([text for _, text, _ in told])
        placed = _without(vectors, [language for language, _, _ in told], self._means)
        read = [situation_of(Project.of_text(text, language)).found for language, text, _ in told]
        signs = np.stack([marked(self._signs, found) for found in read])
        truth = np.stack([self._about(names) for _, _, names in told])
        return Lesson(inputs(placed, signs), truth, _WEIGHTS["situation"])

    def _unmarked(self, vectors: Vectors) -> Vectors:
        return inputs(vectors, np.zeros((len(vectors), len(self._signs)), np.float32))

    def _about(self, names: Collection[str]) -> Vectors:
        return np.array([name in names for name in self._sheets], np.float32)


def _solved(lessons: Sequence[Lesson]) -> Vectors:
    """Ridge regression; the constant is hardly kept small."""
    width = lessons[0].inputs.shape[1]
    left = np.diag([*[_SMALL] * (width - 1), _SMALL / 100]).astype(np.float32)
    right = np.zeros((width, lessons[0].truth.shape[1]), np.float32)
    for weight in {one.weight for one in lessons}:
        alike = [one for one in lessons if one.weight == weight]
        given = np.concatenate([one.inputs for one in alike])
        left += weight * (given.T @ given)
        right += weight * (given.T @ np.concatenate([one.truth for one in alike]))
    matrix: Vectors = np.linalg.solve(left, right)
    return matrix


def _fitted(parts: Sequence[Part]) -> Chances:
    """The weights that tell the needed sheets of some descriptions from the others."""
    found = np.concatenate([part.scores for part in parts])
    needed = np.concatenate([part.needed for part in parts])
    wrong = np.concatenate([part.wrong for part in parts])
    means, spreads = found.mean(axis=0), np.maximum(found.std(axis=0), 1e-9)
    model = LogisticRegression(C=_STRENGTH, max_iter=1000)
    model.fit((found - means) / spreads, needed, sample_weight=np.where(wrong, _WRONG, 1.0))
    return Chances(model.coef_[0], means, spreads, float(model.intercept_[0]), _LEAST, _SURE)


def _validated(fit: Fit, file: str) -> str:
    """What the descriptions of a file gain by a fit over all the others, for several least probabilities."""
    others = [one for one in fit.known if not one.case.id.startswith(file)]
    fresh = [one for one in others if one.case.id.startswith(_FITTED_ON)]
    chances, reader = _fitted(fit.parts(fresh, others)), fit.reader(others)
    chosen = [one for one in fit.known if one.case.id.startswith(file)]
    seen = [(chances.of(part.scores), part) for part in (fit.part(one, reader) for one in chosen)]
    necessary = sum(len(one.case.necessary) for one in chosen)
    lines = []
    for least in (_SURE, 0.15, 0.1, 0.08, 0.06, _LEAST, 0.04, 0.03):
        added = sum(int((likely >= least).sum()) for likely, _ in seen)
        right = sum(int(part.needed[likely >= least].sum()) for likely, part in seen)
        wrong = sum(int(part.wrong[likely >= least].sum()) for likely, part in seen)
        lines.append(
            f"{file} {least:.2f}: {right}/{necessary} more, {wrong} wrong, {added / len(seen):.1f} a case"
        )
    return "\n".join(lines)


def main() -> None:
    """Fit, print, and with --write keep what was fitted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    parts = build(Settings(home=chosen.home))
    try:
        assert parts.checker.expectations is not None
        fit = Fit(parts.checker, parts.checker.expectations.vectors)
        fresh = [one for one in fit.known if one.case.id.startswith(_FITTED_ON)]
        for file in _FITTED_ON:
            print(_validated(fit, file))
        if chosen.write:
            fitted = _fitted(fit.parts(fresh, fit.known))
            replace(fit.reader(fit.known), chances=fitted).write(_READER)
    finally:
        parts.close()


def _cases() -> list[Case]:
    return [
        case for path in sorted(Path("tests/checklists").glob("tuned*.jsonl")) for case in read_cases(path)
    ]


def _first_sight() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads((_HERE / "first_sight.json").read_text("utf-8"))
    return found


def _situations() -> list[tuple[Language, str, list[str]]]:
    """Language, text and sheets of each situation."""
    found: list[tuple[Language, str, list[str]]] = []
    names: list[str] = []
    for line in (_HERE / "situations.txt").read_text("utf-8").splitlines():
        if line.startswith("@"):
            names = line[1:].split()
        elif line and not line.startswith("#"):
            spoken = next(language for language in LANGUAGES if line.startswith(f"{language} "))
            found.append((spoken, line[3:], names))
    return found


def _means(vectors: Vectors, spoken: Sequence[Language]) -> dict[Language, Vectors]:
    each = np.array(spoken)
    return {language: vectors[each == language].mean(axis=0) for language in LANGUAGES}


def _without(vectors: Vectors, spoken: Sequence[Language], means: dict[Language, Vectors]) -> Vectors:
    return unit(np.stack([vector - means[of] for vector, of in zip(vectors, spoken, strict=True)]))


def _among(names: Sequence[str], some: Collection[str]) -> NDArray[np.bool_]:
    return np.array([name in some for name in names], np.bool_)


if __name__ == "__main__":
    main()
