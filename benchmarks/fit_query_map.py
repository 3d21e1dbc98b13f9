"""Fits the map of questions (`retrieval/embedding/query_map.py`) to the corpus that a home holds.

Each question that a document answers is asked of all the others: its own vector is left out, and the map learns to
put its document first (cross-entropy over documents, each by its nearest text of each role). No evaluation question
is read. Some two minutes on one core.

    .venv/bin/python -m benchmarks.fit_query_map --home var --out retrieval/embedding/query_map.npz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from api.wiring import Passerelle, plain_embedder
from benchmarks.homes import assembled
from corpus.access import ANONYMOUS
from retrieval.catalogue.records import text_hash
from retrieval.embedding.query_map import QueryMap
from retrieval.index.generation import ROLES

_ROLE_WEIGHTS = {"title": 0.0, "summary": 0.8, "question": 0.8, "asked": 0.8, "passage": 0.6}
_TEMPERATURE = 0.02  # about the spread of cosines among documents that have something to do with a question
_NO_TEXT = 0.77  # the cosine of a role that a document lacks: that of texts that have nothing in common
_PENALTY = 0.003  # of the squares of the map: how far it may move questions that nobody has asked yet
_LEARNING_RATE = 1e-3
_BATCH = 128
_ROUNDS = 3


@dataclass(frozen=True)
class Lesson:
    """Questions with the document that answers each, and all texts by which documents are found."""

    questions: torch.Tensor  # (questions, dimension), as the embedder gives them
    answers: torch.Tensor  # (questions,), document
    own: torch.Tensor  # (questions,), row of the question itself among the texts
    texts: torch.Tensor  # (rows, dimension)
    cells: torch.Tensor  # (rows,), document x role
    documents: int


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="an ingested home")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args(argv)
    with assembled(arguments.home) as parts:
        lesson = lesson_of(parts)
        fitted = fit(lesson, parts.embedder.fingerprint, seed=arguments.seed)
    fitted.write(arguments.out)
    print(f"{len(lesson.questions)} questions, {lesson.documents} documents; written: {arguments.out}")
    return 0


def lesson_of(parts: Passerelle) -> Lesson:
    """From the newest index: every row of role `asked` is a question whose answer is its document."""
    rows = parts.searcher.generation.rows
    vectors = parts.searcher.generation.dense.vectors(np.arange(len(rows.document_of)))
    asked = np.flatnonzero(rows.role_of == ROLES.index("asked"))
    questions = _questions_by_row(parts, vectors, asked)
    with_text = np.array(sorted(questions), dtype=np.int64)
    plain = plain_embedder(parts.settings)  # as questions are before any map
    return Lesson(
        questions=torch.tensor(plain.embed_queries([questions[row] for row in with_text])),
        answers=torch.tensor(rows.document_of[with_text].astype(np.int64)),
        own=torch.tensor(with_text),
        texts=torch.tensor(vectors),
        cells=torch.tensor(rows.document_of.astype(np.int64) * len(ROLES) + rows.role_of),
        documents=len(rows.documents),
    )


def _questions_by_row(
    parts: Passerelle, vectors: NDArray[np.float32], asked: NDArray[np.int64]
) -> dict[int, str]:
    """The text of each asked row: the one whose stored vector is that of the row."""
    texts: dict[bytes, str] = {}
    documents = parts.catalogue.documents(parts.searcher.generation.rows.documents, ANONYMOUS)
    every = [text for one in documents.values() for group in one.asked for _, text in group.questions.items()]
    known = parts.catalogue.vectors.of(parts.embedder.fingerprint, {text_hash(text) for text in every})
    for text in every:
        texts[known[text_hash(text)].tobytes()] = text
    return {int(row): texts[key] for row in asked if (key := vectors[row].tobytes()) in texts}


def fit(lesson: Lesson, fingerprint: str, *, seed: int = 0) -> QueryMap:
    """The map under which documents that answer come first; the same for the same seed and texts."""
    torch.manual_seed(seed)
    dimension = lesson.texts.shape[1]
    turn = torch.zeros(dimension, dimension, requires_grad=True)
    shift = torch.zeros(dimension, requires_grad=True)
    optimiser = torch.optim.Adam([turn, shift], lr=_LEARNING_RATE)
    batches = [
        some for _ in range(_ROUNDS) for some in torch.split(torch.randperm(len(lesson.questions)), _BATCH)
    ]
    for number, some in enumerate(batches):
        for group in optimiser.param_groups:
            group["lr"] = _LEARNING_RATE * (1 - number / len(batches))
        vectors = lesson.questions[some]
        moved = torch.nn.functional.normalize(vectors + vectors @ turn + shift, dim=-1)
        cosines = (moved @ lesson.texts.T).scatter(1, lesson.own[some, None], -1.0)
        loss = torch.nn.functional.cross_entropy(
            _scores(cosines, lesson) / _TEMPERATURE, lesson.answers[some]
        )
        penalty = _PENALTY * ((turn**2).sum() + (shift**2).sum())
        optimiser.zero_grad()
        (loss + penalty).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if number % 50 == 0:
            print(f"fit: {number}/{len(batches)}, loss {loss.item():.3f}", file=sys.stderr)
    return QueryMap(fingerprint, turn.detach().numpy(), shift.detach().numpy())


def _scores(cosines: torch.Tensor, lesson: Lesson) -> torch.Tensor:
    """Shape (questions, documents): the weighted mean over roles of each document's nearest texts."""
    shape = (len(cosines), lesson.documents * len(ROLES))
    best = torch.full(shape, -1.0).scatter_reduce(
        1, lesson.cells.expand(len(cosines), -1), cosines, "amax", include_self=True
    )
    best = torch.where(best < -0.5, torch.tensor(_NO_TEXT), best).view(len(cosines), lesson.documents, -1)
    weights = torch.tensor([_ROLE_WEIGHTS[role] for role in ROLES])
    return (best * weights).sum(-1) / weights.sum()


if __name__ == "__main__":
    sys.exit(main())
