"""Wordings of one question together, across languages, without chains."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.models import Language
from retrieval.embedding.cached import CachedQueries
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.embedding.query_map import MappedQueries, QueryMap
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.gaps.grouping import MAPPED, Nearness, grouped
from retrieval.state.gaps import Gap

DAY = date(2026, 1, 1)
PARITY = Path(__file__).parents[2] / "questions" / "parity.jsonl"
MEANINGS = ("par-004", "par-006", "par-024")


def gap(
    identifier: int, vector: tuple[float, ...] | None, *, language: Language = "fr", text: str = ""
) -> Gap:
    values = np.array(vector, np.float32) if vector is not None else None
    if values is not None:
        values /= np.linalg.norm(values)
    said = text or f"question {identifier}"
    return Gap(identifier, said, language, {"no_evidence": 1}, DAY, DAY, (), (), values)


def ids(groups: list[list[Gap]]) -> list[list[int]]:
    return [[one.id for one in group] for group in groups]


def turned(degrees: float) -> tuple[float, float]:
    return float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))


def test_near_wordings_join_the_oldest_and_far_ones_stand_alone() -> None:
    gaps = [gap(1, turned(0)), gap(2, turned(90)), gap(3, turned(10)), gap(4, turned(80))]

    assert ids(grouped(gaps, Nearness(0.9, 0.9))) == [[1, 3], [2, 4]]


def test_nothing_is_near_by_way_of_a_third_one() -> None:
    """Each is 20 degrees from the next: a chain would hold them all."""
    gaps = [gap(number, turned(20 * number)) for number in range(6)]

    groups = grouped(gaps, Nearness(0.9, 0.9))

    assert ids(groups) == [[0, 1], [2, 3], [4, 5]]


def test_a_wording_joins_the_nearest_leader() -> None:
    gaps = [gap(1, turned(0)), gap(2, turned(40)), gap(3, turned(25))]

    assert ids(grouped(gaps, Nearness(0.85, 0.85))) == [[1], [2, 3]]


def test_two_languages_need_less_nearness_than_one() -> None:
    gaps = [gap(1, turned(0)), gap(2, turned(50)), gap(3, turned(50), language="nl")]

    assert ids(grouped(gaps, Nearness(0.75, 0.5))) == [[1], [2, 3]]
    assert ids(grouped([gaps[0], gaps[2]], Nearness(0.75, 0.5))) == [[1, 3]]


def test_other_towns_are_other_questions() -> None:
    towns = ("à Arlon", "à Virton", "in Aarlen", "en Wallonie")
    gaps = [
        gap(
            n,
            turned(0),
            language="nl" if town == "in Aarlen" else "fr",
            text=f"Un budget participatif {town} ?",
        )
        for n, town in enumerate(towns)
    ]

    assert ids(grouped(gaps, MAPPED)) == [[0, 2, 3], [1]]


def test_a_wording_without_a_vector_is_alone() -> None:
    assert ids(grouped([gap(1, None), gap(2, turned(0)), gap(3, None)], MAPPED)) == [[1], [2], [3]]
    assert grouped([], MAPPED) == []


def test_as_many_as_are_ever_kept_are_grouped_in_seconds() -> None:
    vectors = np.random.default_rng(1).normal(size=(5_000, 384)).astype(np.float32)
    gaps = [gap(number, tuple(vector.tolist())) for number, vector in enumerate(vectors)]
    start = time.perf_counter()

    groups = grouped(gaps, MAPPED)

    assert len(groups) == 5_000
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize("order", [1, -1])
def test_one_question_in_four_languages_is_one_group(
    bundled: SentenceTransformerEmbedder, order: int
) -> None:
    query_map = QueryMap.shipped()
    vectors = QuestionVectors(CachedQueries(MappedQueries(bundled, query_map), size=100), query_map)
    lines = [json.loads(line) for line in PARITY.read_text("utf-8").splitlines()]
    asked = [line for line in lines if line["parity"] in MEANINGS][::order]
    found = vectors.of([line["question"] for line in asked])
    gaps = [
        gap(number, tuple(vector.tolist()), language=line["language"], text=line["question"])
        for number, (line, vector) in enumerate(zip(asked, found, strict=True))
    ]

    groups = grouped(gaps, MAPPED)

    assert vectors.is_mapped
    assert [[asked[one.id]["parity"] for one in group] for group in groups] == [
        [meaning] * 4 for meaning in MEANINGS[::order]
    ]
