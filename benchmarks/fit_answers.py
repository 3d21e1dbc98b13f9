"""Fits what weighs an answer, on the development questions and on no others: prints the values to put into the code.

    .venv/bin/python -m benchmarks.fit_answers --home var sentences   # _WEIGHTS, _BIAS of answering/extracted.py
    .venv/bin/python -m benchmarks.fit_answers --home var probes      # writes answering/probe_*.npz
    .venv/bin/python -m benchmarks.fit_answers --home var refusal     # Calibration of answering/evidence.py
    .venv/bin/python -m benchmarks.fit_answers --home var refusal --plain   # PLAIN there: for other embedders

In this order, each with the former values in place. Every figure that it prints is cross-validated: questions are
left out by parity group, so that no translation of a question is learned from.
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from api.wiring import Passerelle, plain_embedder
from benchmarks.homes import assembled
from benchmarks.machine import ROOT
from corpus.access import ANONYMOUS
from retrieval.answering import extracted
from retrieval.answering.answerer import found_wide
from retrieval.answering.evidence import Signals, may_answer, signals_of
from retrieval.answering.extracted import Extractor, candidates_of
from retrieval.answering.probes import Name, Probe, Probes, file_name
from retrieval.answering.traits import TRAITS, Question, traits_of
from retrieval.embedding.embedder import CachedQueries
from retrieval.evaluation.metrics import holds
from retrieval.evaluation.questions import EvaluationQuestion, read_questions
from retrieval.query.scope import is_order, is_small_talk, is_task
from retrieval.search.results import SearchResult
from retrieval.search.search import Searcher

_QUESTIONS = ROOT / "tests" / "questions"
_ANSWERABLE = ("tuned", "tuned-facts", "tuned-facts-2", "parity")
_DRAWN = {"tuned-unanswerable": 200, "tuned-unanswered": 600, "tuned-elsewhere": 420}
# What a sheet leaves open is asked less often than this file holds, and what belongs elsewhere more often than half.
_WEIGHT = {"tuned-unanswered": 0.15, "tuned-elsewhere": 0.6}
_FALSE_REFUSALS = (
    0.05  # of the answerable development questions, cross-validated: what the threshold may cost
)
_FOLDS = 8
_IN_OWN_WORDS = 10.0  # how much more such a question weighs for the probe of what sheets tell
_SENTENCE_C, _PROBE_C = 3.0, 1.0  # inverse strength of the penalty

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A development question with what the search found for it."""

    file: str
    question: EvaluationQuestion
    result: SearchResult  # only the hits that may answer

    @property
    def fold(self) -> int:
        """The same for all translations of a question."""
        return _fold_of(self.question)


def _fold_of(question: EvaluationQuestion) -> int:
    return zlib.crc32((question.parity or question.id).encode()) % _FOLDS


