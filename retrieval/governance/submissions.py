"""Fiches in the making: every step is one transaction that keeps a version, a line of the audit trail and its notices.

Who changes a fiche says which version they have read; when it is not the present one any more, nothing is done.
Steps that change the catalogue too are taken by `ingest.submissions`, inside the transaction that writes the document.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, true, update

from corpus.access import Caller, may_submit
from corpus.drafts import Draft
from corpus.fiche_life import FicheState, Step, after
from corpus.fiche_rights import may_see, may_take
from corpus.models import slugify
from retrieval.catalogue.governance_tables import (
    organisations,
    submission_comments,
    submission_terms,
    submission_versions,
    submissions,
)
from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments
from retrieval.governance.audit import record
from retrieval.governance.errors import ChangedMeanwhile, NoSuch, NotAllowed
from retrieval.governance.fiches import Comment, Submission, Version, comment_of, submission_of, versions_of
from retrieval.governance.notices import tell_of_comment, tell_of_step
from retrieval.governance.rights import decided_by, seen_by

LONGEST_REASON, LONGEST_COMMENT = 2_000, 5_000
_WORDS_OF_TITLE = 80  # characters of an id that come from the title
_versions, _comments = submission_versions.c, submission_comments.c
_IN_QUEUE = (FicheState.SUBMITTED, FicheState.IN_REVIEW)


@dataclass(frozen=True)
class Place:
    """Where a list of fiches goes on: after the fiche of this moment and id."""

    updated_at: str
    id: str


@dataclass(frozen=True)
class FichePage:
    """Fiches, last changed first; `next` when more follow."""

    items: tuple[Submission, ...]
    total: int
    next: Place | None


@dataclass(frozen=True)
class Published:
    """What a published fiche brings into the catalogue."""

    id: str
    organisation: str
    draft: Draft
    on: date


class Submissions:
    """Fiches in the making, as each caller may see them."""

    def __init__(self, transactions: Transactions, now: moments.Now = moments.now_utc) -> None:
        self._transactions = transactions
        self._now = now

    @property
    def today(self) -> date:
        """The day that a version made now bears."""
        return moments.day(self._now())

    # -- reading ----------------------------------------------------------------------------------

    def get(self, identifier: str, caller: Caller) -> Submission:
        """The fiche as it is; raises NoSuch where the caller may not know of it."""
        with self._transactions.reading() as connection:
            return _seen(connection, identifier, caller)

    def page(
        self,
        caller: Caller,
        *,
        states: Collection[FicheState] = (),
        queue: bool = False,
        after: Place | None = None,
        limit: int = 20,
    ) -> FichePage:
        """Fiches that the caller may see; with `queue`, those that wait for a decision that the caller may take."""
        allowed = [seen_by(caller)]
        if states:
            allowed.append(submissions.c.state.in_([state.value for state in states]))
        if queue:
            waiting = submissions.c.state.in_([state.value for state in _IN_QUEUE])
            allowed += [decided_by(caller), waiting]
        query = _with_draft().where(*allowed, _after(after))
        query = query.order_by(submissions.c.updated_at.desc(), submissions.c.id.desc()).limit(limit + 1)
        with self._transactions.reading() as connection:
            counted = select(func.count()).select_from(submissions).where(*allowed)
            total = connection.execute(counted).scalar_one()
            rows = connection.execute(query).all()
        last = rows[limit - 1] if len(rows) > limit else None
        return FichePage(
            items=tuple(submission_of(row, row.draft) for row in rows[:limit]),
            total=total,
            next=Place(last.updated_at, last.id) if last else None,
        )

    def history(self, identifier: str, caller: Caller) -> tuple[tuple[Version, ...], tuple[Comment, ...]]:
        """Every version with what it changed, and every comment, oldest first; raises NoSuch."""
        versions = select(submission_versions).where(_versions.submission_id == identifier)
        comments = select(submission_comments).where(_comments.submission_id == identifier)
        with self._transactions.reading() as connection:
            _seen(connection, identifier, caller)
            rows = list(connection.execute(versions.order_by(_versions.version)).all())
            said = connection.execute(comments.order_by(_comments.id)).all()
        return versions_of(rows), tuple(comment_of(row) for row in said)

    def published(self) -> tuple[Published, ...]:
        """What the catalogue must hold, whoever may see it; for ingest."""
        query = (
            select(submissions.c.id, submissions.c.organisation_id, _versions.draft, _versions.at)
            .join(submission_versions, _versions.submission_id == submissions.c.id)
            .where(_versions.version == submissions.c.published_version)
            .order_by(submissions.c.id)
        )
        with self._transactions.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Published(
                row.id,
                row.organisation_id,
                Draft.model_validate_json(row.draft),
                moments.day(moments.read(row.at)),
            )
            for row in rows
        )

    # -- changing ---------------------------------------------------------------------------------

    def create(self, draft: Draft, caller: Caller, *, organisation: str | None = None) -> Submission:
        """Begin a fiche, by default for the caller's organisation; raises NotAllowed, NoSuch.

        Its id is made of the title and of chance, so that it tells nobody which other documents exist.
        """
        owner = organisation or caller.organisation
        if owner is None or not may_submit(caller, owner):
            raise NotAllowed("fiches are written by contributors, for their own organisation")
        at = self._now()
        slug = slugify(draft.title)[:_WORDS_OF_TITLE].strip("-") or "fiche"
        identifier = f"{slug}-{secrets.token_hex(4)}"
        with self._transactions.writing() as connection:
            known = connection.execute(select(organisations.c.id).where(organisations.c.id == owner)).first()
            if known is None:
                raise NoSuch("organisation", owner)
            connection.execute(
                insert(submissions).values(
                    id=identifier,
                    organisation_id=owner,
                    author_id=caller.person,
                    state=FicheState.DRAFT.value,
                    version=0,
                    was_submitted=False,
                    updated_at=moments.written(at),
                )
            )
            begun = Submission(identifier, owner, caller.person, FicheState.DRAFT, 0, None, False, at, draft)
            return _saved(connection, begun, Step.CREATE, caller, draft, FicheState.DRAFT, at, "")

    def save(self, identifier: str, draft: Draft, version: int, caller: Caller) -> Submission:
        """Replace what a draft holds; raises as `take` does."""
        with self._transactions.writing() as connection:
            return self.take_in(connection, identifier, Step.SAVE, version, caller, draft=draft)

    def take(
        self, identifier: str, step: Step, version: int, caller: Caller, *, reason: str = ""
    ) -> Submission:
        """Take a step that the catalogue does not need to know of.

        Raises NoSuch, NotAllowed, ChangedMeanwhile when `version` is not the present one, StepNotPossible.
        """
        with self._transactions.writing() as connection:
            return self.take_in(connection, identifier, step, version, caller, reason=reason)

    def take_in(
        self,
        connection: Connection,
        identifier: str,
        step: Step,
        version: int,
        caller: Caller,
        *,
        reason: str = "",
        draft: Draft | None = None,
    ) -> Submission:
        """`take` in somebody's transaction."""
        present = _checked(connection, identifier, step, version, caller, lock=True)
        state = after(present.state, step)
        return _saved(connection, present, step, caller, draft or present.draft, state, self._now(), reason)

    def ready(self, identifier: str, step: Step, version: int, caller: Caller) -> Submission:
        """The fiche, if the step could be taken now; raises as `take` does, and changes nothing."""
        with self._transactions.reading() as connection:
            return _checked(connection, identifier, step, version, caller)

    def comment(self, identifier: str, text: str, caller: Caller, *, field: str = "") -> Comment:
        """Say something of the present version, to its authors and reviewers; raises NoSuch."""
        at = self._now()
        with self._transactions.writing() as connection:
            present = _seen(connection, identifier, caller, lock=True)
            row = {
                "submission_id": identifier,
                "version": present.version,
                "field": field,
                "text": text[:LONGEST_COMMENT],
                "person_id": caller.person,
                "at": moments.written(at),
            }
            key = connection.execute(insert(submission_comments).values(row)).inserted_primary_key
            number = int(key[0]) if key else 0
            record(
                connection,
                caller,
                "comment",
                "submission",
                identifier,
                at=at,
                detail=f"version {present.version}",
            )
            tell_of_comment(connection, present, number, caller, at=at)
        return Comment(number, present.version, field, text[:LONGEST_COMMENT], caller.person, at)

    def erase_in(self, connection: Connection, identifier: str, caller: Caller) -> None:
        """Remove a fiche with its whole history, in the transaction that removes its document, if it has any of it."""
        if connection.execute(delete(submissions).where(submissions.c.id == identifier)).rowcount:
            record(connection, caller, "erase", "submission", identifier, at=self._now())


