"""The machinery round a network: batches, turns, loading, the cache, LangChain."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.embedding.batching import batches_by_length
from retrieval.embedding.embedder import (
    EmbeddingRecipe,
    SentenceTransformerEmbedder,
    unit_length,
)
from retrieval.embedding.errors import EmbeddingError, ModelUnusable
from retrieval.embedding.langchain import LangChainEmbeddings
from tests.doubles import HashEmbedder

RECIPE = EmbeddingRecipe(
    model="words", revision="1", query_prefix="q: ", passage_prefix="p: ", pooling="mean", dimension=2
)


class WordCounter:
    """A network whose tokens are words and whose vector says how many; records its batches."""

    dimension = 2

    def __init__(self, *, seconds: float = 0.0) -> None:
        self.batches: list[list[str]] = []
        self.threads: set[int] = set()
        self.inside = 0
        self._seconds = seconds

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        self.threads.add(threading.get_ident())
        return [len(text.split()) for text in texts]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.threads.add(threading.get_ident())
        self.inside += 1
        assert self.inside == 1, "two threads are in the network at once"
        self.batches.append(list(texts))
        time.sleep(self._seconds)
        self.inside -= 1
        return np.array([[1, len(text.split())] for text in texts], np.float32)


class GatedCounter(WordCounter):
    """Computes nothing before its gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        assert self.gate.wait(timeout=60)
        return super().encode(texts)


def an_embedder(
    encoder: WordCounter,
    *,
    token_budget: int = 20,
    load: Callable[[], WordCounter] | None = None,
) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(
        recipe=lambda: RECIPE, load=load or (lambda: encoder), token_budget=token_budget
    )


def texts_of(*lengths: int) -> list[str]:
    return [" ".join(["mot"] * length) for length in lengths]


class TestBatches:
    def test_hold_every_position_once_longest_first(self) -> None:
        lengths = [3, 9, 1, 9, 4, 4, 2]

        batches = list(batches_by_length(lengths, 10))

        flat = [position for batch in batches for position in batch]
        assert sorted(flat) == list(range(len(lengths)))
        assert [lengths[position] for position in flat] == sorted(lengths, reverse=True)

    def test_never_exceed_the_budget_unless_one_text_does(self) -> None:
        lengths = [50, 9, 8, 3, 3, 3, 1, 0]

        batches = list(batches_by_length(lengths, 10))

        assert [len(batch) for batch in batches] == [1, 1, 1, 3, 2]
        for batch in batches[1:]:
            assert len(batch) * max(lengths[position] for position in batch) <= 10

    def test_waste_little_on_padding(self) -> None:
        lengths = [int(n) for n in np.random.default_rng(5).integers(20, 400, 512)]

        batches = list(batches_by_length(lengths, 2048))

        padded = sum(len(batch) * max(lengths[position] for position in batch) for batch in batches)
        assert padded / sum(lengths) < 1.05


class TestEmbedding:
    def test_returns_rows_in_the_order_of_the_texts_although_it_sorts_them(self) -> None:
        lengths = (3, 9, 1, 7, 2)

        vectors = an_embedder(WordCounter()).embed_passages(texts_of(*lengths))

        counted = vectors[:, 1] / vectors[:, 0]
        np.testing.assert_allclose(counted, [1 + length for length in lengths], rtol=1e-5)  # + the prefix

    def test_fills_batches_up_to_the_budget(self) -> None:
        encoder = WordCounter()

        an_embedder(encoder, token_budget=20).embed_passages(texts_of(*[4] * 10))

        assert [len(batch) for batch in encoder.batches] == [4, 4, 2]

    def test_puts_the_prefix_of_its_kind_before_each_text(self) -> None:
        encoder = WordCounter()
        embedder = an_embedder(encoder)

        embedder.embed_queries(["a"])
        embedder.embed_passages(["b"])

        assert encoder.batches == [["q: a"], ["p: b"]]

    def test_a_vector_without_direction_is_refused(self) -> None:
        for broken in ([[0.0, 0.0]], [[np.nan, 1.0]], [[np.inf, 1.0]]):
            with pytest.raises(EmbeddingError):
                unit_length(np.array(broken, np.float32))


