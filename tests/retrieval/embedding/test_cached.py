"""A question is embedded once, whoever asks for it and when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.embedding.cached import CachedQueries
from retrieval.embedding.errors import EmbeddingError
from tests.doubles import HashEmbedder


class Held(HashEmbedder):
    """Embeds questions when it is let go, or fails."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.failure: EmbeddingError | None = None

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        assert self.go.wait(10)
        if self.failure is not None:
            raise self.failure
        return super().embed_queries(texts)


def used_before(embedder: Held) -> CachedQueries:
    """With a first question embedded, as in a running server."""
    cached = CachedQueries(embedder, size=8)
    embedder.go.set()
    cached.embed_queries(["first"])
    embedder.go.clear()
    embedder.texts_embedded = 0
    return cached


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_embeds_a_question_once() -> None:
    embedder = HashEmbedder()
    cached = CachedQueries(embedder, size=8)

    first = cached.embed_queries(["a", "b", "a"])
    second = cached.embed_queries(["b", "c"])

    assert embedder.texts_embedded == 3
    np.testing.assert_array_equal(first[1], second[0])
    np.testing.assert_array_equal(first[0], first[2])


def test_forgets_the_question_that_was_not_asked_for_longest() -> None:
    embedder = HashEmbedder()
    cached = CachedQueries(embedder, size=2)
    for text in ("a", "b", "a", "c"):
        cached.embed_queries([text])
    embedder.texts_embedded = 0

    cached.embed_queries(["a", "c"])
    assert embedder.texts_embedded == 0

    cached.embed_queries(["b"])
    assert embedder.texts_embedded == 1


def test_a_caller_who_changes_a_vector_does_not_change_the_next_one() -> None:
    cached = CachedQueries(HashEmbedder(), size=8)
    expected = cached.embed_queries(["a"]).copy()

    cached.embed_queries(["a"])[:] = 0

    np.testing.assert_array_equal(cached.embed_queries(["a"]), expected)


def test_passages_are_not_remembered() -> None:
    embedder = HashEmbedder()
    cached = CachedQueries(embedder, size=8)

    cached.embed_passages(["a"])
    cached.embed_passages(["a"])

    assert embedder.passage_calls == 2


def test_whoever_asks_for_a_question_that_was_begun_waits_for_it() -> None:
    embedder = Held()
    cached = used_before(embedder)

    cached.begin("a")
    cached.begin("a")
    with ThreadPoolExecutor() as askers:
        asked = [askers.submit(cached.embed_queries, ["a"]) for _ in range(3)]
        time.sleep(0.05)
        assert not any(one.done() for one in asked)
        embedder.go.set()
        vectors = [one.result(10) for one in asked]

    assert embedder.texts_embedded == 1
    np.testing.assert_array_equal(vectors[0], HashEmbedder().embed_queries(["a"]))
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_what_was_begun_and_never_asked_for_is_remembered() -> None:
    embedder = Held()
    cached = used_before(embedder)
    embedder.go.set()

    cached.begin("a")
    wait_until(lambda: cached.remembered("a") is not None)

    cached.embed_queries(["a"])
    assert embedder.texts_embedded == 1


def test_a_failure_reaches_the_asker_and_is_not_remembered() -> None:
    embedder = Held()
    cached = used_before(embedder)
    embedder.failure = EmbeddingError("the model is gone")

    cached.begin("a")
    with ThreadPoolExecutor() as askers:
        asked = askers.submit(cached.embed_queries, ["a"])
        time.sleep(0.05)
        embedder.go.set()
        with pytest.raises(EmbeddingError, match="gone"):
            asked.result(10)

    embedder.failure = None
    np.testing.assert_array_equal(cached.embed_queries(["a"]), HashEmbedder().embed_queries(["a"]))


def test_nothing_is_begun_before_a_first_question_was_embedded() -> None:
    embedder = HashEmbedder()

    CachedQueries(embedder, size=8).begin("a")
    time.sleep(0.05)

    assert embedder.texts_embedded == 0


def test_no_more_are_begun_than_can_be_under_way() -> None:
    embedder = Held()
    cached = used_before(embedder)

    for number in range(100):
        cached.begin(f"question {number}")
    embedder.go.set()
    cached.embed_queries(["question 0"])
    wait_until(lambda: cached.remembered("question 7") is not None or embedder.texts_embedded >= 32)

    assert embedder.texts_embedded <= 32
