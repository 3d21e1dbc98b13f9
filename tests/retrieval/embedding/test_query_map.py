"""Questions are moved for the embedder that the map was fitted for, and for no other; passages never."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.embedding.query_map import MappedQueries, QueryMap
from tests.doubles import HashEmbedder
from tests.retrieval.embedding.maps import a_map

QUESTIONS = ["Combien coûte le Wi-Fi ?", "", "Slimme verlichting", "un"]


def test_what_is_written_reads_back_in_half_precision(tmp_path: Path) -> None:
    written = a_map()
    written.write(tmp_path / "map.npz")

    read = QueryMap.read(tmp_path / "map.npz")

    assert read.fingerprint == written.fingerprint
    assert read.turn.dtype == read.shift.dtype == np.float32
    np.testing.assert_array_equal(read.turn, written.turn.astype(np.float16))
    np.testing.assert_array_equal(read.shift, written.shift.astype(np.float16))
    vectors = HashEmbedder().embed_queries(QUESTIONS)
    assert ((read.moved(vectors) * written.moved(vectors)).sum(axis=1) > 0.999).all()


def test_what_was_read_is_written_alike(tmp_path: Path) -> None:
    a_map().write(tmp_path / "map.npz")
    once = QueryMap.read(tmp_path / "map.npz")
    once.write(tmp_path / "again.npz")

    twice = QueryMap.read(tmp_path / "again.npz")

    np.testing.assert_array_equal(twice.turn, once.turn)
    np.testing.assert_array_equal(twice.shift, once.shift)


def test_questions_of_its_embedder_are_moved_and_stay_of_length_one() -> None:
    embedder = HashEmbedder()

    moved = MappedQueries(embedder, a_map()).embed_queries(QUESTIONS)

    still = embedder.embed_queries(QUESTIONS)
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-6)
    assert moved.dtype == np.float32
    assert ((moved * still).sum(axis=1) < 0.9999).all()


def test_questions_of_another_embedder_pass_unchanged() -> None:
    embedder = HashEmbedder()

    passed = MappedQueries(embedder, a_map("fedcba9876543210")).embed_queries(QUESTIONS)

    np.testing.assert_array_equal(passed, embedder.embed_queries(QUESTIONS))


def test_passages_pass_unchanged() -> None:
    embedder = HashEmbedder()
    steps: list[int] = []

    passed = MappedQueries(embedder, a_map()).embed_passages(QUESTIONS, steps.append)

    np.testing.assert_array_equal(passed, embedder.embed_passages(QUESTIONS))
    assert sum(steps) == len(QUESTIONS)


def test_no_question_gives_no_vector() -> None:
    for query_map in (a_map(), a_map("fedcba9876543210")):
        vectors = MappedQueries(HashEmbedder(), query_map).embed_queries([])

        assert vectors.shape == (0, HashEmbedder.dimension)


def test_it_says_of_itself_what_the_embedder_behind_says() -> None:
    """Stored vectors stay valid: the map changes none of them."""
    mapped = MappedQueries(HashEmbedder(), a_map())

    assert mapped.fingerprint == HashEmbedder.fingerprint
    assert mapped.description == HashEmbedder.description
    assert mapped.dimension == HashEmbedder.dimension


def test_the_map_that_ships_is_of_the_embedder_that_ships(bundled: SentenceTransformerEmbedder) -> None:
    shipped = QueryMap.shipped()

    assert shipped.fingerprint == bundled.fingerprint
    assert shipped.turn.shape == (bundled.dimension, bundled.dimension)
    assert shipped.shift.shape == (bundled.dimension,)
