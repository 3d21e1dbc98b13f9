"""GET /v1/gaps: unanswered questions, grouped by meaning; for callers who can do something about them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.auth import GapReader, Parts
from api.routes.cursors import decoded, encoded
from api.routes.parameters import QueryFilters
from corpus.errors import UnknownValue
from corpus.models import Document, Language
from retrieval.answering.answer import Related
from retrieval.errors import ExpiredCursor
from retrieval.gaps.board import BoardPage, Group, Place, State
from retrieval.search.links import Links

router = APIRouter(tags=["gaps"])
_LIST = "gaps"


class WordingOut(BaseModel):
    """One way in which a question was asked."""

    text: str
    language: Language
    count: int


class GapOut(BaseModel):
    """A question that the catalogue leaves open, however it is worded."""

    group_id: str
    question: str = Field(description="in the reader's language where somebody asked it so")
    language: Language
    state: State
    count: int
    languages: dict[Language, int]
    first_asked: str
    last_asked: str
    outcome: str = Field(description="what most askings led to")
    outcomes: dict[str, int] = Field(description="`not_helpful`: answered, and judged not helpful")
    wordings: list[WordingOut]
    reasons: list[str] = Field(description="why answers did not help")
    nearest: list[Related]
    answered_by: list[Related]

    @classmethod
    def of(cls, group: Group, language: Language, links: Links) -> GapOut:
        """From the domain."""
        return cls(
            group_id=str(group.id),
            question=group.said.text,
            language=group.said.language,
            state=group.state,
            count=group.count,
            languages=group.languages,
            first_asked=group.first.isoformat(),
            last_asked=group.last.isoformat(),
            outcome=next(iter(group.outcomes)),
            outcomes=group.outcomes,
            wordings=[
                WordingOut(text=gap.text, language=gap.language, count=gap.count) for gap in group.wordings
            ],
            reasons=list(group.reasons),
            nearest=[_related(one, language, links) for one in group.nearest],
            answered_by=[_related(one, language, links) for one in group.answered_by],
        )


class GapsOut(BaseModel):
    """A page of the board; `next` goes into `cursor`."""

    groups: list[GapOut]
    total: int
    next: str | None

    @classmethod
    def of(cls, page: BoardPage, language: Language, links: Links) -> GapsOut:
        """From the domain."""
        return cls(
            groups=[GapOut.of(group, language, links) for group in page.groups],
            total=page.total,
            next=cursor_of(page.next) if page.next else None,
        )


@router.get("/v1/gaps")
def gaps(
    parts: Parts,
    caller: GapReader,
    foreign: QueryFilters,
    state: Annotated[str, Query(description="open, answered or all")] = State.OPEN.value,
    ui: Annotated[Language, Query(description="language of the reader")] = "fr",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> GapsOut:
    """Groups of open questions, most asked first; for coordinators, since the texts are what people typed."""
    for name in foreign.as_dict():
        raise UnknownValue("filter", name, hint="state is the only one here")
    page = parts.board.page(caller, ui, state=state_of(state), after=place_of(cursor), limit=limit)
    return GapsOut.of(page, ui, parts.links)


def state_of(text: str) -> State:
    """The state that a parameter names; raises UnknownValue."""
    for state in State:
        if state == text:
            return state
    raise UnknownValue("state", text[:40], hint=f"one of {', '.join(State)}")


def cursor_of(place: Place) -> str:
    """The cursor after which the board goes on."""
    return encoded(_LIST, f"{place.count},{place.last},{place.id}")


def place_of(cursor: str) -> Place | None:
    """The place that a cursor names; None for the beginning. Raises ExpiredCursor."""
    text = decoded(cursor, _LIST)
    if not text:
        return None
    try:
        count, last, identifier = (int(part) for part in text.split(","))
    except ValueError as error:
        raise ExpiredCursor(f"the cursor {cursor[:40]!r} was not made here") from error
    return Place(count, last, identifier)


def _related(document: Document, language: Language, links: Links) -> Related:
    return Related(
        document_id=document.id,
        kind=document.kind,
        title=document.title.get(language),
        url=links.document(document.id),
    )
