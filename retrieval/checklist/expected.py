"""Articles that no rule names, but that a description like this one needs: by what its sentences and its signs mean.

A linear reader (`reader.py`) was taught by judged descriptions, by short situations that bring up each sheet, and by the
questions that people ask of the sheets. Rules go before: what they exclude, or decide by an amount, is never expected.
Short descriptions only, and only with the embedder for which the reader was fitted (`benchmarks/fit_expected.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document
from corpus.project import Project
from corpus.sentences import sentence_spans
from corpus.taxonomy import terms_of
from retrieval.checklist.reader import Reader, Vectors
from retrieval.checklist.rules import Rules
from retrieval.checklist.situation import Mention, Situation
from retrieval.embedding.question_vectors import QuestionVectors

Scores = NDArray[np.float64]

NAMES = (
    "nothing_personal",
    "personal",
    "of_sentence",
    "of_whole",
    "of_sentence_log",
    "of_whole_log",
    "rank",
    "often_needed",
    "ruled_count",
    "triggers_found",
    "triggers_denied",
)
_LONGEST = 1_500  # characters, as for topics
_MOST_SENTENCES = 20
# What rules say of these tells whether they take a description for one about persons.
_TOLD_ABSENT, _TOLD_PRESENT = frozenset({"rgpd--13", "rgpd--35"}), frozenset({"rgpd--5", "rgpd--30"})


@dataclass(frozen=True)
class Expected:
    """An article that is likely to be needed: the sentence that brings it up most, and whether that is sure."""

    nearest: Mention
    sure: bool


@dataclass(frozen=True)
class Reading:
    """A description as vectors; what the rules name and exclude for it, by id."""

    sentences: tuple[str, ...]
    vectors: Vectors  # shape (1 + sentences, dimension), the whole first, the language's mean taken off
    situation: Situation
    named: Collection[str]
    excluded: Collection[str]


class Expectations:
    """Expects articles; safe to share between threads."""

    def __init__(self, vectors: QuestionVectors, reader: Reader | None = None) -> None:
        self.vectors = vectors
        self._reader = reader

    @property
    def reader(self) -> Reader:
        """The one given, or the one that ships."""
        return self._reader or Reader.shipped()

    def of(
        self,
        situation: Situation,
        sheets: Mapping[str, Document],
        named: Collection[str],
        excluded: Collection[str],
    ) -> dict[str, Expected]:
        """Sheets that are likely to be needed beside those that rules name, the likeliest first. Raises EmbeddingError."""
        reading = self.reading(situation, named, excluded)
        if reading is None:
            return {}
        told = self.reader.told(reading.vectors, situation.found)
        likely = self.reader.chances.of(scores(self.reader, told, reading, sheets))
        chosen = np.flatnonzero(likely >= self.reader.chances.least)
        ranked = chosen[np.argsort(-likely[chosen], kind="stable")]
        return {
            self.reader.sheets[one]: Expected(
                Mention(reading.sentences[int(told[1:, one].argmax())]),
                sure=bool(likely[one] >= self.reader.chances.sure),
            )
            for one in ranked
            if self.reader.sheets[one] in sheets
        }

    def reading(
        self, situation: Situation, named: Collection[str], excluded: Collection[str]
    ) -> Reading | None:
        """None for a long description, and where the embedder is another than that of the reader."""
        text = situation.project.text.strip()
        if not 0 < len(text) <= _LONGEST or self.vectors.space != self.reader.space:
            return None
        sentences = sentences_of(situation.project)
        placed = self.reader.placed(self.vectors.of([text, *sentences]), situation.project.language)
        return Reading(sentences, placed, situation, named, excluded)


def sentences_of(project: Project) -> tuple[str, ...]:
    """The sentences that are read one by one."""
    text = project.text.strip()
    return tuple(text[start:end] for start, end in sentence_spans(text))[:_MOST_SENTENCES] or (text,)


def scores(reader: Reader, told: Scores, reading: Reading, sheets: Mapping[str, Document]) -> Scores:
    """What `NAMES` name, shape (sheets of the reader, names); `told` is what the reader tells of whole and sentences."""
    whole, best = told[0], told[1:].max(axis=0)
    personal = _personal(reader.sheets)
    absent = bool(_TOLD_ABSENT & set(reading.excluded)) and not {"rgpd--6", "rgpd--13"} & set(reading.named)
    present = bool(_TOLD_PRESENT & set(reading.named))
    counted = np.full(len(reader.sheets), np.log((1 + len(reading.named)) / 10))
    columns = [personal * absent, personal * present, best, whole, _log(best), _log(whole)]
    columns += [_rank(best + whole), np.log(reader.often), counted, *_triggers(reader, reading, sheets)]
    return np.stack(columns, axis=1).astype(np.float64)


def _triggers(reader: Reader, reading: Reading, sheets: Mapping[str, Document]) -> list[Scores]:
    of = [
        terms_of(sheets[name].fields).get("trigger", ()) if name in sheets else () for name in reader.sheets
    ]
    both = (reading.situation.found, reading.situation.denied)
    return [np.array([sum(one in signs for one in some) for some in of], np.float64) for signs in both]


def _personal(names: Collection[str]) -> Scores:
    personal = {rule.document_id for rule in Rules.load().rules if rule.personal}
    return np.array([name in personal for name in names], np.float64)


def _log(values: Scores) -> Scores:
    logs: Scores = np.log(np.maximum(values, 0) + 0.02)
    return logs


def _rank(values: Scores) -> Scores:
    places = np.argsort(np.argsort(-values, kind="stable"), kind="stable")
    ranks: Scores = -np.log1p(places)
    return ranks
