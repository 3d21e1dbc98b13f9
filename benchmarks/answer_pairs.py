"""What the probe of answers learns from: questions, each with the sentence of its sheet that is nearest to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from api.wiring import Passerelle
from benchmarks import fit_sentence_map
from benchmarks.development_questions import answerable, fold_of, left_open
from retrieval.answering.extracted import pair_of
from retrieval.embedding.query_map import QueryMap
from retrieval.evaluation.questions import EvaluationQuestion

Matrix = NDArray[np.float64]

_IN_OWN_WORDS = 10.0  # how much more weighs what people ask than what was written down with the sheets
_PENALTY_C = 0.01  # inverse strength of the penalty


@dataclass(frozen=True)
class Pairs:
    """Questions, each with the sentence of its sheet that is nearest to it: what the probe of answers learns from.

    Nearest by a map that was fitted without the sheets of its half, as the shipped one is to questions of strangers.
    """

    rows: Matrix  # the corpus's own questions, then those that sheets leave open; shape (questions, 3 * dimension)
    tells: NDArray[np.bool_]
    answered: Matrix  # answerable development questions
    folds: NDArray[np.int64]  # of these

    @classmethod
    def of(cls, parts: Passerelle, lesson: fit_sentence_map.Lesson) -> Pairs:
        """Those of a home and of the development questions that do not calibrate the refusal."""
        ids = {name: number for number, name in enumerate(parts.searcher.generation.rows.documents)}
        asked = list(zip(lesson.questions.numpy(), lesson.documents.tolist(), strict=True))
        unanswered = _with_sheets(parts, left_open(), ids)
        told = [one for one in answerable() if any(name in ids for name in one.expected)]
        answered = _with_sheets(parts, told, ids)
        paired = _Paired.of(lesson, parts.embedder.fingerprint)
        return cls(
            np.array([paired.row(*one) for one in (*asked, *unanswered)]),
            np.r_[np.ones(len(asked), bool), np.zeros(len(unanswered), bool)],
            np.array([paired.row(*one) for one in answered]),
            np.array([fold_of(one) for one in told]),
        )

    def probe(self, some: NDArray[np.bool_]) -> Pipeline:
        """Fitted with some of the answerable development questions; what sheets tell weighs as what they leave open.

        What people ask in their own words weighs more than what was written down with the sheets.
        """
        table = np.vstack([self.rows, self.answered[some]])
        tells = np.r_[self.tells, np.ones(some.sum(), bool)]
        weights = np.r_[np.ones(len(self.rows)), np.full(some.sum(), _IN_OWN_WORDS)]
        weights[~tells] = weights[tells].sum() / (~tells).sum()
        model = make_pipeline(StandardScaler(), LogisticRegression(C=_PENALTY_C, max_iter=300))
        return model.fit(table, tells, logisticregression__sample_weight=weights)


@dataclass(frozen=True)
class _Paired:
    """Sentences of the sheets, and the maps by which the nearest is found: of each half, fitted on the other."""

    maps: tuple[QueryMap, QueryMap]
    sentences: dict[int, NDArray[np.float32]]

    @classmethod
    def of(cls, lesson: fit_sentence_map.Lesson, fingerprint: str) -> _Paired:
        even, odd = (fit_sentence_map.fit(lesson.of_half(1 - half), fingerprint) for half in (0, 1))
        vectors, documents = lesson.sentences.numpy(), lesson.document_of.numpy()
        return cls((even, odd), {int(one): vectors[documents == one] for one in np.unique(documents)})

    def row(self, question: NDArray[np.float32], sheet: int) -> Matrix:
        moved = self.maps[sheet % 2].moved(question[None])[0]
        nearest = self.sentences[sheet][np.argmax(self.sentences[sheet] @ moved)]
        return pair_of(question, moved, nearest).astype(np.float64)


def _with_sheets(
    parts: Passerelle, questions: Sequence[EvaluationQuestion], ids: Mapping[str, int]
) -> list[tuple[NDArray[np.float32], int]]:
    """Each question with the sheet that answers it, or that leaves it open."""
    vectors = parts.embedder.embed_queries([one.question for one in questions])
    sheets = [
        next(ids[name] for name in (*one.expected, (one.note or "").strip()) if name in ids)
        for one in questions
    ]
    return list(zip(vectors, sheets, strict=True))
