"""Open questions asked again of a catalogue that has changed.

They are asked as an anonymous reader: a gap is closed by what everybody may read, and by nothing else could a
coordinator learn of a document that is not theirs. In bounded batches: each question that was asked is noted, so
that what is left, or was interrupted, goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.access import ANONYMOUS
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.answerer import Answerer
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.search.search import Searcher
from retrieval.state.gaps import Counts, Gaps, Pending

_TOGETHER = 32  # questions embedded at once


@dataclass(frozen=True)
class AskedAgain:
    """What one run did; `left` still wait for the present catalogue."""

    asked: int = 0
    answered: int = 0
    reopened: int = 0
    left: int = 0


class AskingAgain:
    """Asks the open questions again, one process at a time."""

    def __init__(
        self,
        gaps: Gaps,
        answerer: Answerer,
        searcher: Searcher,
        catalogue: Catalogue,
        vectors: QuestionVectors,
        lock_path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`answerer` should quote, not write: only whether there is an answer matters here."""
        self._gaps = gaps
        self._answerer = answerer
        self._searcher = searcher
        self._catalogue = catalogue
        self._vectors = vectors
        self._lock_path = lock_path
        self._clock = clock

    def run(self, *, most: int = 200, seconds: float = 30.0) -> AskedAgain:
        """Ask at most so many, for about so long; nothing where another process is asking.

        Raises IndexUnusable, CatalogueError, EmbeddingError, StateUnavailable.
        """
        try:
            with FileLock(self._lock_path, timeout=0):
                return self._run(most, self._clock() + seconds)
        except Timeout:
            return AskedAgain(left=self._gaps.count_pending(self._asked_of()))

    def _run(self, most: int, end: float) -> AskedAgain:
        self._gaps.forget_expired()
        if self._gaps.counts() == Counts(0, 0):
            return AskedAgain()  # without opening the index
        reopened = self._reopen()
        asked_of = self._asked_of()
        pending = self._gaps.pending(asked_of, most)
        asked = answered = 0
        for start in range(0, len(pending), _TOGETHER):
            some = pending[start : start + _TOGETHER]
            if self._clock() >= end:
                break
            self._vectors.of([gap.text for gap in some])  # together, so that each one is remembered below
            for gap in some:
                if self._clock() >= end:
                    break
                found = self._answers(gap)
                self._gaps.asked_again(gap.id, asked_of, found)
                asked, answered = asked + 1, answered + bool(found)
        return AskedAgain(asked, answered, reopened, self._gaps.count_pending(asked_of))

    def _answers(self, gap: Pending) -> Sequence[str]:
        """The documents that answer a question now; after an answer that did not help, only with a new one."""
        answer = self._answerer.answer(gap.text, ANONYMOUS, language=gap.language)
        if answer.outcome is not Outcome.ANSWERED:
            return ()
        documents = _documents_of(answer)
        return documents if not gap.judged or set(documents) - gap.judged else ()

    def _reopen(self) -> int:
        """Open again what was answered by documents of which none is left for everybody to read."""
        answers = self._gaps.answers()
        readable = self._catalogue.documents({one for ids in answers.values() for one in ids}, ANONYMOUS)
        gone = [identifier for identifier, ids in answers.items() if not readable.keys() & set(ids)]
        if gone:
            self._gaps.reopen(gone)
        return len(gone)

    def _asked_of(self) -> str:
        """The state of the catalogue that is searched in: that of the newest index."""
        manifest = self._searcher.generation.manifest
        return f"{manifest.catalogue}:{manifest.revision}"


def _documents_of(answer: Answer) -> tuple[str, ...]:
    cited = tuple(dict.fromkeys(citation.document_id for citation in answer.citations))
    return cited or (answer.figures.document_ids if answer.figures else ())
