"""Fits the map from questions to sentences (`retrieval/answering/sentence_map.npz`) to the corpus that a home holds.

Each question that sentences answer is put before all sentences: cross-entropy, mostly among those of its own document,
since documents are found by other means. No evaluation question is read. Some three minutes on one core, of which two
embed the questions. It takes up questions where the map of questions leaves them: fit it again when that one is.

    .venv/bin/python -m benchmarks.fit_sentence_map --home var --out retrieval/answering/sentence_map.npz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from api.wiring import Passerelle
from benchmarks.homes import assembled
from corpus.access import ANONYMOUS
from retrieval.answering.citations import sentences_of
from retrieval.answering.extracted import Extractor
from retrieval.embedding.query_map import QueryMap

_OWN_DOCUMENT = 0.8  # share of the loss among sentences of the question's document; the rest among all
_TEMPERATURE = 0.02  # about the spread of cosines among sentences that have something to do with a question
_PENALTY = 0.003  # of the squares of the map: how far it may move questions that nobody has asked yet
_LEARNING_RATE = 1e-3
_BATCH = 128
_ROUNDS = 6
_NEVER = -1e9  # a logit


@dataclass(frozen=True)
class Lesson:
    """Questions with the sentences that answer each, among the sentences of all documents."""

    questions: torch.Tensor  # (questions, dimension), moved by the map of questions
    documents: torch.Tensor  # (questions,), the document that answers
    answers: torch.Tensor  # (questions, most), rows of sentences; -1 beyond the last
    sentences: torch.Tensor  # (sentences, dimension)
    document_of: torch.Tensor  # (sentences,)

    def of_half(self, half: int) -> Lesson:
        """With the questions of every second document only."""
        some = self.documents % 2 == half
        return replace(
            self, questions=self.questions[some], documents=self.documents[some], answers=self.answers[some]
        )


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
    print(f"{len(lesson.questions)} questions, {len(lesson.sentences)} sentences; written: {arguments.out}")
    return 0


def lesson_of(parts: Passerelle) -> Lesson:
    """From every document of the newest index, in its order."""
    ids = parts.searcher.generation.rows.documents
    documents = parts.catalogue.documents(ids, ANONYMOUS)
    passages = parts.catalogue.passages(ids, ANONYMOUS)
    sentences: list[str] = []
    document_of: list[int] = []
    questions: list[tuple[str, int, list[int]]] = []
    for number, name in enumerate(ids):
        own = [one.text for passage in passages[name] for one in sentences_of(passage)]
        rows = {text: len(sentences) + place for place, text in enumerate(own)}
        sentences += own
        document_of += [number] * len(own)
        for asked in documents[name].asked:
            answers = [rows[text] for text in asked.sentences if text in rows]
            questions += [(text, number, answers) for text in asked.questions.texts() if answers]
    answers_of = np.full((len(questions), max(len(one[2]) for one in questions)), -1)
    for row, (_, _, answers) in enumerate(questions):
        answers_of[row, : len(answers)] = answers
    return Lesson(
        questions=torch.tensor(parts.embedder.embed_queries([text for text, _, _ in questions])),
        documents=torch.tensor([number for _, number, _ in questions]),
        answers=torch.tensor(answers_of),
        sentences=torch.tensor(Extractor(parts.catalogue, parts.embedder).vectors(sentences)),
        document_of=torch.tensor(document_of),
    )


def fit(lesson: Lesson, fingerprint: str, *, seed: int = 0) -> QueryMap:
    """The map under which sentences that answer come first; the same for the same seed and texts."""
    torch.manual_seed(seed)
    dimension = lesson.sentences.shape[1]
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
        loss = _loss(moved @ lesson.sentences.T / _TEMPERATURE, some, lesson)
        penalty = _PENALTY * ((turn**2).sum() + (shift**2).sum())
        optimiser.zero_grad()
        (loss + penalty).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if number % 50 == 0:
            print(f"fit: {number}/{len(batches)}, loss {loss.item():.3f}", file=sys.stderr)
    return QueryMap(fingerprint, turn.detach().numpy(), shift.detach().numpy())


def _loss(logits: torch.Tensor, some: torch.Tensor, lesson: Lesson) -> torch.Tensor:
    """How far the sentences that answer are from having all the weight; `logits` has shape (questions, sentences)."""
    answers = lesson.answers[some]
    chosen = logits.gather(1, answers.clamp(min=0)).masked_fill(answers < 0, _NEVER).logsumexp(1)
    elsewhere = lesson.document_of[None] != lesson.documents[some][:, None]
    own = logits.masked_fill(elsewhere, _NEVER).logsumexp(1) - chosen
    every = logits.logsumexp(1) - chosen
    return (_OWN_DOCUMENT * own + (1 - _OWN_DOCUMENT) * every).mean()


if __name__ == "__main__":
    sys.exit(main())
