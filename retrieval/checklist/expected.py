"""Articles that no rule names, but that a description like this one needs: by judged descriptions near to it, by what
comes with the articles that rules name, and by the questions that people ask of a sheet.

Rules go before: what they exclude, or decide by an amount, is never expected. Short descriptions only, and only with the
embedder for which the weights were fitted (`benchmarks/fit_expected.py`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document
from corpus.project import Project
from corpus.sentences import sentence_spans
from corpus.taxonomy import terms_of
from retrieval.checklist import nearness, precedents
from retrieval.checklist.nearness import Scores, SheetTexts
from retrieval.checklist.precedents import Precedents
from retrieval.checklist.situation import Mention, Situation
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.errors import IndexUnusable
from retrieval.index.generation import Generation
from retrieval.search.search import Searcher

NAMES = (*nearness.NAMES, "triggers_found", "triggers_denied", *precedents.NAMES)
_LONGEST = 1_500  # characters, as for topics
_MOST_SENTENCES = 16
_FILE = "expected.json"


@dataclass(frozen=True)
class Weights:
    """A logistic regression over `NAMES`, standardised; a sheet of at least `least` probability is expected."""

    weights: Scores
    means: Scores
    spreads: Scores
    intercept: float
    least: float

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> Weights:
        """Those that come with the bundled embedder; read once a process."""
        stored = json.loads((resources.files("retrieval.checklist") / _FILE).read_text("utf-8"))
        weights, means, spreads = (
            np.array([stored[of][name] for name in NAMES]) for of in ("weights", "means", "spreads")
        )
        return cls(weights, means, spreads, stored["intercept"], stored["least"])

    def probabilities(self, scores: Scores) -> Scores:
        """Of each row of `NAMES`."""
        odds = (scores - self.means) / self.spreads @ self.weights + self.intercept
        chances: Scores = 1 / (1 + np.exp(-odds))
        return chances


@dataclass(frozen=True)
class Reading:
    """A description as vectors, placed as sheets and precedents are."""

    sentences: tuple[str, ...]
    whole: nearness.Vectors
    placed: nearness.Vectors


class Expectations:
    """Expects articles; safe to share between threads."""

    def __init__(self, vectors: QuestionVectors, searcher: Searcher, known: Precedents | None = None) -> None:
        self.vectors = vectors
        self._searcher = searcher
        self.precedents = known or Precedents.shipped()
        self._texts = lru_cache(maxsize=2)(self._read_texts)

    def of(
        self, situation: Situation, sheets: Mapping[str, Document], ruled: Collection[str]
    ) -> dict[str, Mention]:
        """Sheets that are likely to be needed beside those that rules name, the likeliest first, each with the sentence
        nearest to it. None without an index: rules need none. Raises EmbeddingError."""
        reading = self.reading(situation.project)
        if reading is None:
            return {}
        try:
            texts = self.texts(sheets)
        except IndexUnusable:
            return {}
        scores = self.scores(reading, situation, sheets, ruled, self.precedents)
        likely = Weights.shipped().probabilities(scores)
        chosen = np.flatnonzero(likely >= Weights.shipped().least)
        ranked = chosen[np.argsort(-likely[chosen], kind="stable")]
        return {
            texts.sheets[one]: Mention(reading.sentences[texts.nearest_sentence(int(one), reading.placed)])
            for one in ranked
        }

    def reading(self, project: Project) -> Reading | None:
        """None for a long description, and where the embedder is another than that of the precedents."""
        text = project.text.strip()
        if not 0 < len(text) <= _LONGEST or self.vectors.space != self.precedents.space:
            return None
        sentences = tuple(text[start:end] for start, end in sentence_spans(text))[:_MOST_SENTENCES] or (text,)
        placed = self.precedents.placed(self.vectors.of([text, *sentences]), project.language)
        return Reading(sentences, placed[0], placed[1:])

    def texts(self, sheets: Mapping[str, Document]) -> SheetTexts:
        """The vectors of some sheets, kept while the index stays as it is."""
        return self._texts(self._searcher.generation, tuple(sorted(sheets)))

    def scores(
        self,
        reading: Reading,
        situation: Situation,
        sheets: Mapping[str, Document],
        ruled: Collection[str],
        known: Precedents,
    ) -> Scores:
        """What `NAMES` name, shape (sheets, names), the sheets in the order of `texts`."""
        texts = self.texts(sheets)
        triggers = [terms_of(sheets[name].fields).get("trigger", ()) for name in texts.sheets]
        found = [[sum(one in signs for one in some) for some in triggers] for signs in _signs(situation)]
        judged = known.scores(reading.whole, np.array([name in ruled for name in known.sheets], np.bool_))
        return np.column_stack(
            [
                texts.scores(reading.whole, reading.placed),
                *found,
                _aligned(judged, known.sheets, texts.sheets),
            ]
        )

    @staticmethod
    def _read_texts(generation: Generation, sheets: tuple[str, ...]) -> SheetTexts:
        return SheetTexts.of(generation, sheets)


def _signs(situation: Situation) -> tuple[Collection[str], Collection[str]]:
    return situation.found, situation.denied


def _aligned(judged: Scores, names: Sequence[str], wanted: Sequence[str]) -> Scores:
    """The rows of judged sheets in another order; a sheet that nobody judged counts as one that nobody needed."""
    place = {name: number for number, name in enumerate(names)}
    seldom = judged[int(np.argmin(judged[:, 0]))]
    rows: NDArray[np.float64] = np.stack(
        [judged[place[name]] if name in place else seldom for name in wanted]
    )
    return rows
