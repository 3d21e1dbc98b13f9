"""What is read of fiches in the making: the fiche as it is, its versions, comments, and how versions differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from corpus.drafts import Draft
from corpus.fiche_life import FicheState, Step
from retrieval.governance import moments


@dataclass(frozen=True)
class Submission:
    """A fiche in the making, or one that was published and is kept up from here. Its id is its document's."""

    id: str
    organisation: str
    author: str | None
    state: FicheState
    version: int  # one more with every step: what a caller who changes something must have read
    published_version: int | None  # the one that is in the catalogue
    was_submitted: bool
    updated_at: datetime
    draft: Draft

    @cached_property
    def terms(self) -> Mapping[str, tuple[str, ...]]:
        """Places and themes."""
        return self.draft.terms

    @property
    def in_catalogue(self) -> bool:
        """Whether a version of it is a document."""
        return self.published_version is not None


@dataclass(frozen=True)
class Change:
    """A field that a version has otherwise than the one before it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Version:
    """A state that was saved. `by` is None for who was forgotten, or is no person."""

    version: int
    step: Step
    state: FicheState
    by: str | None
    at: datetime
    reason: str
    draft: Draft
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Comment:
    """What somebody said of a version, or of one field of it. Without text: its author was forgotten."""

    id: int
    version: int
    field: str
    text: str
    by: str | None
    at: datetime


def changes_between(before: Draft | None, after: Draft) -> tuple[Change, ...]:
    """The fields that differ, in the order of a draft; of a first version, those that are filled in."""
    fields = Draft.model_fields
    old = before.model_dump(mode="json") if before else {name: _empty(name) for name in fields}
    new = after.model_dump(mode="json")
    return tuple(Change(name, old[name], new[name]) for name in fields if old[name] != new[name])


def _empty(name: str) -> Any:
    if name == "title":
        return ""
    default = Draft.model_fields[name].get_default()
    return list(default) if isinstance(default, tuple) else default


def submission_of(row: Any, draft: str) -> Submission:
    """From its row and the JSON of its present draft."""
    return Submission(
        id=row.id,
        organisation=row.organisation_id,
        author=row.author_id,
        state=FicheState(row.state),
        version=row.version,
        published_version=row.published_version,
        was_submitted=row.was_submitted,
        updated_at=moments.read(row.updated_at),
        draft=Draft.model_validate_json(draft),
    )


def versions_of(rows: list[Any]) -> tuple[Version, ...]:
    """From rows in their order, each with what it changed."""
    found: list[Version] = []
    former: Draft | None = None
    for row in rows:
        draft = Draft.model_validate_json(row.draft)
        found.append(
            Version(
                version=row.version,
                step=Step(row.step),
                state=FicheState(row.state),
                by=row.person_id,
                at=moments.read(row.at),
                reason=row.reason,
                draft=draft,
                changes=changes_between(former, draft),
            )
        )
        former = draft
    return tuple(found)


def comment_of(row: Any) -> Comment:
    """From its row."""
    return Comment(row.id, row.version, row.field, row.text, row.person_id, moments.read(row.at))
