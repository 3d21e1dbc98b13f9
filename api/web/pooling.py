"""Pooling as pages: the groups, and the note of one of them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts, Reader
from api.web.addresses import Asked
from api.web.markdown import answer_html
from api.web.reader import language_of
from api.web.rendering import page
from corpus.text import translate
from retrieval.answering.wording import describe_filters
from retrieval.portfolio.pooling.wording import STAGES

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/pooling")
def pooling(request: Request, parts: Parts, caller: Reader) -> HTMLResponse:
    """The groups, the surest first."""
    language = language_of(request)
    asked = Asked.read(request.query_params)
    return page(
        request,
        "pooling.html",
        language,
        asked=Asked(),
        groups=parts.pooling.groups(caller, language, filters=asked.filters),
        conditions=describe_filters(asked.filters, language),
        stages={stage: translate(language, label) for stage, label in STAGES.items()},
    )


@router.get("/pooling/{group_id}")
def note(request: Request, group_id: str, parts: Parts, caller: Reader) -> HTMLResponse:
    """The note to share within a group."""
    language = language_of(request)
    group = parts.pooling.group(group_id, caller, language)
    written = parts.pooling.note(group_id, caller, language)
    return page(
        request,
        "pooling_note.html",
        language,
        asked=Asked(),
        group=group,
        note=answer_html(written.partition("\n\n")[2], set()),  # the page has the title
    )
