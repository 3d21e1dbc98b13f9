"""What a short description means where its words are not those of any sign, by its nearness to described situations.

Vectors of texts in one language lie nearer to each other than to those of the same meaning in another. So the mean of each
language is taken off first; what is left compares meanings across languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Frozen, Language
from corpus.project import Project
from corpus.sentences import sentence_spans
from retrieval.checklist.negation import Absences
from retrieval.checklist.situation import Mention
from retrieval.embedding.question_vectors import QuestionVectors

Vectors = NDArray[np.float32]

_LONGEST = 1_500  # characters; a longer text says the same thing in several ways, and one of them is known
_NEAREST = 0.32  # of the nearest situation; at 0.26 as many wrong articles as necessary ones are added
_NEAR = 0.40  # of any other
_MOST_SENTENCES = 12
# Devices, and uses that the law restricts: a description that has them says so. By meaning alone they were wrong more often than right.
_NEVER_IMPLIED = frozenset(
    {
        "drone",
        "facial",
        "biometrics",
        "dumping",
        "scan_car",
        "low_emission_zone",
        "hiring",
        "ia_decision",
        "profiling",
    }
)
_DATA = re.compile(
    r"\b(?:donnees?|mesures?|gegevens|metingen|daten|messungen|messdaten|data|measurements?)\b"
)


class Example(Frozen):
    """A described situation and the signs that it conveys."""

    signs: tuple[str, ...]
    language: Language
    text: str


@dataclass(frozen=True)
class _Space:
    """The vectors of the situations, their language's mean taken off, and those means."""

    vectors: Vectors  # shape (examples, dimension), of length 1
    means: Mapping[Language, Vectors]

    def placed(self, vectors: Vectors, language: Language) -> Vectors:
        """Vectors of texts in a language, as they compare with the situations."""
        return _unit(vectors - self.means[language])


class Topics:
    """Compares descriptions with situations; made for the embedder of which the questions' map was made."""

    def __init__(self, vectors: QuestionVectors) -> None:
        self._vectors = vectors

    def implied(self, project: Project) -> tuple[tuple[str, Mention], ...]:
        """The signs that a short description conveys, each with the sentence nearest to the situation that has it.

        None for a long one, and with another embedder than the bundled one. Raises EmbeddingError.
        """
        text = project.text.strip()
        if not 0 < len(text) <= _LONGEST or not self._vectors.is_mapped:
            return ()
        whole = self._space.placed(self._vectors.of([text]), project.language)[0]
        near = [one for one in _chosen(self._space.vectors @ whole) if examples()[one].signs]
        if not near:
            return ()
        sentences = [text[start:end] for start, end in sentence_spans(text)][:_MOST_SENTENCES] or [text]
        placed = self._space.placed(self._vectors.of(sentences), project.language)
        found: dict[str, Mention] = {}
        for position in near:
            told = int(np.argmax(placed @ self._space.vectors[position]))
            for sign in examples()[position].signs:
                if sign in _NEVER_IMPLIED or _says_no_data(sentences[told]):
                    continue
                found.setdefault(sign, Mention(sentences[told]))
        return tuple(found.items())

    @cached_property
    def _space(self) -> _Space:
        vectors = self._vectors.of([example.text for example in examples()])
        spoken = np.array([example.language for example in examples()])
        means: dict[Language, Vectors] = {
            language: vectors[spoken == language].mean(axis=0) for language in LANGUAGES
        }
        taken_off = np.stack(
            [vector - means[language] for vector, language in zip(vectors, spoken, strict=True)]
        )
        return _Space(_unit(taken_off), means)


def _says_no_data(sentence: str) -> bool:
    """Whether a sentence says that there are no data or measures: it is like sentences on what it denies."""
    absences = Absences.of(sentence)
    return any(absences.denies(match.span()) for match in _DATA.finditer(absences.folded))


def _chosen(near: Vectors) -> list[int]:
    """The situations that are near enough, the nearest first."""
    order = [int(position) for position in np.argsort(-near)]
    first = [order[0]] if near[order[0]] >= _NEAREST else []
    return first + [position for position in order[1:4] if near[position] >= _NEAR]


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


@cache
def examples() -> tuple[Example, ...]:
    """The situations that ship; read once a process."""
    text = (resources.files("retrieval.checklist") / "topics.yaml").read_text("utf-8")
    return tuple(
        Example(signs=tuple(one["signs"].split()), language=one["language"], text=one["text"])
        for one in yaml.load(text, Loader=yaml.CSafeLoader)
    )
