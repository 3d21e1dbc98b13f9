"""A text alone goes another way to the same vector; where that way is barred, the usual one is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.embedding.bundled import unpack
from retrieval.embedding.encoders import SentenceTransformerEncoder
from retrieval.embedding.single_texts import SingleTexts

TEXTS = ["Qui ?", "Wo misst die Stadt den Lärm?", "la ville " * 300, "", "👩‍🚒"]

pytestmark = pytest.mark.filterwarnings("default")  # what foreign libraries deprecate is their affair


@pytest.fixture(scope="module")
def network(bundled_folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(unpack(bundled_folder)), local_files_only=True).eval()


def directions(singles: SingleTexts) -> Any:
    vectors = np.vstack([singles.encode(text) for text in TEXTS])
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def opened(network: Any, folder: Path, revision: str = "r1") -> SingleTexts:
    singles = SingleTexts.open(network, folder, revision)
    assert singles is not None
    return singles


def the_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_text_alone_gets_the_vector_that_it_gets_among_others(network: Any, tmp_path: Path) -> None:
    np.testing.assert_allclose(directions(opened(network, tmp_path)), network.encode(TEXTS), atol=1e-5)


def test_a_graph_is_made_once_and_anew_when_it_is_damaged(network: Any, tmp_path: Path) -> None:
    before = directions(opened(network, tmp_path))
    graph, made = the_file(tmp_path), the_file(tmp_path).stat().st_mtime_ns

    np.testing.assert_array_equal(directions(opened(network, tmp_path)), before)
    assert graph.stat().st_mtime_ns == made

    graph.write_bytes(graph.read_bytes()[:1_000_000])
    np.testing.assert_array_equal(directions(opened(network, tmp_path)), before)
    assert graph.stat().st_size > 80_000_000


def test_a_graph_of_other_weights_is_replaced(network: Any, tmp_path: Path) -> None:
    opened(network, tmp_path)
    old = the_file(tmp_path)

    opened(network, tmp_path, "r2")

    assert the_file(tmp_path) != old


def test_without_a_place_to_write_single_texts_run_as_batches_do(network: Any, tmp_path: Path) -> None:
    occupied = tmp_path / "a file"
    occupied.write_text("no folder")

    assert SingleTexts.open(network, occupied / "graphs", "r1") is None


def test_a_network_without_layers_runs_as_batches_do(bundled_folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(unpack(bundled_folder) / "tokenizer.json"))
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(tmp_path / "static"))
    encoder = SentenceTransformerEncoder.open(
        str(tmp_path / "static"), offline=True, graphs=tmp_path / "graphs"
    )

    alone, together = encoder.encode(["une rue"]), encoder.encode(["une rue", "un pont"])

    np.testing.assert_allclose(alone, together[:1], atol=1e-6)
    assert not (tmp_path / "graphs").exists()
