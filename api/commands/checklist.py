"""`passerelle checklist` and `passerelle calendar`: what the law asks of a project, and what falls due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from api.commands.console import JSON_HELP, opened, out, print_json
from api.routes.checklist import DeadlineOut, ObligationOut
from api.routes.projects import ProjectIn
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.errors import InvalidDocument, PasserelleError
from corpus.labels import value_label
from corpus.markdown import parse_document
from corpus.models import LANGUAGES, Language
from corpus.project import Fiche, Project
from corpus.text import format_date, translate
from retrieval.checklist.calendar import MOST_MONTHS, Deadline
from retrieval.checklist.values import Obligation, State
from retrieval.checklist.wording import DISCLAIMER, state_label
from retrieval.query.language import detect_language

LANGUAGE_HELP = "Language to read it in: fr, nl, de or en; none: that of the project."


def checklist(
    project: Annotated[
        str, typer.Argument(help="Id of a fiche, or a file: Markdown fiche, JSON fiche, or plain text.")
    ],
    language: Annotated[str | None, typer.Option(help=LANGUAGE_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """List the obligations that a project triggers, each with its article and its reason."""
    chosen = chosen_language(language)
    with opened() as parts:
        described = read_project(project, parts)
        spoken = chosen or described.language
        rows = parts.checker.check(described, ADMINISTRATOR, spoken)
        shown = [ObligationOut.of(row, parts.links).model_dump(mode="json") for row in rows]
    if as_json:
        print_json(list(shown))
        return
    for row in rows:
        _print(row, spoken)
    out.print(f"\n{translate(spoken, DISCLAIMER)}", style="dim", markup=False)


def calendar(
    fiche: Annotated[str | None, typer.Argument(help="Id of a fiche.")] = None,
    municipality: Annotated[str | None, typer.Option(help="Instead of a fiche: a name or NIS code.")] = None,
    months: Annotated[int, typer.Option(min=1, max=MOST_MONTHS, help="How many months ahead.")] = 24,
    language: Annotated[str, typer.Option(help="Language to read it in: fr, nl, de or en.")] = "fr",
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """List what falls due within so many months, for a fiche or for those of a municipality."""
    if (fiche is None) == (municipality is None):
        raise typer.BadParameter("give either a fiche or --municipality")
    spoken = chosen_language(language) or "fr"
    with opened() as parts:
        found = _deadlines(parts, fiche, municipality, spoken, months)
        shown = [DeadlineOut.of(one, parts.links).model_dump(mode="json") for one in found]
    if as_json:
        print_json(list(shown))
        return
    for one in found:
        out.print(f"{format_date(one.day, spoken)} · {one.obligation.title}", style="bold", markup=False)
        out.print(f"    {one.initiative} ({one.initiative_id})", markup=False)
    if not found:
        out.print("nothing falls due", markup=False)


def _deadlines(
    parts: Passerelle, fiche: str | None, municipality: str | None, language: Language, months: int
) -> list[Deadline]:
    if fiche is not None:
        return parts.calendar.of_initiative(fiche, ADMINISTRATOR, language, months=months)
    return parts.calendar.of_municipality(municipality or "", ADMINISTRATOR, language, months=months)


def read_project(argument: str, parts: Passerelle) -> Project:
    """The fiche of that id, or what a file holds; raises NotFound, InvalidDocument."""
    path = Path(argument)
    if not path.is_file():
        return Project.of_document(parts.catalogue.get(argument, ADMINISTRATOR))
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PasserelleError(f"{path} cannot be read: {error}") from error
    if path.suffix == ".json":
        return _from_json(text, str(path))
    if text.startswith("---\n"):
        return Project.of_document(parse_document(text, source=str(path)))
    return Project.of_text(text, detect_language(text).language)


def _from_json(text: str, source: str) -> Project:
    """A fiche, or the body of a request: {"text"} or {"fiche"}."""
    try:
        value = json.loads(text)
        is_body = isinstance(value, dict) and bool(value.keys() & {"text", "fiche"})
        body = ProjectIn.model_validate(value) if is_body else ProjectIn(fiche=Fiche.model_validate(value))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidDocument(first["msg"], field=where, source=source) from error
    except ValueError as error:
        raise InvalidDocument(f"not JSON: {error}", source=source) from error
    return body.project


def chosen_language(code: str | None) -> Language | None:
    """The language of an option; a wrong one is wrong usage."""
    for language in LANGUAGES:
        if code == language:
            return language
    if code is not None:
        raise typer.BadParameter(f"language {code!r} is not one of {', '.join(LANGUAGES)}")
    return None


def _print(row: Obligation, language: Language) -> None:
    dim = "dim" if row.state is State.NOT_APPLICABLE else ""
    state = state_label(row, language)
    out.print(f"{state} · {row.title} ({row.document_id})", style=dim or "bold", markup=False)
    out.print(f"    {row.because}", style=dim, markup=False)
    if row.state is State.NOT_APPLICABLE:
        return
    out.print(f"    {row.obligation}", markup=False)
    if row.evidence:
        out.print(f"    > {row.evidence}", markup=False)
    notes = [format_date(row.due, language)] if row.due else []
    out.print(
        f"    {' · '.join([*notes, value_label('confidence', row.confidence, language)])}",
        style="dim",
        markup=False,
    )
