"""Fits what weighs an answer, on the development questions and on no others: prints the values to put into the code.

    .venv/bin/python -m benchmarks.fit_sentence_map …                 # first: see there
    .venv/bin/python -m benchmarks.fit_answers --home var sentences   # _WEIGHTS, _BIAS of answering/extracted.py
    .venv/bin/python -m benchmarks.fit_answers --home var probes      # writes answering/probe_*.npz
    .venv/bin/python -m benchmarks.fit_answers --home var refusal     # Calibration of answering/evidence.py
    .venv/bin/python -m benchmarks.fit_answers --home var refusal --plain   # PLAIN there: for other embedders

In this order, each with the former values in place. Every figure that it prints is cross-validated: questions are
left out by parity group, so that no translation of a question is learned from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from api.wiring import Passerelle, plain_embedder
from benchmarks import fit_sentence_map
from benchmarks.answer_pairs import Pairs
from benchmarks.development_questions import (
    ANSWERABLE,
    DRAWN,
    FOLDS,
    WITH_FACTS,
    drawn,
    fold_of,
    is_left_open,
    not_drawn,
)
from benchmarks.homes import assembled
from benchmarks.machine import ROOT
from corpus.access import ANONYMOUS
from retrieval.answering import extracted
from retrieval.answering.answerer import found_wide
from retrieval.answering.evidence import Signals, may_answer, signals_of
from retrieval.answering.extracted import Extractor, candidates_of, shipped_sentence_map
from retrieval.answering.probes import Name, Probe, Probes, file_name
from retrieval.answering.traits import TRAITS, Question, traits_of
from retrieval.embedding.cached import CachedQueries
from retrieval.evaluation.metrics import holds
from retrieval.evaluation.questions import EvaluationQuestion
from retrieval.query.scope import is_order, is_small_talk, is_task
from retrieval.search.results import SearchResult
from retrieval.search.search import Searcher

# What each of the two models of refusal reads.
_NEAR = (
    "background", "unknown", "coverage", "total", "sentences", "answering", "strangers", "asked", "belongs", "told",
)  # fmt: skip
_TOLD = ("sentences", "left_unknown", "told")
# Of the answerable development questions, cross-validated: what the threshold may cost. At 7 %, a tenth of the questions of
# a writer who is new to the fit (`tuned-facts-3`) were refused.
_FALSE_REFUSALS = 0.06
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
        return fold_of(self.question)

    @property
    def is_left_open(self) -> bool:
        """Whether it asks for a detail that a sheet leaves open."""
        return is_left_open(self.file, self.question)


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
    extractor = Extractor(parts.catalogue, parts.embedder, sentence_map=shipped_sentence_map())
    frequency = parts.searcher.frequency(ANONYMOUS)
    for example in _examples(parts, WITH_FACTS):
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


def fit_probes(parts: Passerelle) -> None:
    """Questions that the corpus answers against those that belong elsewhere, and against those that it leaves open.

    None of the others calibrates the refusal.
    """
    lesson = fit_sentence_map.lesson_of(parts)
    asked = lesson.questions.numpy().astype(np.float64)
    elsewhere = parts.embedder.embed_queries(not_drawn("tuned-elsewhere")).astype(np.float64)
    belongs = LogisticRegression(C=_PROBE_C, max_iter=3000, class_weight="balanced")
    belongs.fit(
        np.vstack([asked, elsewhere]), np.r_[np.ones(len(asked), bool), np.zeros(len(elsewhere), bool)]
    )
    _keep(parts, "belongs", belongs.coef_[0], float(belongs.intercept_[0]), len(asked))
    pairs = Pairs.of(parts, lesson)
    _keep(parts, "told", *_plain(pairs.probe(np.ones(len(pairs.answered), bool))), len(pairs.rows))


def _keep(parts: Passerelle, name: Name, weights: Matrix, bias: float, learned: int) -> None:
    path = ROOT / "retrieval" / "answering" / file_name(name)
    Probe(parts.embedder.fingerprint, weights.astype(np.float32), bias).write(path)
    print(f"{name}: {learned} questions; written: {path.name}")


def _plain(model: Pipeline) -> tuple[Matrix, float]:
    """Weights and bias of a model whose table was scaled, for a table that is not."""
    scaler, regression = model
    weights: Matrix = regression.coef_[0] / scaler.scale_
    return weights, float(regression.intercept_[0]) - float(weights @ scaler.mean_)


# -- refusal ----------------------------------------------------------------------------------------


def fit_refusal(parts: Passerelle, *, mapped: bool) -> None:
    """From which signals an answer is given; without `mapped`, without what the probes and the map of sentences tell."""
    examples = list(_examples(parts, (*ANSWERABLE, *DRAWN)))
    rows = {
        number: one
        for number, one in enumerate(_signals(parts, examples, mapped=mapped))
        if one is not None and not _refused_beforehand(examples[number].question.question)
    }
    some = [examples[number] for number in rows]
    names = [one.name for one in fields(Signals)]
    near = _Judge.of(some, rows.values(), [names.index(one) for one in _NEAR], left_open=False)
    told = _Judge.of(some, rows.values(), [names.index(one) for one in _TOLD], left_open=True)
    chances = np.zeros(len(examples))
    chances[list(rows)] = near.cross_validated() * told.cross_validated()
    wanted = np.array([one.question.kind == "find" for one in examples])
    threshold = float(np.quantile(chances[wanted], _FALSE_REFUSALS))
    _print_refused(examples, chances < threshold)
    for name, judge in (("near", near), ("told", told)):
        weights, bias = _plain(judge.fitted(np.ones(len(some), bool)))
        every = np.zeros(len(names))
        every[judge.columns] = weights
        print(f"    {name}=Model({bias:.3f}, ({', '.join(f'{one:.3f}' for one in every)})),")
    print(f"    threshold={threshold:.3f},")


def _signals(parts: Passerelle, examples: Sequence[Example], *, mapped: bool) -> Iterator[Signals | None]:
    """Of each question, None where nothing was found; probes did not learn from it."""
    probes, frequency = Probes.shipped(), parts.searcher.frequency(ANONYMOUS)
    pairs = Pairs.of(parts, fit_sentence_map.lesson_of(parts)) if mapped else None
    told_by_fold = [pairs.probe(pairs.folds != fold) for fold in range(FOLDS)] if pairs else []
    extractor = Extractor(
        parts.catalogue, parts.embedder, sentence_map=shipped_sentence_map() if mapped else None
    )
    for example in examples:
        result, text = example.result, example.result.query.text
        evidence = extractor.sentences(text, result.hits, _passages(parts, result), frequency)
        if not evidence:
            yield None
            continue
        belongs = told = 0.0
        if mapped:
            belongs = probes.belongs.of(text, parts.embedder)
            pair = extractor.pair(text, evidence).astype(np.float64)
            told = float(told_by_fold[example.fold].decision_function(pair[None])[0])
        yield signals_of(result, evidence, frequency, belongs=belongs, told=told)


@dataclass(frozen=True)
class _Judge:
    """One of the two models: some signals of answerable questions, and of one kind of the others."""

    table: Matrix
    columns: list[int]
    answerable: NDArray[np.bool_]
    learned: NDArray[np.bool_]  # whether it learns from a question
    folds: NDArray[np.int64]

    @classmethod
    def of(
        cls, some: Sequence[Example], signals: Iterable[Signals], columns: list[int], *, left_open: bool
    ) -> _Judge:
        answerable = np.array([one.question.kind == "find" for one in some])
        own_kind = np.array([one.is_left_open == left_open for one in some])
        table = np.array([astuple(one) for one in signals])[:, columns]
        return cls(table, columns, answerable, answerable | own_kind, np.array([one.fold for one in some]))

    def fitted(self, some: NDArray[np.bool_]) -> Pipeline:
        """Answerable questions weigh as all others together."""
        used = some & self.learned
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, class_weight="balanced"))
        return model.fit(self.table[used], self.answerable[used])

    def cross_validated(self) -> Matrix:
        """Probabilities, each by a model that did not see the question."""
        chances = np.zeros(len(self.table))
        for fold in range(FOLDS):
            held = self.folds == fold
            chances[held] = self.fitted(~held).predict_proba(self.table[held])[:, 1]
        return chances


def _print_refused(examples: Sequence[Example], refused: NDArray[np.bool_]) -> None:
    for kind in ("find", "unanswerable"):
        groups = {one.file for one in examples} | {one.question.language for one in examples}
        for group in sorted(groups):
            of = np.array(
                [one.question.kind == kind and group in (one.file, one.question.language) for one in examples]
            )
            if of.any():
                print(f"{kind}, {group}: {100 * refused[of].mean():.1f} % of {of.sum()} refused")


def _refused_beforehand(question: str) -> bool:
    return is_order(question) or is_task(question) or is_small_talk(question)


# -- questions --------------------------------------------------------------------------------------


def _examples(parts: Passerelle, files: Sequence[str]) -> Iterator[Example]:
    for file in files:
        for number, question in enumerate(drawn(file)):
            if question.kind in ("find", "unanswerable"):
                result = found_wide(parts.searcher, question.question, ANONYMOUS)
                hits = tuple(may_answer(result.query.text, result.hits))
                yield Example(file, question, replace(result, hits=hits))
            if number % 100 == 0:
                print(f"fit: {file} {number}", file=sys.stderr)


def _passages(parts: Passerelle, result: SearchResult) -> extracted.Passages:
    return parts.catalogue.passages(
        [hit.document.id for hit in result.hits[: extracted.DOCUMENTS]], ANONYMOUS
    )


if __name__ == "__main__":
    sys.exit(main())
