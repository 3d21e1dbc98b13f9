"""What speaks for a sentence as the answer to a question: one row of numbers a sentence.

Cosines of the encoder lie in a narrow band that moves from question to question, so each is told relative to the
best one of the same question. Nothing here calls a model: the vectors of sentences are made when documents are read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language
from retrieval.answering.asked import Aspect, aspects_of, parts_of
from retrieval.answering.citations import Sentence
from retrieval.index.analysis import is_stop_word, stem, words
from retrieval.query.folding import fold
from retrieval.search.results import Hit

Matrix = NDArray[np.float64]

TRAITS = (
    # nearness to the whole question
    "cosine",  # under the best sentence of all
    "cosine_in_document",  # under the best of its document
    "passage",  # best sentence of the same passage, under the best of all
    "document",  # best sentence of the same document, under the best of all
    # the document
    "total",  # fused score, under the first one's
    "total_gap",  # for the first document: how far the second one is behind
    "first",  # 1 for the first document
    "later",  # logarithm of the rank
    # what the sentence says and where it stands
    "words_beside_title",  # weight of the question's words that it holds and the title does not
    "names",  # names of the question
    "not_shown",  # 1 when something is asked that can be seen (a number, a date) and none of it is
    "other_section",  # 1 when what is asked has its heading, and this is not it
    "names_somebody",  # 1 when who or where is asked and the sentence holds a name
    "left_unknown",  # 1 when it says that something is not known
    "length",
    "short",
    "leads",  # 1 for the first sentence of its passage
    "opens",  # 1 for the first sentence of its document
    "refers_back",  # begins with a pronoun
    "has_figure",
    "projects_section",
    "data_section",
    "own_passage",  # the passage that the search found nearest
    # the part of the question to which it is nearest
    "part",  # cosine, under the best sentence of all
    "part_in_document",  # under the best of its document
    "parts_in_document",  # the same, the mean of all parts
    "part_shown",  # share of what is asked that the sentence shows
    "part_section",  # share of what is asked that belongs under the heading
    "part_words",  # weight of the part's words that it holds and the title does not
    # what people ask of the sentence
    "asked",  # cosine with the nearest question that it answers, under the best of all
    "asked_in_document",  # under the best of its document
    "asked_part",  # the part of the question that is nearest to one, under the best of all
    "asked_part_in_document",  # under the best of its document
    "never_asked",  # 1 when no question is known that it answers
    # nearness to the question moved towards sentences that answer
    "answering",  # under the best sentence of all
    "answering_in_document",  # under the best of its document
    "answering_part",  # the part that is nearest, under the best of all
    "answering_part_in_document",  # under the best of its document
)
NOBODY_ASKS = -1.0  # the cosine of a sentence of which no question is known
_FAR = -0.3  # under the best: as far as a sentence counts of which nobody asks

_LEFT_UNKNOWN = re.compile(
    r"\b(?:n'(?:est|sont|a|ont|y|en|indique|est-il|explique|evoque|avance|apparai\w+)|ne) .{0,60}?\b(?:pas|aucune?s?|ni|jamais)\b.{0,40}\b(?:precise\w*|connue?s?"
    r"|donnee?s?|indique\w*|dite?s?|citee?s?|mentionn\w+|detaille\w*|chiffr\w+|decrit\w*|publie\w*|date\w*|nomme\w*|rapporte\w*"
    r"|figure\w*|evoque\w*|soulevee?s?|renseigne\w*|observable\w*|fourni\w*|communique\w*|explique\w*|expose\w*|abord\w+)\b"
    r"|\b(?:ne|n') ?(?:\w+ )?(?:precise|dit|donne|cite|mentionne|figure|detaille|livre|nomme|chiffre|parle|indique|decrit|rapporte|fournit|publie"
    r"|evoque|apparait|connait)\w* (?:pas|aucun|ni|rien|nulle)\b"
    r"|\b(?:reste(?:nt)?|demeure(?:nt)?|sont|est) (?:\w+ )?(?:inconnue?s?|absente?s?|muette?s?|tue?s?)\b"
    r"|\baucune?s? (?:\w+ ){0,3}(?:n'est|n'accompagne|n'a ete|ne)\b|\brien n'est dit\b|\bsans (?:date|chiffre|montant) (?:connue?|precise)\b"
    r"|\b(?:not|is|are) (?:\w+ )?(?:known|stated|given|specified|mentioned|reported|published|unknown)\b.{0,10}$"
    r"|\b(?:niet|nicht) (?:\w+ )?(?:vermeld|bekend|gekend|gegeven|genannt|bekannt|angegeben|erwahnt)\b"
)
_REFERS_BACK = re.compile(
    r"(?:il|elle|ils|elles|ce|cela|ceci|cet|cette|ces|c'est|celui|celle|ceux|celles|on|en|y|leur|leurs|son|sa|ses|la|le meme|ici"
    r"|hij|zij|ze|het|dit|dat|deze|er|es|sie|dies\w*|it|they|this|these|that|those) "
)
_NAME_INSIDE = re.compile(r"(?<=[\w,;:»)] )(?:l'|d')?[A-ZÀ-ÖØ-Þ][\w'’-]+")
_PROJECTS = re.compile(r"\bprojets? concern")
_DATA = re.compile(r"\bdonnees produites")
_SHORT = 40  # characters
_RARE = 20_000  # texts, about: the weight of a word is the logarithm of this over its frequency


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer, with the rank of its document among the hits."""

    rank: int
    hit: Hit
    sentence: Sentence


