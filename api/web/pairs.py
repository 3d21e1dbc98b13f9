"""The board of pairs as a page: two fiches side by side, why they may be one, and for coordinators a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from api.auth import Parts
from api.routes.duplicates import DecisionIn, key_of, names_of_authors, status_of
from api.routes.feedback import within_limit
from api.web.addresses import document_address
from api.web.board_access import board_caller, entered, let_out, token_form
from api.web.facts import facts_line
from api.web.forms import Form
from api.web.reader import language_of
from api.web.rendering import page
from api.web.similar import VERDICTS
from corpus.access import ANONYMOUS, Caller, may_decide
from corpus.models import Document, Language
from corpus.text import format_date, mark, translate
from retrieval.likeness.board import Status
from retrieval.likeness.errors import AlreadyDecided, NotDecided
from retrieval.likeness.values import Pair, Verdict

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_DOOR = "/duplicates/enter"
_A_PAGE = 20
_SHOWN = (Verdict.DUPLICATE, Verdict.LATER_PHASE)  # of the open ones; links are suggestions to meet
_STATUSES = {
    Status.OPEN: mark("À décider"),
    Status.DECIDED: mark("Décidées"),
    Status.ALL: mark("Toutes"),
}
_SAID = {
    "done": mark("C'est noté."),
    "why": mark("Choisissez une décision et dites en quelques mots pourquoi."),
    "already": mark("Quelqu'un a décidé entre-temps : relisez la paire, puis décidez à nouveau si besoin."),
    "undone": mark("Cette décision a déjà été retirée."),
}
_DECIDED = mark("{verdict}, par {author} le {day} : {reason}")
_SOMEBODY = mark("un coordinateur")  # who decided, where their name is not known, or not for the reader
_FIELDS = {
    "text": mark("le texte"),
    "municipality": mark("la commune"),
    "lead": mark("le porteur"),
    "domains": mark("le thème"),
    "start_year": mark("l'année de début"),
    "end_year": mark("l'année de fin"),
    "budget_eur": mark("le budget"),
}


@dataclass(frozen=True)
class Side:
    """One of the two fiches."""

    id: str
    title: str
    address: str
    facts: str


@dataclass(frozen=True)
class Row:
    """A pair, ready to be shown."""

    pair: Pair
    sides: tuple[Side, Side]
    verdict: str
    decided: str
    lapsed: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class Switch:
    """A status of the board and its address."""

    label: str
    address: str
    current: bool


@router.get("/duplicates")
async def board(
    request: Request,
    parts: Parts,
    status: Annotated[str, Query()] = Status.OPEN.value,
    start: Annotated[int, Query(ge=0, le=10**6)] = 0,
    said: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Pairs of which the reader may read both fiches, the surest first."""
    return await _board(request, parts, await board_caller(request, parts), status_of(status), start, said)


@router.post("/duplicates/enter", dependencies=[Depends(within_limit)])
def enter(request: Request, parts: Parts, form: Form) -> Response:
    """Let a coordinator's browser decide."""
    return entered(form.get("token", ""), request, parts, door=_DOOR, board="/duplicates")


@router.get("/duplicates/enter")
def door(request: Request) -> Response:
    """The form for the token."""
    return token_form(request, door=_DOOR)


@router.post("/duplicates/leave")
def leave() -> Response:
    """Close it again."""
    response = RedirectResponse("/duplicates", status_code=303)
    let_out(response)
    return response


@router.post("/duplicates/{pair_id}/decision")
async def decide(pair_id: str, request: Request, parts: Parts, form: Form) -> Response:
    """Take a coordinator's decision, or take it back."""
    caller = await board_caller(request, parts)
    if not may_decide(caller):
        return RedirectResponse("/duplicates/enter", status_code=303)
    said = await run_in_threadpool(_decided, pair_id, parts, caller, form)
    return RedirectResponse(f"/duplicates?{urlencode({'said': said})}", status_code=303)


def _decided(pair_id: str, parts: Parts, caller: Caller, form: Form) -> str:
    """What to tell the reader, by name: `done`, `already`, `undone` or `why`."""
    key = key_of(pair_id)
    try:
        if form.get("verdict") == "undo":
            parts.pairs.undo(key, caller)
            return "done"
        made = DecisionIn.model_validate(
            {"verdict": form.get("verdict"), "reason": form.get("reason"), "kept": form.get("kept") or None}
        )
        stays = made.kept if made.kept in key else None
        parts.pairs.decide(key, made.verdict, caller, reason=made.reason, kept=stays)
    except ValidationError:
        return "why"
    except AlreadyDecided:
        return "already"
    except NotDecided:
        return "undone"
    return "done"


async def _board(
    request: Request, parts: Parts, caller: Caller, status: Status, start: int, said: str
) -> HTMLResponse:
    language = language_of(request)
    verdicts = _SHOWN if status is Status.OPEN else ()
    found = await run_in_threadpool(
        parts.pairs.page,
        caller,
        language=language,
        status=status,
        verdicts=verdicts,
        offset=start,
        limit=_A_PAGE,
    )
    names = {name for pair in found.pairs for name in (pair.a, pair.b)}
    documents = await run_in_threadpool(parts.catalogue.documents, names, caller)
    authors = await run_in_threadpool(
        names_of_authors, [pair.decision for pair in found.pairs], parts, caller
    )
    end = start + _A_PAGE
    return page(
        request,
        "duplicates.html",
        language,
        rows=[_row(pair, documents, authors, language) for pair in found.pairs],
        total=found.total,
        said=translate(language, _SAID[said]) if said in _SAID else "",
        statuses=[
            Switch(translate(language, label), _address(one), one is status)
            for one, label in _STATUSES.items()
        ],
        next=_address(status, end) if end < found.total else None,
        verdicts=[(one.value, translate(language, label)) for one, label in VERDICTS.items()],
        may_decide=may_decide(caller),
        may_leave=caller != ANONYMOUS and "authorization" not in request.headers,
    )


def _row(pair: Pair, documents: dict[str, Document], authors: Mapping[str, str], language: Language) -> Row:
    return Row(
        pair=pair,
        sides=(_side(documents[pair.a], language), _side(documents[pair.b], language)),
        verdict=translate(language, VERDICTS[pair.verdict]),
        decided=_decision(pair, authors, language),
        lapsed=tuple(translate(language, _FIELDS[name]) for name in pair.lapsed if name in _FIELDS),
        address=f"/duplicates/{pair.pair_id}/decision",
    )


def _side(document: Document, language: Language) -> Side:
    return Side(
        document.id,
        document.title.get(language),
        document_address(document.id),
        facts_line(document, language),
    )


def _decision(pair: Pair, authors: Mapping[str, str], language: Language) -> str:
    if pair.decision is None:
        return ""
    return translate(
        language,
        _DECIDED,
        verdict=translate(language, VERDICTS[pair.decision.verdict]),
        author=authors.get(pair.decision.author) or translate(language, _SOMEBODY),
        day=format_date(pair.decision.decided_at.date(), language),
        reason=pair.decision.reason or "…",
    )


def _address(status: Status, start: int = 0) -> str:
    pairs = [("status", status.value)] if status is not Status.OPEN else []
    pairs += [("start", str(start))] if start else []
    return f"/duplicates?{urlencode(pairs)}" if pairs else "/duplicates"
