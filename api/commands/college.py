"""`passerelle note`: one cited page for the college, about an initiative or an idea."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, err, language_option, opened, print_json
from api.papers.text import note_text
from api.routes.college import PAPERS, Paper, project_of
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.models import Language
from retrieval.answering.moments import today
from retrieval.portfolio.college.values import CollegeNote

_FORMS = {f".{paper.value}": paper for paper in Paper}


def note(
    subject: Annotated[str, typer.Argument(metavar="ID_OR_TEXT", help="An initiative, or an idea in words.")],
    output: Annotated[
        Path | None, typer.Option(help="File to write: .docx, .pdf, .md or .json by its ending.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="Language of the note; none: that of the idea, French for an initiative."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Write a page for the college: need, comparable projects, known costs, services, obligations, open points."""
    chosen = language_option(language) if language else None
    form = _form(output)
    with opened() as parts:
        found = _note(parts, subject, chosen)
    if output is not None:
        _write(output, PAPERS[form][1](found))
    elif as_json:
        print_json(found)
    else:
        sys.stdout.write(note_text(found))


def _note(parts: Passerelle, subject: str, language: Language | None) -> CollegeNote:
    """An id has no blanks; one that is unknown is an error and no idea of one word."""
    if " " not in subject.strip():
        return parts.college.of_document(subject.strip(), ADMINISTRATOR, language or "fr", today())
    project = project_of(subject)
    return parts.college.of(project, ADMINISTRATOR, language or project.language, today())


def _form(output: Path | None) -> Paper:
    if output is None:
        return Paper.TEXT
    if output.suffix.lower() not in _FORMS:
        raise typer.BadParameter(f"{output.name}: the file must end in {', '.join(_FORMS)}")
    return _FORMS[output.suffix.lower()]


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        err.print(f"passerelle: {output}: {error.strerror}", markup=False)
        raise typer.Exit(1) from error
