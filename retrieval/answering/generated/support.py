"""How well a passage bears a sentence: nearness of meaning and shared words, weighed on labelled examples.

The weights are fitted by `tests/support/fit.py` on the tuning half of `tests/support/*.jsonl`; what they reach on the
half that was held back is in docs/evaluation.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.models import Language
from retrieval.answering.citations import Sentence
from retrieval.answering.generated.names import content_stems
from retrieval.answering.generated.sources import Source, visible
from retrieval.embedding.embedder import Embedder

_MOST_NEW = 5


@dataclass(frozen=True)
class Ground:
    """A source with the vectors of its usable sentences, one row each, of length 1."""

    source: Source
    vectors: NDArray[np.float32]

    @property
    def language(self) -> Language:
        """The language of the passage."""
        return self.source.document.language


@dataclass(frozen=True)
class Bearing:
    """The one or two sentences of a passage that come nearest to a claim, and how near."""

    sentences: tuple[Sentence, ...]
    nearest: Sentence  # the nearest one alone
    same_language: bool
    cosine: float  # of the nearest sentence, or of two adjacent ones together
    contrast: float  # by how much that exceeds the mean of all sentences of all sources
    shared: (
        float  # share of the claim's content words in these sentences; across languages, in title and summary
    )
    new: float  # its content words that stand nowhere in the passage, at most five; 0 across languages

    @property
    def text(self) -> str:
        """What the sentences say."""
        return " ".join(visible(sentence.text) for sentence in self.sentences)

    def with_lead(self, ground: Ground) -> str:
        """What they say, after the sentence with a colon that leads to them ("The municipality must:")."""
        before = [one for one in ground.source.sentences if one.start < self.sentences[0].start]
        leads = [visible(one.text) for one in before if one.text.rstrip().endswith(":")]
        return f"{leads[-1]} {self.text}" if leads else self.text


@dataclass(frozen=True)
class SupportModel:
    """Two logistic models over (1, cosine, contrast, shared, new), within and across languages, and where they say yes."""

    within: tuple[float, ...] = (-20.31, 18.92, 22.1, 0.58, -0.74)
    across: tuple[float, ...] = (-22.58, 22.71, 24.98, 0.29, 0.0)
    thresholds: tuple[float, float] = (0.512, 0.838)

    def threshold(self, bearing: Bearing) -> float:
        """The probability from which a claim counts as borne."""
        return self.thresholds[not bearing.same_language]

    def probability(self, bearing: Bearing) -> float:
        """How likely it is that the passage bears the claim, all rules apart."""
        weights = self.within if bearing.same_language else self.across
        total = sum(weight * value for weight, value in zip(weights, signals(bearing), strict=True))
        return 1.0 / (1.0 + math.exp(-max(min(total, 50.0), -50.0)))


def signals(bearing: Bearing) -> tuple[float, ...]:
    """What the probability is computed from, a constant first."""
    return (1.0, bearing.cosine, bearing.contrast, bearing.shared, bearing.new)


def grounds_of(sources: Sequence[Source], embedder: Embedder) -> list[Ground]:
    """The sources with their vectors, computed in one batch."""
    texts = [visible(sentence.text) for source in sources for sentence in source.sentences]
    vectors = embedder.embed_passages(texts)
    found, start = [], 0
    for source in sources:
        end = start + len(source.sentences)
        found.append(Ground(source, vectors[start:end]))
        start = end
    return found


def bearing_of(
    text: str, language: Language, vector: NDArray[np.float32], ground: Ground, grounds: Sequence[Ground]
) -> Bearing:
    """What in a source comes nearest to a claim whose vector is given."""
    cosines = ground.vectors @ vector
    first = int(np.argmax(cosines))
    sentences, best = ground.source.sentences[first : first + 1], float(cosines[first])
    for second in range(len(ground.vectors) - 1):
        both = ground.vectors[second] + ground.vectors[second + 1]
        together = float(both @ vector / np.linalg.norm(both))
        if together > best and _are_adjacent(*ground.source.sentences[second : second + 2]):
            sentences, best = ground.source.sentences[second : second + 2], together
    everything = np.concatenate([one.vectors for one in grounds]) @ vector
    same = language == ground.language
    wanted = content_stems(text, language)
    held = content_stems(
        " ".join(one.text for one in sentences) if same else _translated(ground, language), language
    )
    known = (
        content_stems(f"{_translated(ground, language)} {ground.source.text}", language) if same else wanted
    )
    return Bearing(
        sentences=sentences,
        nearest=ground.source.sentences[first],
        same_language=same,
        cosine=best,
        contrast=best - float(everything.mean()),
        shared=len(wanted & held) / len(wanted) if wanted else 0.0,
        new=float(min(len(wanted - known), _MOST_NEW)),
    )


def _are_adjacent(one: Sentence, other: Sentence) -> bool:
    """Whether nothing that was taken out stands between two sentences."""
    return not any(character.isalpha() for character in one.passage.text[one.end : other.start])


def _translated(ground: Ground, language: Language) -> str:
    """The only words that there are of a document in every language."""
    document = ground.source.document
    return f"{document.title.get(language)} {document.summary.get(language)}"