class TestTurns:
    def test_a_question_does_not_wait_for_a_long_ingest(self) -> None:
        encoder = WordCounter(seconds=0.01)
        embedder = an_embedder(encoder, token_budget=2)
        ingest = threading.Thread(target=embedder.embed_passages, args=(texts_of(*[1] * 40),))
        ingest.start()
        while not encoder.batches:
            time.sleep(0.001)
        asked_at = len(encoder.batches)

        embedder.embed_queries(["vite"])

        assert encoder.batches.index(["q: vite"]) - asked_at <= 4
        ingest.join()

    def test_one_thread_at_a_time_is_in_the_network(self) -> None:
        encoder = WordCounter(seconds=0.001)
        embedder = an_embedder(encoder, token_budget=4)
        results: list[NDArray[np.float32]] = []
        threads = [
            threading.Thread(target=lambda: results.append(embedder.embed_queries(texts_of(1, 2, 3))))
            for _ in range(8)
        ]

        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(results) == 8
        for result in results:
            np.testing.assert_array_equal(result, results[0])

    def test_the_same_thread_runs_the_network_whoever_asks(self) -> None:
        encoder = WordCounter()
        embedder = an_embedder(encoder)
        threads = [
            threading.Thread(target=embed, args=(texts_of(1, 2, 3),))
            for embed in (embedder.embed_queries, embedder.embed_passages) * 3
        ]

        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        embedder.embed_queries(["ici"])

        assert len(encoder.threads) == 1
        assert threading.get_ident() not in encoder.threads

    def test_who_comes_first_is_served_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        encoder = GatedCounter()
        embedder = an_embedder(encoder)
        queued = threading.Semaphore(0)
        submit = ThreadPoolExecutor.submit

        def counted(pool: ThreadPoolExecutor, *arguments: Any) -> Any:
            future = submit(pool, *arguments)
            queued.release()
            return future

        monkeypatch.setattr(ThreadPoolExecutor, "submit", counted)
        names = [f"question {number}" for number in range(6)]
        threads = [threading.Thread(target=embedder.embed_queries, args=([name],)) for name in names]
        for thread in threads:  # each is in the queue before the next one comes
            thread.start()
            assert queued.acquire(timeout=30)
        encoder.gate.set()
        for thread in threads:
            thread.join()

        assert encoder.batches == [[f"q: {name}"] for name in names]

    def test_a_failure_in_the_network_reaches_who_asked_and_nobody_else(self) -> None:
        class Failing(WordCounter):
            def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
                if texts == ["q: bad"]:
                    raise RuntimeError("out of memory")
                return super().encode(texts)

        embedder = an_embedder(Failing())

        with pytest.raises(RuntimeError, match="out of memory"):
            embedder.embed_queries(["bad"])

        assert embedder.embed_queries(["good"]).shape == (1, 2)


class TestLoading:
    def test_nothing_is_loaded_before_the_first_text(self) -> None:
        def load() -> WordCounter:
            raise AssertionError("loaded")

        embedder = an_embedder(WordCounter(), load=load)

        assert (embedder.fingerprint, embedder.dimension) == (RECIPE.fingerprint, 2)

    def test_threads_that_come_together_load_once(self) -> None:
        loads: list[int] = []

        def load() -> WordCounter:
            loads.append(1)
            time.sleep(0.02)
            return WordCounter()

        embedder = an_embedder(WordCounter(), load=load)
        threads = [threading.Thread(target=embedder.embed_queries, args=(["a"],)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert loads == [1]

    def test_a_failed_load_is_tried_again(self) -> None:
        answers: list[WordCounter | None] = [WordCounter(), None]

        def load() -> WordCounter:
            if (encoder := answers.pop()) is None:
                raise ModelUnusable("no room on the disk")
            return encoder

        embedder = an_embedder(WordCounter(), load=load)
        with pytest.raises(ModelUnusable, match="no room"):
            embedder.embed_queries(["a"])

        assert embedder.embed_queries(["a"]).shape == (1, 2)


class TestFingerprint:
    @pytest.mark.parametrize(
        "change",
        [
            {"model": "other"},
            {"revision": "2"},
            {"query_prefix": ""},
            {"passage_prefix": ""},
            {"pooling": "cls"},
            {"dimension": 3},
            {"text": "title + text"},
        ],
    )
    def test_changes_with_anything_that_changes_a_vector(self, change: dict[str, str]) -> None:
        assert replace(RECIPE, **change).fingerprint != RECIPE.fingerprint  # type: ignore[arg-type]

    def test_stays_from_one_release_to_the_next(self) -> None:
        """A change here makes every town re-embed everything."""
        assert RECIPE.fingerprint == "94894d765d51a0b4"


class TestLangChain:
    def test_gives_the_same_vectors_as_lists(self) -> None:
        embedder = HashEmbedder()
        adapter = LangChainEmbeddings(embedder)

        assert adapter.embed_documents(["a", "b"]) == embedder.embed_passages(["a", "b"]).tolist()
        assert adapter.embed_query("a") == embedder.embed_queries(["a"])[0].tolist()
        assert adapter.embed_documents([]) == []
