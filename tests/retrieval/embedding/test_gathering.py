"""Questions asked at the same time share passes of the network."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.embedding.embedder import Progress
from retrieval.embedding.errors import EmbeddingError
from retrieval.embedding.gathering import GatheredQueries


class _Counting:
    """Embeds a text as its length; the first pass waits until it is let go."""

    fingerprint = "counting"
    description = "lengths"
    dimension = 1

    def __init__(self) -> None:
        self.passes: list[int] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.passes.append(len(texts))
        self.begun.set()
        self.go_on.wait(10)
        if "broken" in texts:
            raise EmbeddingError("a text that cannot be embedded")
        return np.array([[len(text)] for text in texts], np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        return np.zeros((len(texts), 1), np.float32)


def _ask_together(embedder: _Counting, texts: list[str]) -> list[object]:
    """The first text is being embedded when all the others arrive; what each asker got, or its error."""
    gathered = GatheredQueries(embedder)

    def ask(text: str) -> object:
        try:
            return float(gathered.embed_queries([text])[0, 0])
        except EmbeddingError as error:
            return error

    with ThreadPoolExecutor(len(texts)) as pool:
        first = pool.submit(ask, texts[0])
        embedder.begun.wait(10)
        others = [pool.submit(ask, text) for text in texts[1:]]
        while len(gathered._waiting) < len(texts) - 1:
            threading.Event().wait(0.001)
        embedder.go_on.set()
        return [one.result(10) for one in [first, *others]]


def test_those_who_wait_are_served_in_one_pass() -> None:
    embedder = _Counting()

    answers = _ask_together(embedder, ["a" * n for n in range(1, 33)])

    assert answers == [float(n) for n in range(1, 33)]
    assert embedder.passes == [1, 31]


def test_a_pass_has_a_greatest_size() -> None:
    embedder = _Counting()

    _ask_together(embedder, ["a"] * 80)

    assert embedder.passes == [1, 64, 15]


def test_one_askers_failure_is_not_anothers() -> None:
    answers = _ask_together(_Counting(), ["a", "bb", "broken", "cccc"])

    assert [answers[0], answers[1], answers[3]] == [1.0, 2.0, 4.0]
    assert isinstance(answers[2], EmbeddingError)


def test_after_a_failure_the_next_question_is_served() -> None:
    embedder = _Counting()
    embedder.go_on.set()
    gathered = GatheredQueries(embedder)
    with pytest.raises(EmbeddingError):
        gathered.embed_queries(["broken"])

    assert gathered.embed_queries(["abc", "d"]).tolist() == [[3.0], [1.0]]
