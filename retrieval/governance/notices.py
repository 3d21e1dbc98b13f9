"""What is to be told to whom about a fiche; part of the transaction of what happened, so that neither is without the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from corpus.access import Caller, Role
from corpus.fiche_life import Step
from corpus.fiche_rights import may_decide
from retrieval.catalogue.governance_tables import notices, submission_versions
from retrieval.catalogue.inserting import insert_if_new
from retrieval.governance import moments
from retrieval.governance.directory import callers_with
from retrieval.governance.fiches import Submission


class NoticeKind(StrEnum):
    """What happened."""

    SUBMITTED = "fiche_submitted"
    REVIEW_STARTED = "review_started"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "fiche_published"
    WITHDRAWN = "fiche_withdrawn"
    COMMENTED = "fiche_commented"
    FRESHNESS = "freshness_request"
    DIGEST = "watch_digest"


_TOLD_TO_OWNERS = {
    Step.START_REVIEW: NoticeKind.REVIEW_STARTED,
    Step.REQUEST_CHANGES: NoticeKind.CHANGES_REQUESTED,
    Step.PUBLISH: NoticeKind.PUBLISHED,
    Step.WITHDRAW: NoticeKind.WITHDRAWN,
}


def put_notice(
    connection: Connection,
    to: Caller,
    kind: NoticeKind,
    subject: str,
    *,
    once: str,
    at: datetime,
    not_before: datetime | None = None,
    documents: Iterable[str] = (),
) -> bool:
    """Put a notice in the outbox unless the same was put there before; whether it is new."""
    row = {
        "person_id": to.person,
        "organisation_id": to.organisation,
        "kind": kind.value,
        "subject": subject,
        "documents": " ".join(documents),
        "once": once[:200],
        "created_at": moments.written(at),
        "not_before": moments.written(not_before or at),
        "attempts": 0,
    }
    return insert_if_new(connection, notices, row)


def tell_of_step(
    connection: Connection, submission: Submission, step: Step, by: Caller, *, at: datetime
) -> None:
    """Tell the reviewers of what was submitted, and the owners of each step of a review."""
    once = f"{step.value}:{submission.id}:{submission.version}"
    if step is Step.SUBMIT:
        told, kind = reviewers_of(connection, submission), NoticeKind.SUBMITTED
    elif step in _TOLD_TO_OWNERS:
        told, kind = owners_of(connection, submission), _TOLD_TO_OWNERS[step]
    else:
        return
    for caller in _others(told, by):
        put_notice(connection, caller, kind, submission.id, once=once, at=at)


def tell_of_comment(
    connection: Connection, submission: Submission, comment: int, by: Caller, *, at: datetime
) -> None:
    """Tell the owners, and the reviewers who have taken a step."""
    took_part = select(submission_versions.c.person_id).where(
        submission_versions.c.submission_id == submission.id
    )
    active = set(connection.execute(took_part).scalars())
    reviewers = [one for one in reviewers_of(connection, submission) if one.person in active]
    for caller in _others([*owners_of(connection, submission), *reviewers], by):
        once = f"comment:{submission.id}:{comment}"
        put_notice(connection, caller, NoticeKind.COMMENTED, submission.id, once=once, at=at)


def owners_of(connection: Connection, submission: Submission) -> list[Caller]:
    """The author; where there is none any more, everybody who may write the fiche."""
    writers = callers_with(
        connection, Role.CONTRIBUTOR, Role.COORDINATOR, organisation=submission.organisation
    )
    author = [one for one in writers if one.person == submission.author]
    return author or writers


def reviewers_of(connection: Connection, submission: Submission) -> list[Caller]:
    """The coordinators who may decide on it; where nobody answers for its place and theme, the administrators."""
    coordinators = [one for one in callers_with(connection, Role.COORDINATOR) if may_decide(one, submission)]
    return coordinators or callers_with(connection, Role.ADMINISTRATOR)


def _others(callers: Iterable[Caller], by: Caller) -> list[Caller]:
    """Each person once, without the one who did it."""
    once: dict[str | None, Caller] = {}
    for caller in callers:
        once.setdefault(caller.person, caller)
    return [caller for person, caller in once.items() if person is not None and person != by.person]
