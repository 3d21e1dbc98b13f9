"""`passerelle ask`: one question, or a file of them."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, Written, failing_clearly, opened, out, print_json
from api.schemas import AnswerOut
from api.tables import csv_lines, has_table
from corpus.access import ADMINISTRATOR
from corpus.errors import PasserelleError
from corpus.filters import Filters
from corpus.models import LANGUAGES, Language
from corpus.text import translate
from retrieval.query.query import MAX_CHARACTERS


def ask(
    filters: Written,
    question: Annotated[str | None, typer.Argument(help="The question, in fr, nl, de or en.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the answer: fr, nl, de or en.")] = None,
    conversation: Annotated[str | None, typer.Option(help="Go on with this conversation.")] = None,
    batch: Annotated[
        Path | None, typer.Option(help='JSON lines {"id","question"}; one JSON answer a line.')
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the table behind a computed figure.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Answer a question with citations. "No answer" is an outcome too: exit code 0."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a question or --batch FILE")
    if batch is not None and conversation is not None:
        raise typer.BadParameter("--conversation goes with one question, not with --batch")
    if as_csv and (as_json or batch is not None):
        raise typer.BadParameter("--csv goes with one question, and without --json")
    chosen = _language(language)
    if batch is not None:
        _answer_file(batch, chosen, filters)
        return
    with opened() as parts:
        answer = parts.assistant.ask(
            question or "",
            ADMINISTRATOR,
            language=chosen,
            filters=Filters.parse(filters),
            conversation_id=conversation,
        )
        shown = AnswerOut.of(answer)
        table = "".join(csv_lines(answer, parts, ADMINISTRATOR)) if as_csv and has_table(answer) else ""
    if as_csv:
        with failing_clearly():
            _print_table(table)
    elif as_json:
        print_json(shown)
    else:
        _print(shown)


def _print_table(table: str) -> None:
    if not table:
        raise PasserelleError("no figure was computed for this question: there is no table to print")
    sys.stdout.write(table)


@dataclass(frozen=True)
class _Line:
    """One question of a file."""

    id: object
    question: str
    language: Language | None


def _answer_file(path: Path, language: Language | None, filters: Written) -> None:
    with failing_clearly():
        lines = _read(path)  # all of them first: a broken line is found before minutes of answering
    with opened() as parts:
        chosen = Filters.parse(filters)
        for line in lines:
            answer = parts.assistant.ask(
                line.question, ADMINISTRATOR, language=line.language or language, filters=chosen
            )
            print_json({"id": line.id, **AnswerOut.of(answer).model_dump(mode="json")})


def _read(path: Path) -> list[_Line]:
    try:
        # Not splitlines(): it would also cut inside a JSON text that holds U+2028 or a form feed.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PasserelleError(f"{path} cannot be read: {error}") from error
    return [
        _line(line, f"{path}, line {number}", number)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _line(text: str, where: str, number: int) -> _Line:
    try:
        value = json.loads(text)
        question = value["question"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PasserelleError(f'{where}: must be {{"id": …, "question": "…"}}') from error
    if not isinstance(question, str):
        raise PasserelleError(f"{where}: the question must be a text")
    if len(question) > MAX_CHARACTERS:
        raise PasserelleError(f"{where}: the question has more than {MAX_CHARACTERS} characters")
    try:
        return _Line(value.get("id", number), question, _language(value.get("language")))
    except typer.BadParameter as error:
        raise PasserelleError(f"{where}: {error.message}") from error


def _language(code: object) -> Language | None:
    for language in LANGUAGES:
        if code == language:
            return language
    if code is not None:
        raise typer.BadParameter(f"language {code!r} is not one of {', '.join(LANGUAGES)}")
    return None


def _print(answer: AnswerOut) -> None:
    out.print(answer.text, markup=False)
    if answer.citations:
        out.print(f"\n{translate(answer.language, 'Sources')}", style="bold", markup=False)
    for citation in answer.citations:
        where = f" · {citation.section}" if citation.section else ""
        out.print(f"[{citation.n}] {citation.title}{where}\n    {citation.url}", markup=False)
    out.print(f"\n{answer.outcome.value} · {answer.mode}", style="dim", markup=False)
