"""The checklist as a page: a form for a project in free words, and the rows of a fiche."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts, Reader
from api.web.addresses import document_address
from api.web.described import MOST_CHARACTERS, Described, described
from api.web.reader import language_of
from api.web.rendering import page
from corpus.labels import value_label
from corpus.models import Language
from corpus.text import translate
from retrieval.checklist.values import Certainty, Obligation, State
from retrieval.checklist.wording import DISCLAIMER, state_label

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Row:
    """An obligation, ready to be shown."""

    obligation: Obligation
    address: str
    state: str
    confidence: str


@router.get("/checklist")
def checklist(
    request: Request, parts: Parts, caller: Reader, about: Annotated[Described, Depends(described)]
) -> HTMLResponse:
    """What the law asks of a project in free words or of a fiche; the form alone without either."""
    language = language_of(request)
    project = about.project
    found = parts.checker.check(project, caller, language) if project else []
    named = [one for one in found if one.state is not State.NOT_APPLICABLE]
    return page(
        request,
        "checklist.html",
        language,
        text=about.words,
        most=MOST_CHARACTERS,
        checked=project is not None,
        spoken=project.language if project and project.language != language else None,
        fiche=about.fiche(language),
        asked=[_row(one, language) for one in named if one.certainty is Certainty.ASSERTED],
        doubtful=[_row(one, language) for one in named if one.certainty is Certainty.TO_CHECK],
        excluded=[_row(one, language) for one in found if one.state is State.NOT_APPLICABLE],
        disclaimer=translate(language, DISCLAIMER),
    )


def _row(one: Obligation, language: Language) -> Row:
    return Row(
        obligation=one,
        address=document_address(one.document_id),
        state=state_label(one, language),
        confidence=value_label("confidence", one.confidence, language),
    )
