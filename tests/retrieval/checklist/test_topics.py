"""Meaning, where words are not known: with the bundled model only, and never against what is said."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.models import Language
from corpus.project import Project
from retrieval.checklist.signs import Lexicon
from retrieval.checklist.situation import Mention, situation_of
from retrieval.checklist.topics import Topics, examples
from retrieval.embedding.cached import CachedQueries
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.embedding.query_map import MappedQueries, QueryMap
from retrieval.embedding.question_vectors import QuestionVectors
from tests.doubles import HashEmbedder


@pytest.fixture(scope="module")
def topics(bundled: SentenceTransformerEmbedder) -> Topics:
    query_map = QueryMap.shipped()
    return Topics(QuestionVectors(CachedQueries(MappedQueries(bundled, query_map), size=100), query_map))


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [
        ("fr", "On voudrait que les riverains puissent brancher leur voiture électrique sur nos parkings.", "charging"),
        ("de", "Unbekannte haben unsere Rechner lahmgelegt und Sozialakten abgezogen. Wen müssen wir verständigen?", "breach"),
        ("nl", "Toestelletjes in de kledingcontainers sturen dagelijks door hoeveel plaats er nog over is.", "sensors"),
    ],
)  # fmt: skip
def test_a_meaning_is_known_across_words_and_languages(
    topics: Topics, language: Language, text: str, sign: str
) -> None:
    implied = dict(topics.implied(Project.of_text(text, language)))

    assert sign in implied
    assert implied[sign].words in text


def test_a_device_is_there_by_its_words_alone(topics: Topics) -> None:
    plane = Project.of_text("Een vliegtuigje fotografeert alle daken van de gemeente vanuit de lucht.", "nl")

    assert "drone" not in dict(topics.implied(plane))


def test_nothing_is_read_into_a_bench_or_a_long_text(topics: Topics) -> None:
    assert topics.implied(Project.of_text("Deux bancs en bois devant l'église.", "fr")) == ()
    assert topics.implied(Project.of_text("Un chatbot. " * 300, "fr")) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Ampoules LED dans les couloirs de la maison communale, aucune donnée, 18 000 euros."),
        ("nl", "Ledlampen in de gangen van het gemeentehuis, geen gegevens, 18 000 euro."),
    ],
)
def test_a_sentence_that_says_that_there_are_no_data_implies_none(
    topics: Topics, language: Language, text: str
) -> None:
    assert topics.implied(Project.of_text(text, language)) == ()


def test_another_embedder_implies_nothing() -> None:
    vectors = QuestionVectors(CachedQueries(HashEmbedder(), size=10), QueryMap.shipped())

    assert Topics(vectors).implied(Project.of_text("Un chatbot sur le site.", "fr")) == ()


def test_what_is_said_to_be_absent_outweighs_what_is_meant() -> None:
    said = Project.of_text("Des lampes sans caméra.", "fr")

    assert "cameras" not in situation_of(said, (("cameras", Mention("Des lampes sans caméra.")),)).found


def test_examples_convey_signs_that_exist_in_every_language() -> None:
    assert {sign for one in examples() for sign in one.signs} <= set(Lexicon.load().words)
    counts = np.unique([one.language for one in examples()], return_counts=True)[1]
    assert len(counts) == 4
    assert counts.min() >= 15  # enough for a mean
