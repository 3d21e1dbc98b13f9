"""The checklist as a page: a form for a project in free words, and the rows of a fiche."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts, Reader
from api.web.addresses import document_address
from api.web.reader import language_of
from api.web.rendering import page
from corpus.labels import value_label
from corpus.models import Language, Text
from corpus.project import Project
from corpus.text import translate
from retrieval.checklist.values import Obligation, State
from retrieval.checklist.wording import DISCLAIMER, STATES
from retrieval.query.language import detect_language

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_MOST_CHARACTERS = 5_000  # of a text in an address


@dataclass(frozen=True)
class Row:
    """An obligation, ready to be shown."""

    obligation: Obligation
    address: str
    state: str
    confidence: str


@router.get("/checklist")
def checklist(
    request: Request,
    parts: Parts,
    caller: Reader,
    text: Annotated[Text, Query(max_length=_MOST_CHARACTERS)] = "",
    initiative: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """What the law asks of the project in `text` or of the fiche `initiative`; the form alone without either."""
    language = language_of(request)
    document = parts.catalogue.get(initiative, caller) if initiative else None
    written = text.strip()
    project = None
    if document is not None:
        project = Project.of_document(document)
    elif written:
        project = Project.of_text(written, detect_language(written).language)
    found = parts.checker.check(project, caller, language) if project else []
    return page(
        request,
        "checklist.html",
        language,
        text=written if document is None else "",
        most=_MOST_CHARACTERS,
        checked=project is not None,
        spoken=project.language if project and project.language != language else None,
        fiche=(document.title.get(language), document_address(document.id)) if document else None,
        asked=[_row(one, language) for one in found if one.state is not State.NOT_APPLICABLE],
        excluded=[_row(one, language) for one in found if one.state is State.NOT_APPLICABLE],
        disclaimer=translate(language, DISCLAIMER),
    )


def _row(one: Obligation, language: Language) -> Row:
    return Row(
        obligation=one,
        address=document_address(one.document_id),
        state=translate(language, STATES[one.state]),
        confidence=value_label("confidence", one.confidence, language),
    )
