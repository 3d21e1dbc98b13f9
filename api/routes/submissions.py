"""/v1/submissions: a fiche from its draft to publication, and its review.

Every change says which version was read, in `If-Match` or in the body; if somebody was quicker, 409 and nothing is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Header, HTTPException, Query, Response

from api.auth import Parts, Signed
from api.governance_schemas import (
    CommentIn,
    CommentOut,
    DeedOut,
    HistoryOut,
    StepIn,
    SubmissionChange,
    SubmissionIn,
    SubmissionOut,
    SubmissionsOut,
    VersionOut,
)
from api.routes.cursors import decoded, encoded
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.drafts import Draft
from corpus.errors import InvalidDocument, UnknownValue
from corpus.fiche_life import FicheState, Step
from corpus.validation import naming_the_field
from retrieval.errors import ExpiredCursor
from retrieval.governance.fiches import Submission
from retrieval.governance.submissions import Place

router = APIRouter(tags=["governance"])
_LIST = "submissions"
_ETAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')
StepName = Literal[
    "submit",
    "recall",
    "start-review",
    "request-changes",
    "publish",
    "revise",
    "confirm",
    "finish",
    "withdraw",
]
IfMatch = Annotated[str, Header(max_length=40, description="the version that was read, as ETag gave it")]


@router.get("/v1/submissions")
def page(
    parts: Parts,
    caller: Signed,
    state: Annotated[list[str], Query(max_length=len(FicheState), description="repeat for *or*")] = [],  # noqa: B006
    queue: Annotated[bool, Query(description="those that wait for the caller's decision")] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> SubmissionsOut:
    """Fiches that the caller may see, last changed first."""
    found = parts.governance.submissions.page(
        caller, states=[_state(one) for one in state], queue=queue, after=_place(cursor), limit=limit
    )
    names = _names(parts, [one.author for one in found.items])
    following = encoded(_LIST, f"{found.next.updated_at},{found.next.id}") if found.next else None
    return SubmissionsOut(
        items=[SubmissionOut.of(one, caller, names, parts.links) for one in found.items],
        total=found.total,
        next=following,
    )


@router.post("/v1/submissions", status_code=201)
def create(body: SubmissionIn, parts: Parts, caller: Signed, response: Response) -> SubmissionOut:
    """Begin a fiche: a draft, which nobody but its organisation's contributors can see."""
    made = parts.governance.submissions.create(body.fiche, caller, organisation=body.organisation)
    response.headers["Location"] = f"/v1/submissions/{made.id}"
    return _out(made, parts, caller, response)


@router.get("/v1/submissions/{submission_id}")
def read(submission_id: str, parts: Parts, caller: Signed, response: Response) -> SubmissionOut:
    """The fiche as it is; `ETag` names its version."""
    return _out(parts.governance.submissions.get(submission_id, caller), parts, caller, response)


@router.patch("/v1/submissions/{submission_id}")
def save(
    submission_id: str,
    body: SubmissionChange,
    parts: Parts,
    caller: Signed,
    response: Response,
    if_match: IfMatch = "",
) -> SubmissionOut:
    """Replace fields of a draft."""
    submissions = parts.governance.submissions
    version = _version(if_match, body.version)
    present = submissions.ready(submission_id, Step.SAVE, version, caller)
    draft = _changed(present.draft, body.fiche)
    return _out(submissions.save(submission_id, draft, version, caller), parts, caller, response)


@router.post("/v1/submissions/{submission_id}/comments", status_code=201)
def comment(submission_id: str, body: CommentIn, parts: Parts, caller: Signed) -> CommentOut:
    """Say something of the fiche to its authors and reviewers."""
    if body.field and body.field not in Draft.model_fields:
        raise UnknownValue("field", body.field, hint="a field of the fiche")
    said = parts.governance.submissions.comment(submission_id, body.text, caller, field=body.field)
    return CommentOut.of(said, _names(parts, [said.by]))


@router.get("/v1/submissions/{submission_id}/history")
def history(submission_id: str, parts: Parts, caller: Signed) -> HistoryOut:
    """Every version with the fields that it changed, every comment, and the audit trail, oldest first."""
    versions, comments = parts.governance.submissions.history(submission_id, caller)
    deeds = parts.governance.trail.page(kind="submission", subject=submission_id, limit=1_000)
    names = _names(parts, [*(one.by for one in versions), *(one.by for one in comments)])
    return HistoryOut(
        versions=[VersionOut.of(one, names) for one in versions],
        comments=[CommentOut.of(one, names) for one in comments],
        trail=[DeedOut.of(one) for one in deeds],
    )


@router.post("/v1/submissions/{submission_id}/{step}")
def take(
    submission_id: str,
    step: StepName,
    parts: Parts,
    caller: Signed,
    response: Response,
    body: StepIn | None = None,
    if_match: IfMatch = "",
) -> SubmissionOut:
    """Take a step. After `publish` the fiche is found, after `withdraw` it is gone."""
    given = body or StepIn()
    taken = parts.publishing.take(
        submission_id,
        Step(step.replace("-", "_")),
        _version(if_match, given.version),
        caller,
        reason=given.reason,
    )
    return _out(taken, parts, caller, response)


def _version(if_match: str, in_body: int | None) -> int:
    """The version that was read; raises 428 where none is named."""
    if not if_match:
        if in_body is None:
            raise HTTPException(428, "say which version you read, in If-Match or as version")
        return in_body
    form = _ETAG.fullmatch(if_match.strip())
    if form is None:
        raise UnknownValue("If-Match", if_match[:40], hint="the ETag of the fiche")
    return int(form[1])


def _changed(draft: Draft, fields: dict[str, object]) -> Draft:
    """The draft with some fields replaced; null empties one. Raises InvalidDocument naming the field."""
    unknown = next((name for name in fields if name not in Draft.model_fields), None)
    if unknown is not None:
        raise InvalidDocument("no such field", field=f"fiche.{unknown[:40]}")
    kept = draft.model_dump(mode="json", exclude_unset=False)
    values = {**kept, **fields}
    with naming_the_field(prefix="fiche"):
        return Draft.model_validate({name: value for name, value in values.items() if value is not None})


def _state(text: str) -> FicheState:
    try:
        return FicheState(text)
    except ValueError as error:
        raise UnknownValue("state", text[:40], hint=f"one of {', '.join(FicheState)}") from error


def _place(cursor: str) -> Place | None:
    text = decoded(cursor, _LIST)
    if not text:
        return None
    moment, comma, identifier = text.partition(",")
    if not comma:
        raise ExpiredCursor(f"the cursor {cursor[:40]!r} was not made here")
    return Place(moment, identifier)


def _names(parts: Passerelle, people: Iterable[str | None]) -> dict[str, str]:
    return parts.governance.directory.names({one for one in people if one})


def _out(submission: Submission, parts: Passerelle, caller: Caller, response: Response) -> SubmissionOut:
    response.headers["ETag"] = f'"{submission.version}"'
    return SubmissionOut.of(submission, caller, _names(parts, [submission.author]), parts.links)
