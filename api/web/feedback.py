"""What readers think of an answer: two buttons below it, then why. The same forms with and without JavaScript."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts, Reader
from api.routes.feedback import AnswerId, check_limit, judge
from api.web.errors import said_problem, sentence
from api.web.forms import Form
from api.web.reader import language_of
from api.web.rendering import page
from corpus.errors import PasserelleError
from corpus.models import Language
from corpus.text import format_number, mark, translate
from retrieval.answering.judging import MOST_CHARACTERS

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Back = Annotated[str, Query(description="address of the answer's page")]
_THANKS = mark("Merci, votre avis est noté.")
_NOTED = mark("C'est noté. Dire pourquoi aide à compléter le catalogue.")
_TOO_LONG = mark("Ce texte est trop long : {count} caractères au plus.")


@router.get("/answers/{answer_id}/feedback")
def asked(
    request: Request, answer_id: AnswerId, parts: Parts, caller: Reader, back: Back = ""
) -> HTMLResponse:
    """The two buttons on a page of their own; 404 for an answer that is not remembered."""
    parts.judging.judgement(answer_id, caller)
    return _page(request, answer_id, "ask", back)


@router.post("/answers/{answer_id}/feedback")
def given(
    request: Request, answer_id: AnswerId, parts: Parts, caller: Reader, form: Form, back: Back = ""
) -> HTMLResponse:
    """Keep what was pressed; after "no", ask why."""
    helpful = form.get("helpful", "") == "true"
    reason = form.get("reason", "").replace("\r\n", "\n").strip()
    language = language_of(request)
    if form.get("helpful") not in {"true", "false"}:
        return _page(request, answer_id, "ask", back)
    if len(reason) > MOST_CHARACTERS:
        said = translate(language, _TOO_LONG, count=format_number(MOST_CHARACTERS, language))
        return _page(request, answer_id, "why", back, said, reason=reason[:MOST_CHARACTERS], status=422)
    try:
        check_limit(request)
        judge(parts, answer_id, caller, helpful=helpful, reason=reason)
    except (PasserelleError, HTTPException) as error:
        status, said = _problem(error, language)
        return _page(request, answer_id, "done", back, said, status=status)
    if helpful or "reason" in form:
        return _page(request, answer_id, "done", back, translate(language, _THANKS))
    return _page(request, answer_id, "why", back, translate(language, _NOTED))


def _problem(error: PasserelleError | HTTPException, language: Language) -> tuple[int, str]:
    if isinstance(error, PasserelleError):
        return said_problem(error, language)
    return error.status_code, sentence({"type": "too-many-requests"}, language)


def _page(
    request: Request,
    answer_id: str,
    step: str,
    back: str,
    said: str = "",
    *,
    reason: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The form at one of its steps; `back` leads to the answer's page, and nowhere else."""
    return page(
        request,
        "feedback.html",
        language_of(request),
        status=status,
        answer_id=answer_id,
        step=step,
        back=back if back.startswith("/?") and len(back) <= 40_000 else "/",
        said=said,
        reason=reason,
    )