@dataclass(frozen=True)
class Nearness:
    """Cosines of sentences, all of shape (candidates, 1 + parts): the whole question, then each of its parts.

    `asked` are those of the nearest question that a sentence answers, or NOBODY_ASKS; `answering` those of sentences
    with the question moved towards what answers it.
    """

    sentence: Matrix
    asked: Matrix
    answering: Matrix


@dataclass(frozen=True)
class Wanted:
    """What one question, or one part of it, looks for in sentences."""

    weights: tuple[tuple[frozenset[str], float], ...]  # a word's stems in the four languages, its weight
    names: frozenset[str]
    aspects: tuple[Aspect, ...]

    @classmethod
    def read(cls, text: str, frequency: Callable[[str], int]) -> Wanted:
        """From a question; `frequency` counts a word in the index."""
        kept = list(dict.fromkeys(word for word in words(text) if _carries_subject(word)))
        weights = tuple(
            (
                frozenset(stem(word, language) for language in LANGUAGES),
                max(math.log(_RARE / (1 + frequency(word))), 0.5),
            )
            for word in kept
        )
        names = frozenset(fold(word) for word in kept if word[:1].isupper() and not text.startswith(word))
        return cls(weights, names, aspects_of(text))

    def held_by(self, stems: frozenset[str], title: frozenset[str]) -> float:
        """Share of the weight of its words that a sentence holds beside its title."""
        held = sum(
            weight for some, weight in self.weights if not some.isdisjoint(stems) and some.isdisjoint(title)
        )
        return held / self._total if self._total else 0.0

    def shown_in(self, folded: str) -> float | None:
        """Share of what is asked, as far as it can be seen, that a sentence shows; None when nothing can."""
        visible = self._visible
        return sum(bool(one.search(folded)) for one in visible) / len(visible) if visible else None

    def belongs_under(self, heading: str) -> float | None:
        """Share of what is asked, as far as it has headings of its own, that belongs under this one."""
        headed = self._headed
        return sum(bool(one.search(heading)) for one in headed) / len(headed) if headed else None

    # the same for each of a hundred sentences

    @cached_property
    def _total(self) -> float:
        return sum(weight for _, weight in self.weights)

    @cached_property
    def _visible(self) -> tuple[re.Pattern[str], ...]:
        return tuple(aspect.shown for aspect in self.aspects if aspect.shown)

    @cached_property
    def _headed(self) -> tuple[re.Pattern[str], ...]:
        return tuple(aspect.section for aspect in self.aspects if aspect.section)


@dataclass(frozen=True)
class Question:
    """A question as sentences are compared with it: whole, and each of its parts."""

    whole: Wanted
    parts: tuple[Wanted, ...]

    @classmethod
    def read(cls, text: str, frequency: Callable[[str], int]) -> Question:
        """From its words."""
        parts = tuple(Wanted.read(part, frequency) for part in parts_of(text))
        return cls(Wanted.read(text, frequency), parts)


def traits_of(question: Question, candidates: Sequence[Candidate], nearness: Nearness) -> Matrix:
    """One row a candidate, one column a trait."""
    cosines, parts = nearness.sentence[:, 0], nearness.sentence[:, 1:]
    documents = np.array([one.rank for one in candidates])
    passages = np.unique([one.sentence.passage.id for one in candidates], return_inverse=True)[1]
    best, of_document = cosines.max(), _best_of(cosines, documents)
    near = parts - parts.max(axis=0)
    near_in_document = parts - np.stack([_best_of(column, documents) for column in parts.T], axis=1)
    totals = {one.rank: one.hit.score.total for one in candidates}
    top = totals.get(0, max(totals.values()))
    gap = min(top - totals.get(1, top), 3.0)
    said = [
        _said(question, one, row == 0 or passages[row] != passages[row - 1])
        for row, one in enumerate(candidates)
    ]
    columns = [
        cosines - best,
        cosines - of_document,
        _best_of(cosines, passages) - best,
        of_document - best,
        np.maximum([one.hit.score.total - top for one in candidates], -4.0),
        np.where(documents == 0, gap, 0.0),
        documents == 0,
        np.log1p(documents),
        *np.array(said).T[:15],
        near.max(axis=1),
        near_in_document.max(axis=1),
        near_in_document.mean(axis=1),
        *np.array(said).T[15:],
        *_asked_columns(nearness.asked, documents),
        *_answering_columns(nearness.answering, documents),
    ]
    table: Matrix = np.stack(columns, axis=1).astype(np.float64)
    return table


