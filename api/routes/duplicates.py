"""Pairs of fiches that may be one, continue one another or meet one need, and what people decide of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth import Parts, Reader, Signed
from api.routes.cursors import decoded, encoded
from api.routes.parameters import QueryFilters
from api.routes.projects import Ui, refuse
from api.routes.similar import ReasonOut
from api.wiring import Passerelle
from corpus.access import Caller, may_know_organisations
from corpus.errors import NotFound, UnknownValue
from corpus.models import FilledText
from retrieval.errors import ExpiredCursor
from retrieval.likeness.board import PairPage, Status
from retrieval.likeness.decisions import Key
from retrieval.likeness.values import Decision, Pair, Verdict

router = APIRouter(tags=["likeness"])
_LIST = "duplicates"
MOST = 1_000
Names = Mapping[str, str]


class DecisionOut(BaseModel):
    """What a person said of a pair."""

    decision_id: int
    verdict: Verdict
    reason: str
    author: str
    author_name: str | None = Field(description="for members of the network, who may know it")
    decided_at: datetime
    kept: str | None = Field(description="of a duplicate: the fiche that stays; the other leads to it")
    undone_at: datetime | None

    @classmethod
    def of(cls, decision: Decision, names: Names) -> DecisionOut:
        """From the domain."""
        return cls(**decision.model_dump(), author_name=names.get(decision.author))


class PairOut(BaseModel):
    """Two fiches, as the judge sees them and as people decided."""

    pair_id: str
    a: str
    b: str
    score: float = Field(description="probability of the verdict")
    verdict: Verdict
    reasons: list[ReasonOut]
    differences: list[ReasonOut]
    status: str
    decision: DecisionOut | None
    lapsed: list[str] = Field(description="fields whose change made a former `distinct` lapse")

    @classmethod
    def of(cls, pair: Pair, names: Names) -> PairOut:
        """From the domain."""
        return cls(
            pair_id=pair.pair_id,
            a=pair.a,
            b=pair.b,
            score=pair.score,
            verdict=pair.verdict,
            reasons=[ReasonOut.of(one) for one in pair.reasons],
            differences=[ReasonOut.of(one) for one in pair.differences],
            status=pair.status,
            decision=DecisionOut.of(pair.decision, names) if pair.decision else None,
            lapsed=list(pair.lapsed),
        )


class PairsOut(BaseModel):
    """A page of pairs; `next` goes into `cursor`."""

    pairs: list[PairOut]
    total: int
    next: str | None


class DecisionIn(BaseModel):
    """A decision with its reason."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    reason: FilledText = Field(max_length=2_000)
    kept: str | None = Field(
        default=None, description="of a duplicate: the fiche that stays; none: the fuller one"
    )
    replaces: int | None = Field(default=None, description="the decision that is knowingly revised")


@router.get("/v1/duplicates")
def duplicates(
    parts: Parts,
    caller: Reader,
    foreign: QueryFilters,
    status: Annotated[str, Query(description="open, decided or all")] = Status.OPEN.value,
    verdict: Annotated[list[str] | None, Query(description="may be repeated")] = None,
    min_score: Annotated[float, Query(ge=0, le=1)] = 0.0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    cursor: Annotated[str, Query(max_length=500)] = "",
    ui: Ui = None,
) -> PairsOut:
    """Candidate pairs over the whole catalogue, the surest first, of which the caller may read both fiches."""
    refuse(foreign)
    start = place_of(cursor)
    page = parts.pairs.page(
        caller,
        language=ui or "fr",
        status=status_of(status),
        verdicts=verdicts_of(verdict or ()),
        min_score=min_score,
        offset=start,
        limit=limit,
    )
    return shown(page, start + limit, names_of_authors([one.decision for one in page.pairs], parts, caller))


@router.get("/v1/duplicates/{pair_id}")
def one_pair(pair_id: str, parts: Parts, caller: Reader, foreign: QueryFilters, ui: Ui = None) -> PairOut:
    """One pair, proposed or not."""
    refuse(foreign)
    pair = parts.pairs.get(key_of(pair_id), caller, language=ui or "fr")
    return PairOut.of(pair, names_of_authors([pair.decision], parts, caller))


@router.get("/v1/duplicates/{pair_id}/history")
def history(pair_id: str, parts: Parts, caller: Reader, foreign: QueryFilters) -> list[DecisionOut]:
    """All that was ever decided of a pair, newest first."""
    refuse(foreign)
    every = parts.pairs.history(key_of(pair_id), caller)
    names = names_of_authors(every, parts, caller)
    return [DecisionOut.of(one, names) for one in every]


@router.post("/v1/duplicates/{pair_id}/decision", status_code=201)
def decide(
    pair_id: str, body: DecisionIn, parts: Parts, caller: Signed, foreign: QueryFilters
) -> DecisionOut:
    """Write a decision down; 409 when somebody else decided meanwhile. Needs a coordinator."""
    refuse(foreign)
    key = key_of(pair_id)
    if body.kept is not None and body.kept not in key:
        raise UnknownValue("kept", body.kept[:120], hint="one of the two fiches")
    made = parts.pairs.decide(
        key, body.verdict, caller, reason=body.reason, kept=body.kept, replaces=body.replaces
    )
    return DecisionOut.of(made, names_of_authors([made], parts, caller))


@router.delete("/v1/duplicates/{pair_id}/decision")
def undo(pair_id: str, parts: Parts, caller: Signed, foreign: QueryFilters) -> DecisionOut:
    """Take a decision back: the pair is open again, the decision stays in its history."""
    refuse(foreign)
    undone = parts.pairs.undo(key_of(pair_id), caller)
    return DecisionOut.of(undone, names_of_authors([undone], parts, caller))


def names_of_authors(decisions: Iterable[Decision | None], parts: Passerelle, caller: Caller) -> Names:
    """Who decided, by what decisions keep of them; the names of members are for members."""
    if not may_know_organisations(caller):
        return {}
    return parts.governance.directory.names({one.author for one in decisions if one})


def shown(page: PairPage, end: int, names: Names) -> PairsOut:
    """A page as it travels; `end` is where the next one begins."""
    more = end < page.total
    return PairsOut(
        pairs=[PairOut.of(pair, names) for pair in page.pairs],
        total=page.total,
        next=encoded(_LIST, str(end)) if more else None,
    )


def key_of(pair_id: str) -> Key:
    """The two ids of a pair, in order; raises NotFound."""
    a, between, b = pair_id.partition("~")
    if not (a and between and b) or a == b or "~" in b:
        raise NotFound(pair_id[:250])
    return (a, b) if a < b else (b, a)


def status_of(text: str) -> Status:
    """The status that a parameter names; raises UnknownValue."""
    for status in Status:
        if status == text:
            return status
    raise UnknownValue("status", text[:40], hint=f"one of {', '.join(Status)}")


def verdicts_of(texts: list[str] | tuple[str, ...]) -> tuple[Verdict, ...]:
    """The verdicts that parameters name; raises UnknownValue."""
    found = []
    for text in texts:
        if text not in set(Verdict):
            raise UnknownValue("verdict", text[:40], hint=f"one of {', '.join(Verdict)}")
        found.append(Verdict(text))
    return tuple(found)


def place_of(cursor: str) -> int:
    """How many pairs a cursor passes over; raises ExpiredCursor."""
    text = decoded(cursor, _LIST)
    if not text:
        return 0
    if not text.isdecimal() or len(text) > 9:
        raise ExpiredCursor(f"the cursor {cursor[:40]!r} was not made here")
    return int(text)
