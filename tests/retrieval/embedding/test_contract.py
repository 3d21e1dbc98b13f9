"""What every embedder promises: the double, the model that ships and the remote service alike."""

from __future__ import annotations

import re

import numpy as np
import pytest

from retrieval.embedding.cached import CachedQueries
from retrieval.embedding.embedder import Embedder
from retrieval.embedding.query_map import MappedQueries
from tests.doubles import HashEmbedder
from tests.retrieval.embedding.maps import a_map

TEXTS = [
    "Combien coûte le Wi-Fi public à Namur ?",
    "",
    "Slimme verlichting in Brugge",
    "œuvre 👩‍👩‍👧",
    "Die Gemeinde veröffentlicht ihre Daten. " * 20,
    "Combien coûte le Wi-Fi public à Namur ?",
    "un",
]


@pytest.fixture(params=["double", "bundled", "remote", "cached", "mapped"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "double":
        return HashEmbedder()
    if request.param == "cached":
        return CachedQueries(HashEmbedder(), size=2)
    if request.param == "mapped":
        return MappedQueries(HashEmbedder(), a_map())
    found: Embedder = request.getfixturevalue(request.param)
    return found


def test_gives_one_vector_a_text(embedder: Embedder) -> None:
    queries, passages = embedder.embed_queries(TEXTS), embedder.embed_passages(TEXTS)

    assert queries.shape == passages.shape == (len(TEXTS), embedder.dimension)
    assert queries.dtype == passages.dtype == np.float32


def test_every_vector_has_length_one(embedder: Embedder) -> None:
    vectors = np.vstack([embedder.embed_queries(TEXTS), embedder.embed_passages(TEXTS)])

    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_keeps_the_order_of_the_texts(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    alone = np.vstack([embedder.embed_passages([text]) for text in TEXTS])

    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_equal_texts_get_equal_vectors(embedder: Embedder) -> None:
    vectors = embedder.embed_queries(TEXTS)

    np.testing.assert_allclose(vectors[0], vectors[5], atol=1e-6)
    np.testing.assert_allclose(vectors, embedder.embed_queries(TEXTS), atol=1e-6)


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert embedder.embed_queries([]).shape == (0, embedder.dimension)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_progress_adds_up_to_all_texts(embedder: Embedder) -> None:
    steps: list[int] = []

    embedder.embed_passages(TEXTS, steps.append)

    assert sum(steps) == len(TEXTS)


def test_a_question_is_nearer_to_its_passage_than_to_another(embedder: Embedder) -> None:
    question = embedder.embed_queries(["Quel est le coût de l'éclairage public à Namur ?"])[0]
    near, far = embedder.embed_passages(
        ["Coût de l'éclairage public à Namur : 120 000 €.", "De bibliotheek leent boeken uit."]
    )

    assert question @ near > question @ far


def test_a_lone_surrogate_is_not_refused(embedder: Embedder) -> None:
    assert embedder.embed_queries(["caf\ud83d"]).shape == (1, embedder.dimension)


def test_the_fingerprint_is_short_hexadecimal_and_stays(embedder: Embedder) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", embedder.fingerprint)
    assert embedder.fingerprint == embedder.fingerprint
    assert str(embedder.dimension) in embedder.description
