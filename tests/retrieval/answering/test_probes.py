"""What the vector of a question alone tells is told by vectors of one embedder only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.answering.extracted import pair_of, shipped_sentence_map
from retrieval.answering.probes import Probe
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.embedding.query_map import MappedQueries, QueryMap
from tests.doubles import HashEmbedder


def a_model(fingerprint: str = HashEmbedder.fingerprint) -> Probe:
    weights = np.random.default_rng(3).normal(size=HashEmbedder.dimension).astype(np.float32)
    return Probe(fingerprint, weights, -0.75)


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    written = a_model()
    written.write(tmp_path / "model.npz")

    read = Probe.read(tmp_path / "model.npz")

    assert (read.fingerprint, read.bias) == (written.fingerprint, written.bias)
    np.testing.assert_array_equal(read.weights, written.weights)
    assert read.of("Qui ?", HashEmbedder()) == written.of("Qui ?", HashEmbedder())


def test_it_weighs_the_vector_of_the_question() -> None:
    model, embedder = a_model(), HashEmbedder()

    odds = model.of("Combien de caméras ?", embedder)

    vector = embedder.embed_queries(["Combien de caméras ?"])[0]
    assert odds == pytest.approx(float(vector @ model.weights) - 0.75)


def test_with_another_embedder_it_says_nothing_and_embeds_nothing() -> None:
    embedder = HashEmbedder()

    assert a_model("fedcba9876543210").of("Combien de caméras ?", embedder) == 0.0
    assert Probe.shipped("belongs").of("Combien de caméras ?", embedder) == 0.0
    assert embedder.texts_embedded == 0


@pytest.mark.parametrize(
    ("elsewhere", "of_the_field"),
    [
        ("combien coûte un passeport", "combien coûtent des caméras contre les dépôts clandestins"),
        ("Waar kan ik mijn hond registreren?", "Welke gemeente meet het verkeer met Telraam?"),
        ("Wann bekomme ich meine Rente?", "Welche Gemeinde liest ihre Wasserzähler aus der Ferne ab?"),
        ("How do I renew my driving licence?", "Who dims the street lights after midnight?"),
    ],
)
def test_the_one_that_ships_puts_what_belongs_elsewhere_below_what_is_of_the_field(
    bundled: SentenceTransformerEmbedder, elsewhere: str, of_the_field: str
) -> None:
    model, embedder = Probe.shipped("belongs"), MappedQueries(bundled, QueryMap.shipped())

    assert model.fingerprint == embedder.fingerprint
    assert model.of(elsewhere, embedder) < model.of(of_the_field, embedder)


@pytest.mark.parametrize(
    ("sentence", "left_open", "told"),
    [
        (
            "Les lampes de Donceel baissent de 80 % entre minuit et cinq heures.",
            "Qui a fourni les lampes de Donceel et à quel prix l'unité ?",
            "Que fait l'éclairage de Donceel la nuit ?",
        ),
        (
            "À Bruges, des capteurs mesurent le niveau de l'eau dans les égouts.",
            "Welke firma onderhoudt de sensoren in Brugge, en hoeveel klachten kwamen er?",
            "Wat meten de sensoren in Brugge?",
        ),
    ],
)
def test_the_one_that_ships_puts_what_a_sentence_leaves_open_below_what_it_tells(
    bundled: SentenceTransformerEmbedder, sentence: str, left_open: str, told: str
) -> None:
    embedder, moving = MappedQueries(bundled, QueryMap.shipped()), shipped_sentence_map()
    asked = embedder.embed_queries([left_open, told])
    text = next(iter(embedder.embed_passages([sentence])))

    low, high = (
        Probe.shipped("told").log_odds(pair_of(question, moved, text))
        for question, moved in zip(asked, moving.moved(asked), strict=True)
    )

    assert moving.fingerprint == embedder.fingerprint
    assert low < high
