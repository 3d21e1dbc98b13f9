"""Precedents: as whoever judges likeness finds them, or by search.

By search they are near initiatives whose title the project's own words hold for the most part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Language
from corpus.project import Project
from corpus.text import format_list, translate
from retrieval.answering.quoting import without_markup
from retrieval.errors import IndexUnusable
from retrieval.index.analysis import words
from retrieval.portfolio.college.seams import Precedent
from retrieval.portfolio.related import shared_words, stems_of
from retrieval.query.query import MAX_CHARACTERS
from retrieval.query.understanding import understand
from retrieval.search.search import Searcher

_REASONS = 2
_READ = 12  # near initiatives among which those on the subject are looked for


class Reason(Protocol):
    """Why something is like a project."""

    @property
    def text(self) -> str: ...  # noqa: D102


class Likeness(Protocol):
    """An initiative that is like a project."""

    @property
    def document(self) -> Document: ...  # noqa: D102
    @property
    def reasons(self) -> Sequence[Reason]: ...  # noqa: D102


class Similar(Protocol):
    """Finds what is like a project."""

    def to_project(
        self, project: Project, caller: Caller, *, language: Language, limit: int
    ) -> Sequence[Likeness]:
        """Best first, among what the caller may read; nothing where nothing is near. Raises IndexUnusable."""
        ...


@dataclass(frozen=True)
class LikePrecedents:
    """Takes them from a judge of likeness."""

    similar: Similar

    def of(self, project: Project, caller: Caller, language: Language, *, limit: int) -> Sequence[Precedent]:
        """The nearest first, each with its two weightiest reasons; none while there is no index."""
        try:
            found = self.similar.to_project(project, caller, language=language, limit=limit)
        except IndexUnusable:
            return ()
        return [
            Precedent(one.document, tuple(reason.text for reason in one.reasons[:_REASONS])) for one in found
        ]


@dataclass(frozen=True)
class NearPrecedents:
    """Looks among the initiatives that a caller may read."""

    searcher: Searcher

    def of(self, project: Project, caller: Caller, language: Language, *, limit: int) -> Sequence[Precedent]:
        """The nearest first; none while there is no index."""
        query = understand(
            project.text[:MAX_CHARACTERS],
            filters=Filters(kind=("initiative",)),
            language=project.language,
            infer=False,
        )
        try:
            hits = self.searcher.search(query, caller, limit=_READ, facets=False).hits
            frequency = self.searcher.frequency(caller)
        except IndexUnusable:
            return ()
        held = stems_of(project.text)
        found = []
        for hit in hits:
            title = hit.document.title.get(project.language)
            shared = shared_words(title, project.language, held, frequency, aside=_place_words(hit.document))
            if shared and hit.document.id != project.document_id:
                said = format_list([f"« {without_markup(word)} »" for word in shared[:3]], language)
                reason = translate(language, "même sujet\u00a0: {words}", words=said)
                found.append(Precedent(hit.document, (reason,)))
        return found[:limit]


def _place_words(document: Document) -> frozenset[str]:
    """Words of its places and owner: to share a town is to share no subject."""
    fields = document.initiative
    assert fields is not None
    names = [fields.municipality, fields.province, fields.region, fields.lead]
    texts = [text for name in names if name for text in ((name,) if isinstance(name, str) else name)]
    return frozenset(word.casefold() for text in texts for word in words(text))
