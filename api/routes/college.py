"""The note for the college about a fiche or an idea: as JSON, text, Word document or PDF."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.auth import Parts, Reader
from api.papers.text import note_text
from api.routes.projects import ProjectIn
from corpus.models import Language
from corpus.project import Project
from retrieval.answering.moments import today
from retrieval.portfolio.college.values import CollegeNote
from retrieval.query.language import detect_language

router = APIRouter(tags=["portfolio"])
MOST_CHARACTERS = 50_000


class Paper(StrEnum):
    """The forms in which a note can be had."""

    JSON = "json"
    TEXT = "md"
    DOCX = "docx"
    PDF = "pdf"


# What writes these two takes a fifth of a second to import: whoever wants no file starts without.
def _docx(note: CollegeNote) -> bytes:
    from api.papers.docx import note_docx

    return note_docx(note)


def _pdf(note: CollegeNote) -> bytes:
    from api.papers.pdf import note_pdf

    return note_pdf(note)


PAPERS: dict[Paper, tuple[str, Callable[[CollegeNote], bytes]]] = {
    Paper.TEXT: ("text/markdown; charset=utf-8", lambda note: note_text(note).encode()),
    Paper.DOCX: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    Paper.PDF: ("application/pdf", _pdf),
    Paper.JSON: ("application/json", lambda note: note.model_dump_json().encode()),
}
Form = Annotated[Paper, Query(alias="format", description="json, md, docx or pdf")]
Ui = Annotated[Language | None, Query(description="language of the reader; none: that of the project")]


def project_of(text: str, language: Language | None = None) -> Project:
    """An idea in free words, in its own language where none is said."""
    return Project.of_text(text, language or detect_language(text).language)


_FILES = {200: {"model": CollegeNote, "content": {PAPERS[one][0]: {} for one in Paper}}}


@router.post("/v1/college-note", responses=_FILES)  # type: ignore[arg-type]
def of_project(
    body: ProjectIn, parts: Parts, caller: Reader, form: Form = Paper.JSON, ui: Ui = None
) -> Response:
    """One cited page about an idea or a fiche: need, comparable projects, costs, services, obligations, open points."""
    project = body.project
    return paper(parts.college.of(project, caller, ui or project.language, today()), form)


@router.get("/v1/initiatives/{document_id}/college-note", responses=_FILES)  # type: ignore[arg-type]
def of_initiative(
    document_id: str, parts: Parts, caller: Reader, form: Form = Paper.JSON, ui: Ui = None
) -> Response:
    """The same for an initiative of the catalogue."""
    return paper(parts.college.of_document(document_id, caller, ui or "fr", today()), form)


def paper(note: CollegeNote, form: Paper) -> Response:
    """The note in one of its forms; files carry a name."""
    media_type, write = PAPERS[form]
    headers = {}
    if form is not Paper.JSON:
        name = note.document_id or "note"
        headers["Content-Disposition"] = f'attachment; filename="{name}.{form.value}"'
    return Response(write(note), media_type=media_type, headers=headers)