def _asked_columns(asked: Matrix, documents: NDArray[np.int64]) -> list[Matrix]:
    """What people ask of each sentence, compared with the question and with its parts."""
    never = asked[:, 0] <= NOBODY_ASKS
    under = np.maximum(asked - asked.max(axis=0), _FAR)
    in_document = np.maximum(
        asked - np.stack([_best_of(column, documents) for column in asked.T], axis=1), _FAR
    )
    in_document[never] = _FAR
    under[never] = _FAR
    return [
        under[:, 0],
        in_document[:, 0],
        under[:, 1:].max(axis=1),
        in_document[:, 1:].max(axis=1),
        never.astype(np.float64),
    ]


def _answering_columns(answering: Matrix, documents: NDArray[np.int64]) -> list[Matrix]:
    """The question and its parts, moved towards sentences, compared with each sentence."""
    under = answering - answering.max(axis=0)
    in_document = answering - np.stack([_best_of(column, documents) for column in answering.T], axis=1)
    return [under[:, 0], in_document[:, 0], under[:, 1:].max(axis=1), in_document[:, 1:].max(axis=1)]


def prepare(text: str, language: Language) -> None:
    """Read a sentence before it is asked about: what is the same for every question is kept."""
    _read(text, language)


def left_unknown(text: str) -> bool:
    """Whether a sentence says that something is not known."""
    return bool(_LEFT_UNKNOWN.search(fold(text)))


def _said(question: Question, one: Candidate, leads: bool) -> list[float]:
    document, passage, text = one.hit.document, one.sentence.passage, one.sentence.text
    plain = _read(text, document.language)
    title = _stems(document.title.get(document.language), document.language)
    heading = fold(passage.section)
    whole = question.whole
    asks_name = any(aspect.name in {"who", "where"} for aspect in whole.aspects)
    return [
        whole.held_by(plain.stems, title),
        float(min(sum(name in plain.folded for name in whole.names), 2)),
        float(whole.shown_in(plain.folded) == 0.0),
        float(whole.belongs_under(heading) == 0.0),
        float(asks_name and plain.has_name),
        float(plain.left_unknown),
        min(len(text) / 200.0, 1.5),
        float(len(text) < _SHORT),
        float(leads),
        float(passage.id.endswith(":1") and one.sentence.start == 0),
        float(plain.refers_back),
        float(plain.has_figure),
        float(bool(_PROJECTS.search(heading))),
        float(bool(_DATA.search(heading))),
        float(passage.id == one.hit.passage.id),
        max(part.shown_in(plain.folded) or 0.0 for part in question.parts),
        max(part.belongs_under(heading) or 0.0 for part in question.parts),
        max(part.held_by(plain.stems, title) for part in question.parts),
    ]


@dataclass(frozen=True)
class _Plain:
    folded: str
    stems: frozenset[str]
    has_figure: bool
    has_name: bool
    left_unknown: bool
    refers_back: bool


@lru_cache(maxsize=20_000)
def _read(text: str, language: Language) -> _Plain:
    folded = fold(text)
    return _Plain(
        folded,
        _stems(text, language),
        any(character.isdigit() for character in text),
        bool(_NAME_INSIDE.search(text)),
        bool(_LEFT_UNKNOWN.search(folded)),
        bool(_REFERS_BACK.match(folded)),
    )


@lru_cache(maxsize=20_000)
def _stems(text: str, language: Language) -> frozenset[str]:
    return frozenset(found for word in words(text) if (found := stem(word, language)))


def _carries_subject(word: str) -> bool:
    return not any(is_stop_word(word, language) for language in LANGUAGES)


def _best_of(values: Matrix, groups: NDArray[np.int64]) -> Matrix:
    """For each value the greatest of its group."""
    best = np.full(int(groups.max()) + 1, -np.inf)
    np.maximum.at(best, groups, values)
    found: Matrix = best[groups]
    return found
