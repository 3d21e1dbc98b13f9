"""The gap board: open questions by meaning, most asked first, with the nearest documents.

Its texts are what people typed: only callers for whom `corpus.access.may_read_gaps` holds get them (the doors see to
it); documents are those that the caller may read.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.access import Caller
from corpus.models import Document, Language
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.errors import EmbeddingError
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.errors import IndexUnusable
from retrieval.gaps.grouping import MAPPED, PLAIN, grouped
from retrieval.gaps.vectors import embed_missing
from retrieval.search.search import Searcher
from retrieval.state.gaps import Gap, Gaps

_NEAREST = 3
_MOST_REASONS = 20
_EMBEDDED_A_LOOK = 64  # some two seconds: the rest stands alone until the next look
_log = logging.getLogger(__name__)


class State(StrEnum):
    """Whether a group still waits for an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    ALL = "all"


@dataclass(frozen=True)
class Group:
    """Wordings of one question; the first is said for all of them."""

    id: int
    wordings: tuple[Gap, ...]
    answered_by: tuple[Document, ...]
    nearest: tuple[Document, ...]

    @property
    def said(self) -> Gap:
        """The wording that is said for all."""
        return self.wordings[0]

    @property
    def state(self) -> State:
        """Open as long as one of its wordings is."""
        return _state(self.wordings)

    @property
    def count(self) -> int:
        """How often it was asked."""
        return _count(self.wordings)

    @property
    def outcomes(self) -> dict[str, int]:
        """What its askings led to, the commonest first."""
        total: Counter[str] = Counter()
        for gap in self.wordings:
            total.update(gap.outcomes)
        return dict(total.most_common())

    @property
    def languages(self) -> dict[Language, int]:
        """How often it was asked in each language, the commonest first."""
        total: Counter[Language] = Counter()
        for gap in self.wordings:
            total[gap.language] += gap.count
        return dict(total.most_common())

    @property
    def first(self) -> date:
        """The day on which it was first asked."""
        return min(gap.first for gap in self.wordings)

    @property
    def last(self) -> date:
        """The day on which it was last asked."""
        return _last(self.wordings)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why answers did not help, as far as a reader may want to know."""
        return tuple(reason for gap in self.wordings for reason in gap.reasons)[:_MOST_REASONS]


@dataclass(frozen=True, order=True)
class Place:
    """Where a group stands on the board: after those that were asked oftener, or later."""

    count: int  # negative
    last: int  # day, negative
    id: int


@dataclass(frozen=True)
class BoardPage:
    """Some groups, how many there are, and the place of the last one where more follow."""

    groups: tuple[Group, ...]
    total: int
    next: Place | None


@dataclass(frozen=True)
class _Partition:
    """Which wordings belong together, by id, and what that was decided from."""

    of: tuple[object, ...]
    ids: tuple[tuple[int, ...], ...]


class Board:
    """Groups the gaps when they are looked at; their vectors are kept, so that it costs little."""

    def __init__(
        self, gaps: Gaps, vectors: QuestionVectors, searcher: Searcher, catalogue: Catalogue
    ) -> None:
        self._gaps = gaps
        self._vectors = vectors
        self._searcher = searcher
        self._catalogue = catalogue
        self._partition = _Partition((), ())

    def page(
        self,
        caller: Caller,
        language: Language,
        *,
        state: State = State.OPEN,
        after: Place | None = None,
        limit: int = 20,
    ) -> BoardPage:
        """The groups that follow a place; each is said in `language` where somebody asked it so.

        Raises StateUnavailable, CatalogueError.
        """
        self._embed_missing()
        groups = [group for group in self._grouped() if state in (State.ALL, _state(group))]
        groups.sort(key=_place)
        following = [group for group in groups if after is None or _place(group) > after]
        shown = following[:limit]
        return BoardPage(
            tuple(self._shown(group, caller, language) for group in shown),
            len(groups),
            _place(shown[-1]) if len(following) > limit else None,
        )

    def _grouped(self) -> list[list[Gap]]:
        """Grouped anew only where a wording came, went or got its vector: nothing else decides."""
        space = self._vectors.space
        gaps = {gap.id: gap for gap in self._gaps.all(space)}
        of = (space, *((gap.id, gap.vector is not None) for gap in gaps.values()))
        partition = self._partition  # another thread may exchange it meanwhile
        if partition.of != of:
            groups = grouped(list(gaps.values()), MAPPED if self._vectors.is_mapped else PLAIN)
            partition = _Partition(of, tuple(tuple(gap.id for gap in group) for group in groups))
            self._partition = partition
        return [[gaps[identifier] for identifier in ids] for ids in partition.ids]

    def _embed_missing(self) -> None:
        try:
            embed_missing(self._gaps, self._vectors, most=_EMBEDDED_A_LOOK)
        except EmbeddingError as error:
            _log.warning("some open questions are not grouped: %s", error)

    def _shown(self, group: Sequence[Gap], caller: Caller, language: Language) -> Group:
        wordings = sorted(group, key=lambda gap: (gap.language != language, -gap.count, gap.id))
        answers = dict.fromkeys(one for gap in wordings for one in gap.answered_by)
        found = self._catalogue.documents(answers, caller)
        return Group(
            id=group[0].id,
            wordings=tuple(wordings),
            answered_by=tuple(found[one] for one in answers if one in found),
            nearest=self._nearest(wordings[0], caller),
        )

    def _nearest(self, gap: Gap, caller: Caller) -> tuple[Document, ...]:
        if gap.vector is None:
            return ()
        try:
            return self._searcher.nearest(gap.vector, caller, limit=_NEAREST)
        except IndexUnusable:  # the board says what is asked even while there is no index
            return ()


def _state(gaps: Sequence[Gap]) -> State:
    return State.ANSWERED if all(gap.answered_by for gap in gaps) else State.OPEN


def _count(gaps: Sequence[Gap]) -> int:
    return sum(gap.count for gap in gaps)


def _last(gaps: Sequence[Gap]) -> date:
    return max(gap.last for gap in gaps)


def _place(group: Sequence[Gap]) -> Place:
    return Place(-_count(group), -_last(group).toordinal(), group[0].id)
