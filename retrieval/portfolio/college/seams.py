"""What a note asks of others: which initiatives came before, and what the law asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus.access import Caller
from corpus.models import Document, Language
from corpus.project import Project


@dataclass(frozen=True)
class Precedent:
    """An initiative that is like a project, and why, in the reader's language."""

    document: Document
    reasons: tuple[str, ...]


class Precedents(Protocol):
    """Initiatives that came before."""

    def of(self, project: Project, caller: Caller, language: Language, *, limit: int) -> Sequence[Precedent]:
        """Those that the caller may read, the nearest first; none where nothing is like the project."""
        ...


class Obligation(Protocol):
    """One article and how it stands; `state` is shown, not_shown, ask_dpo or not_applicable."""

    @property
    def document_id(self) -> str:
        """The law sheet."""
        ...

    @property
    def because(self) -> str:
        """What brings it up."""
        ...

    @property
    def state(self) -> str:
        """How it stands."""
        ...

    @property
    def certainty(self) -> str:
        """`asserted`, or `to_check` where it is only a question whether the article applies."""
        ...

    @property
    def due(self) -> date | None:
        """The day from which it applies or by which it must be done."""
        ...


class Obligations(Protocol):
    """What the law asks of a project."""

    def check(self, project: Project, caller: Caller, language: Language) -> Sequence[Obligation]:
        """One row an article, those that apply first."""
        ...