# -- inside a transaction ---------------------------------------------------------------------------


def _with_draft() -> Select[Any]:
    """Submissions, each with its present draft."""
    present = and_(_versions.submission_id == submissions.c.id, _versions.version == submissions.c.version)
    return select(submissions, _versions.draft).join(submission_versions, present)


def _after(place: Place | None) -> Any:
    if place is None:
        return true()
    columns = submissions.c
    same_moment = and_(columns.updated_at == place.updated_at, columns.id < place.id)
    return or_(columns.updated_at < place.updated_at, same_moment)


def _seen(connection: Connection, identifier: str, caller: Caller, *, lock: bool = False) -> Submission:
    query = _with_draft().where(submissions.c.id == identifier)
    if lock:  # on SQLite the transaction itself is the lock
        query = query.with_for_update(of=submissions)
    row = connection.execute(query).one_or_none()
    found = submission_of(row, row.draft) if row else None
    if found is None or not may_see(caller, found):
        raise NoSuch("fiche", identifier)
    return found


def _checked(
    connection: Connection, identifier: str, step: Step, version: int, caller: Caller, *, lock: bool = False
) -> Submission:
    present = _seen(connection, identifier, caller, lock=lock)
    if not may_take(caller, present, step):
        raise NotAllowed(f"{step.value} is not for you to do with this fiche")
    if version != present.version:
        raise ChangedMeanwhile(version, version=present.version, state=present.state.value)
    after(present.state, step)
    return present


