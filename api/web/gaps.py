"""The gap board as a page: what was asked in vain, for coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.auth import Parts
from api.routes.feedback import within_limit
from api.routes.gaps import cursor_of, place_of, state_of
from api.web.addresses import document_address
from api.web.board_access import board_caller, entered, let_out, token_form
from api.web.forms import Form
from api.web.reader import language_of
from api.web.rendering import page
from api.web.results import OUTCOMES
from corpus.access import may_read_gaps
from corpus.labels import value_label
from corpus.models import Document, Language
from corpus.text import format_list, mark, translate
from retrieval.answering.answer import Outcome
from retrieval.gaps.board import BoardPage, Group, State
from retrieval.state.askings import NOT_HELPFUL

_DOOR = "/gaps"
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_STATES = {
    State.OPEN: mark("Sans réponse"),
    State.ANSWERED: mark("Répondues depuis"),
    State.ALL: mark("Toutes"),
}
_STATE_OF_ONE = {State.OPEN: mark("sans réponse"), State.ANSWERED: mark("répondue depuis")}
_NOT_HELPFUL = mark("Répondu, mais pas utile")


@dataclass(frozen=True)
class Row:
    """A group, ready to be shown."""

    group: Group
    state: str
    languages: str
    outcomes: str
    nearest: tuple[tuple[str, str], ...]
    answered_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Switch:
    """A state of the board and its address."""

    label: str
    address: str
    current: bool


@router.get("/gaps")
async def board(
    request: Request,
    parts: Parts,
    state: Annotated[str, Query()] = State.OPEN.value,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The open questions; a form for the token where none was given."""
    language = language_of(request)
    caller = await board_caller(request, parts)
    if not may_read_gaps(caller):
        return token_form(request, door=_DOOR, status=401)
    chosen, after = state_of(state), place_of(cursor)
    found = await run_in_threadpool(parts.board.page, caller, language, state=chosen, after=after)
    return page(
        request,
        "gaps.html",
        language,
        rows=[_row(group, language) for group in found.groups],
        total=found.total,
        states=[
            Switch(translate(language, label), _address(one), one is chosen) for one, label in _STATES.items()
        ],
        next=_next(found, chosen),
        may_leave="authorization" not in request.headers,
    )


@router.post("/gaps", dependencies=[Depends(within_limit)])
def enter(request: Request, parts: Parts, form: Form) -> Response:
    """Open the board to a browser whose reader knows the token."""
    return entered(form.get("token", ""), request, parts, door=_DOOR, board="/gaps")


@router.post("/gaps/leave")
def leave() -> Response:
    """Close it again."""
    response = RedirectResponse("/", status_code=303)
    let_out(response)
    return response


def _row(group: Group, language: Language) -> Row:
    spoken = [value_label("language", code, language) for code in group.languages]
    led_to = [_outcome(one, language) for one in group.outcomes]
    return Row(
        group=group,
        state=translate(language, _STATE_OF_ONE[group.state]),
        languages=format_list(spoken, language),
        outcomes=" · ".join(led_to),
        nearest=_titles(group.nearest, language),
        answered_by=_titles(group.answered_by, language),
    )


def _outcome(name: str, language: Language) -> str:
    return translate(language, _NOT_HELPFUL if name == NOT_HELPFUL else OUTCOMES[Outcome(name)])


def _titles(documents: Sequence[Document], language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((one.title.get(language), document_address(one.id)) for one in documents)


def _address(state: State, cursor: str = "") -> str:
    pairs = [("state", state.value)] if state is not State.OPEN else []
    pairs += [("cursor", cursor)] if cursor else []
    return f"/gaps?{urlencode(pairs)}" if pairs else "/gaps"


def _next(found: BoardPage, state: State) -> str | None:
    return _address(state, cursor_of(found.next)) if found.next else None
