"""Precedents: as whoever judges likeness finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.access import Caller
from corpus.models import Document, Language
from corpus.project import Project
from retrieval.errors import IndexUnusable
from retrieval.portfolio.college.seams import Precedent

_REASONS = 2


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
