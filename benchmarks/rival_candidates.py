"""What a user would pick to find candidates: the nearest by TF-IDF of words or of letters, or by sentence vectors.

Each is given all that a fiche says: title, text, town, lead and year. The nearest are found exactly, by brute force.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus.models import Document

_A_BLOCK = 500  # rows of cosines held at once


@dataclass(frozen=True)
class Ranked:
    """For each fiche the places of the nearest others, nearest first, shape (fiches, most), and what it took."""

    nearest: NDArray[np.int64]
    seconds: float


def by_words(fiches: Sequence[Document], most: int) -> Ranked:
    """TF-IDF of words."""
    return _by_tfidf(fiches, most, TfidfVectorizer(sublinear_tf=True, strip_accents="unicode"))


def by_letters(fiches: Sequence[Document], most: int) -> Ranked:
    """TF-IDF of runs of three to five letters within words."""
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True, strip_accents="unicode"
    )
    return _by_tfidf(fiches, most, vectorizer)


def by_vectors(vectors: NDArray[np.float32], most: int) -> Ranked:
    """The nearest sentence vectors as the network gives them; without the time of the network."""
    start = time.perf_counter()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    _, places = index.search(np.ascontiguousarray(vectors), most + 1)
    return Ranked(_without_itself(places), time.perf_counter() - start)


def recall(ranked: Ranked, pairs: Sequence[tuple[int, int]], most: int) -> float:
    """The share of pairs of which one is among the `most` nearest of the other."""
    near = ranked.nearest[:, :most]
    return float(np.mean([b in near[a] or a in near[b] for a, b in pairs]))


def _by_tfidf(fiches: Sequence[Document], most: int, vectorizer: TfidfVectorizer) -> Ranked:
    start = time.perf_counter()
    table = vectorizer.fit_transform([_text(one) for one in fiches])
    found = []
    for first in range(0, len(fiches), _A_BLOCK):
        cosines = (table[first : first + _A_BLOCK] @ table.T).toarray()
        nearest = np.argpartition(-cosines, most, axis=1)[:, : most + 1]
        order = np.take_along_axis(-cosines, nearest, axis=1).argsort(axis=1)
        found.append(np.take_along_axis(nearest, order, axis=1))
    return Ranked(_without_itself(np.concatenate(found)), time.perf_counter() - start)


def _without_itself(places: NDArray[np.int64]) -> NDArray[np.int64]:
    rows = [row[row != number][: len(row) - 1] for number, row in enumerate(places)]
    return np.stack(rows)


def _text(one: Document) -> str:
    fields: Mapping[str, object] = one.fields.model_dump()
    known = (fields.get(name) for name in ("municipality", "lead", "start_year"))
    return " ".join([one.title.get(one.language), one.body, *(str(value) for value in known if value)])