def _saved(
    connection: Connection,
    before: Submission,
    step: Step,
    caller: Caller,
    draft: Draft,
    state: FicheState,
    at: datetime,
    reason: str,
) -> Submission:
    """Keep the next version, with its line of the trail and its notices."""
    published = {Step.PUBLISH: before.version + 1, Step.WITHDRAW: None}.get(step, before.published_version)
    now = Submission(
        id=before.id,
        organisation=before.organisation,
        author=before.author,
        state=state,
        version=before.version + 1,
        published_version=published,
        was_submitted=before.was_submitted or step is Step.SUBMIT,
        updated_at=moments.read(moments.written(at)),
        draft=draft,
    )
    connection.execute(
        update(submissions)
        .where(submissions.c.id == now.id)
        .values(
            state=now.state.value,
            version=now.version,
            published_version=now.published_version,
            was_submitted=now.was_submitted,
            updated_at=moments.written(at),
        )
    )
    connection.execute(
        insert(submission_versions).values(
            submission_id=now.id,
            version=now.version,
            step=step.value,
            state=now.state.value,
            draft=draft.model_dump_json(),
            reason=reason[:LONGEST_REASON],
            person_id=caller.person,
            at=moments.written(at),
        )
    )
    _put_terms(connection, now)
    detail = f"version {now.version} {now.state.value}"
    record(connection, caller, step.value, "submission", now.id, at=at, detail=detail)
    tell_of_step(connection, now, step, caller, at=at)
    return now


def _put_terms(connection: Connection, submission: Submission) -> None:
    connection.execute(delete(submission_terms).where(submission_terms.c.submission_id == submission.id))
    pairs = {(facet, value[:500]) for facet, values in submission.terms.items() for value in values}
    rows = [
        {"submission_id": submission.id, "facet": facet, "value": value} for facet, value in sorted(pairs)
    ]
    if rows:
        connection.execute(insert(submission_terms), rows)
