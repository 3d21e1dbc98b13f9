"""The note for the college as a page, with its files to take along."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.auth import Parts, Reader
from api.routes.college import Paper, paper, project_of
from api.web.addresses import Asked, citation_address
from api.web.reader import language_of
from api.web.rendering import page
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.models import Language, Text
from retrieval.answering.moments import today
from retrieval.portfolio.college.values import CollegeNote

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Idea = Annotated[Text, Query(max_length=4_000)]
Identifier = Annotated[str, Query(alias="id", max_length=120)]


@router.get("/college-note")
def college_note(
    request: Request, parts: Parts, caller: Reader, q: Idea = "", identifier: Identifier = ""
) -> HTMLResponse:
    """A form for an idea, and the note about it or about an initiative."""
    language = language_of(request)
    note = _note(parts, q, identifier, caller, language) if q.strip() or identifier else None
    pairs = [("id", identifier)] if identifier else [("q", q)]
    return page(
        request,
        "college_note.html",
        language,
        asked=Asked(),
        idea=q,
        note=note,
        addresses={one.n: citation_address(one) for one in note.citations} if note else {},
        files=[
            (
                form.value,
                f"/college-note/file?{urlencode([*pairs, ('format', form.value), ('ui', language)])}",
            )
            for form in (Paper.DOCX, Paper.PDF)
        ],
    )


@router.get("/college-note/file")
def file(
    request: Request,
    parts: Parts,
    caller: Reader,
    form: Annotated[Paper, Query(alias="format")],
    q: Idea = "",
    identifier: Identifier = "",
) -> Response:
    """The same note as a file."""
    return paper(_note(parts, q, identifier, caller, language_of(request)), form)


def _note(parts: Passerelle, q: str, identifier: str, caller: Caller, language: Language) -> CollegeNote:
    if identifier:
        return parts.college.of_document(identifier, caller, language, today())
    return parts.college.of(project_of(q), caller, language, today())
