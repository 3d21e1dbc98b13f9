"""POST /v1/answers/{answer_id}/feedback: helpful or not, and why. The only write that needs no token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from prometheus_client import Counter
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from api.auth import Parts, Reader
from api.limits import RateLimit
from api.wiring import Passerelle
from corpus.access import Caller
from retrieval.answering.judging import MOST_CHARACTERS
from retrieval.state.feedback import Judgement

router = APIRouter(tags=["ask"])
_JUDGED = Counter("passerelle_feedback_total", "Answers judged by readers", ["helpful"])


class FeedbackIn(BaseModel):
    """What a reader thinks of an answer."""

    model_config = ConfigDict(extra="forbid")

    helpful: bool = Field(strict=True)
    reason: str | None = Field(
        default=None,
        max_length=MOST_CHARACTERS,
        validation_alias=AliasChoices("reason", "why"),
        description="why; personal data in it is not kept",
    )


class FeedbackOut(BaseModel):
    """What is kept of it."""

    answer_id: str
    helpful: bool
    reason: str = Field(description="without the personal data that was recognised")


def check_limit(request: Request) -> None:
    """Refuse who sends too many in a minute: 429."""
    limit: RateLimit = request.app.state.feedback_limit
    limit.check(request)


async def within_limit(request: Request) -> None:
    """The same as a dependency."""
    check_limit(request)


AnswerId = Annotated[str, Path(max_length=200)]


@router.post("/v1/answers/{answer_id}/feedback", dependencies=[Depends(within_limit)])
def give(answer_id: AnswerId, body: FeedbackIn, parts: Parts, caller: Reader) -> FeedbackOut:
    """Say whether an answer was helpful, and why; once more replaces what the same voter said.

    Who holds a token has a vote of their own; all without one are one voter. 404 when the answer is not remembered
    (any more). Who says it is not stored.
    """
    kept = judge(parts, answer_id, caller, helpful=body.helpful, reason=body.reason or "")
    return FeedbackOut(answer_id=answer_id, helpful=kept.helpful, reason=kept.reason)


def judge(parts: Passerelle, answer_id: str, caller: Caller, *, helpful: bool, reason: str) -> Judgement:
    """Keep a judgement and count it; raises UnknownAnswer, StateUnavailable."""
    kept = parts.judging.judge(answer_id, caller, helpful=helpful, reason=reason)
    _JUDGED.labels(str(helpful).lower()).inc()
    return kept