def main(argv: Sequence[str] | None = None) -> int:
    """Fit one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=["sentences", "probes", "refusal"])
    parser.add_argument("--home", type=Path, required=True, help="an ingested home")
    parser.add_argument("--plain", action="store_true", help="with questions as the embedder gives them")
    arguments = parser.parse_args(argv)
    with assembled(arguments.home) as parts:
        if arguments.what == "refusal":
            fit_refusal(_unmapped(parts) if arguments.plain else parts, mapped=not arguments.plain)
        else:
            {"sentences": fit_sentences, "probes": fit_probes}[arguments.what](parts)
    return 0


def _unmapped(parts: Passerelle) -> Passerelle:
    """The parts without the map of questions, as they are with another embedder."""
    embedder = CachedQueries(plain_embedder(parts.settings), size=parts.settings.query_cache)
    searcher = Searcher(parts.catalogue, embedder, parts.settings.index_folder)
    return replace(parts, embedder=embedder, searcher=searcher)


# -- sentences --------------------------------------------------------------------------------------


def fit_sentences(parts: Passerelle) -> None:
    """Which sentences hold the facts that a right answer needs."""
    tables: list[Matrix] = []
    labels: list[NDArray[np.bool_]] = []
    extractor, frequency = Extractor(parts.catalogue, parts.embedder), parts.searcher.frequency(ANONYMOUS)
    for example in _examples(parts, ("tuned", "tuned-facts", "tuned-facts-2")):
        if example.question.facts and example.result.hits:
            asked = example.result.query.text
            candidates = candidates_of(example.result.hits, _passages(parts, example.result))
            nearness = extractor.nearness(asked, candidates)
            tables.append(traits_of(Question.read(asked, frequency), candidates, nearness))
            labels.append(
                np.array(
                    [
                        any(holds(one.sentence.text, fact) for fact in example.question.facts)
                        for one in candidates
                    ]
                )
            )
    model = LogisticRegression(C=_SENTENCE_C, max_iter=4000)
    model.fit(np.concatenate(tables), np.concatenate(labels))
    print(f"{len(tables)} questions, {sum(map(len, labels))} sentences")
    for trait, weight in zip(TRAITS, model.coef_[0], strict=True):
        print(f'    "{trait}": {weight:.3f},')
    print(f"_BIAS = {model.intercept_[0]:.3f}")


# -- probes -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lesson:
    """Vectors that a probe learns from: of questions that are answered, each with its weight, and of others."""

    inside: Matrix
    weights: Matrix
    outside: Matrix

    def probe(self) -> LogisticRegression:
        """Both kinds weigh the same."""
        share = self.weights.sum() / len(self.outside)
        model = LogisticRegression(C=_PROBE_C, max_iter=3000)
        return model.fit(
            np.vstack([self.inside, self.outside]),
            np.r_[np.ones(len(self.inside), bool), np.zeros(len(self.outside), bool)],
            sample_weight=np.r_[self.weights, np.full(len(self.outside), share)],
        )


def fit_probes(parts: Passerelle) -> None:
    """Questions that the corpus answers against those that belong elsewhere, and against those that it leaves open.

    None of the others calibrates the refusal.
    """
    asked = _asked_vectors(parts)
    answered = parts.embedder.embed_queries([one.question for one in _answerable()]).astype(np.float64)
    elsewhere = parts.embedder.embed_queries(_not_drawn("tuned-elsewhere")).astype(np.float64)
    _keep(parts, "belongs", Lesson(asked, np.ones(len(asked)), elsewhere))
    _keep(parts, "told", _lesson_of_told(asked, answered, _open_vectors(parts)))


def _lesson_of_told(asked: Matrix, answered: Matrix, left_open: Matrix) -> Lesson:
    """What people ask in their own words weighs more than what was written down with the sheets."""
    weights = np.r_[np.ones(len(asked)), np.full(len(answered), _IN_OWN_WORDS)]
    return Lesson(np.vstack([asked, answered]), weights, left_open)


def _keep(parts: Passerelle, name: Name, lesson: Lesson) -> None:
    model = lesson.probe()
    fitted = Probe(parts.embedder.fingerprint, model.coef_[0].astype(np.float32), float(model.intercept_[0]))
    path = ROOT / "retrieval" / "answering" / file_name(name)
    fitted.write(path)
    print(f"{name}: {len(lesson.inside)} questions against {len(lesson.outside)}; written: {path.name}")


def _asked_vectors(parts: Passerelle) -> Matrix:
    ids = parts.searcher.generation.rows.documents
    documents = parts.catalogue.documents(ids, ANONYMOUS).values()
    texts = [text for document in documents for one in document.asked for text in one.questions.texts()]
    return parts.embedder.embed_queries(texts).astype(np.float64)


def _open_vectors(parts: Passerelle) -> Matrix:
    texts = [*_not_drawn("tuned-unanswered"), *(one.question for one in _read("tuned-unanswered-2"))]
    return parts.embedder.embed_queries(texts).astype(np.float64)


def _answerable() -> list[EvaluationQuestion]:
    return [one for file in _ANSWERABLE for one in _read(file) if one.kind == "find"]


def _not_drawn(file: str) -> list[str]:
    """Those of a file that do not calibrate the refusal."""
    calibrating = {one.id for one in _drawn(file)}
    return [one.question for one in _read(file) if one.id not in calibrating]


# -- refusal ----------------------------------------------------------------------------------------


def fit_refusal(parts: Passerelle, *, mapped: bool) -> None:
    """From which signals an answer is given; with `mapped`, also from whether the question is of the field."""
    examples = list(_examples(parts, (*_ANSWERABLE, *_DRAWN)))
    probes, frequency = Probes.shipped(), parts.searcher.frequency(ANONYMOUS)
    told_by_fold = _told_by_fold(parts) if mapped else []
    extractor = Extractor(parts.catalogue, parts.embedder)
    rows: dict[int, Signals] = {}
    for number, example in enumerate(examples):
        result = example.result
        evidence = extractor.sentences(result.query.text, result.hits, _passages(parts, result), frequency)
        if evidence and not _refused_beforehand(example.question.question):
            vector = parts.embedder.embed_queries([result.query.text])
            belongs = probes.belongs.of(result.query.text, parts.embedder) if mapped else 0.0
            told = float(told_by_fold[example.fold].decision_function(vector)[0]) if mapped else 0.0
            rows[number] = signals_of(result, evidence, frequency, belongs=belongs, told=told)
    table = np.array([astuple(one) for one in rows.values()])
    some = [examples[number] for number in rows]
    answerable = np.array([one.question.kind == "find" for one in some])
    weights = np.array([_WEIGHT.get(one.file, 1.0) for one in some])
    folds = np.array([one.fold for one in some])
    chances = np.zeros(len(some))
    for fold in range(_FOLDS):
        model = _refusal_model(table[folds != fold], answerable[folds != fold], weights[folds != fold])
        chances[folds == fold] = model.predict_proba(table[folds == fold])[:, 1]
    everything = np.zeros(len(examples))
    everything[list(rows)] = chances
    wanted = np.array([one.question.kind == "find" for one in examples])
    threshold = float(np.quantile(everything[wanted], _FALSE_REFUSALS))
    _print_refused(examples, everything < threshold)
    scaler, regression = _refusal_model(table, answerable, weights)
    plain = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - float(plain @ scaler.mean_)
    print(f"bias: float = {bias:.3f}\nweights = ({', '.join(f'{one:.3f}' for one in plain)})")
    print(f"threshold: float = {threshold:.2f}")


def _told_by_fold(parts: Passerelle) -> list[LogisticRegression]:
    """The probe of what sheets tell, fitted without the answerable questions of each fold."""
    asked, left_open, answerable = _asked_vectors(parts), _open_vectors(parts), _answerable()
    folds = np.array([_fold_of(one) for one in answerable])
    answered = parts.embedder.embed_queries([one.question for one in answerable]).astype(np.float64)
    return [_lesson_of_told(asked, answered[folds != fold], left_open).probe() for fold in range(_FOLDS)]


def _print_refused(examples: Sequence[Example], refused: NDArray[np.bool_]) -> None:
    for kind in ("find", "unanswerable"):
        groups = {one.file for one in examples} | {one.question.language for one in examples}
        for group in sorted(groups):
            of = np.array(
                [one.question.kind == kind and group in (one.file, one.question.language) for one in examples]
            )
            if of.any():
                print(f"{kind}, {group}: {100 * refused[of].mean():.1f} % of {of.sum()} refused")


def _refusal_model(table: Matrix, answerable: NDArray[np.bool_], weights: Matrix) -> Pipeline:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    return model.fit(table, answerable, logisticregression__sample_weight=weights)


def _refused_beforehand(question: str) -> bool:
    return is_order(question) or is_task(question) or is_small_talk(question)


# -- questions --------------------------------------------------------------------------------------


def _examples(parts: Passerelle, files: Sequence[str]) -> Iterator[Example]:
    for file in files:
        for number, question in enumerate(_drawn(file)):
            if question.kind in ("find", "unanswerable"):
                result = found_wide(parts.searcher, question.question, ANONYMOUS)
                hits = tuple(may_answer(result.query.text, result.hits))
                yield Example(file, question, replace(result, hits=hits))
            if number % 100 == 0:
                print(f"fit: {file} {number}", file=sys.stderr)


def _drawn(file: str) -> list[EvaluationQuestion]:
    questions = _read(file)
    random.Random(3).shuffle(questions)
    return questions[: _DRAWN.get(file, len(questions))]


def _read(file: str) -> list[EvaluationQuestion]:
    return read_questions(_QUESTIONS / f"{file}.jsonl")


def _passages(parts: Passerelle, result: SearchResult) -> extracted.Passages:
    return parts.catalogue.passages(
        [hit.document.id for hit in result.hits[: extracted.DOCUMENTS]], ANONYMOUS
    )


if __name__ == "__main__":
    sys.exit(main())
