"""`passerelle ask`: one question, or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import opened, out, print_json
from api.commands.search import filter_options
from api.schemas import AnswerOut
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.errors import PasserelleError
from corpus.filters import Filters
from corpus.models import LANGUAGES, Language
from corpus.text import translate


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="The question, in fr, nl, de or en.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the answer: fr, nl, de or en.")] = None,
    conversation: Annotated[str | None, typer.Option(help="Go on with this conversation.")] = None,
    batch: Annotated[
        Path | None, typer.Option(help='JSON lines {"id","question"}; one JSON answer a line.')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Answer a question with citations. "No answer" is an outcome too: exit code 0."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a question or --batch FILE")
    chosen = _language(language)
    with opened() as parts:
        filters = Filters.parse(filter_options(context.args))
        if batch is not None:
            _answer_all(parts, batch, chosen, filters)
            return
        answer = parts.assistant.ask(
            question or "", ADMINISTRATOR, language=chosen, filters=filters, conversation_id=conversation
        )
        shown = AnswerOut.of(answer)
    if as_json:
        print_json(shown)
    else:
        _print(shown)


def _answer_all(parts: Passerelle, path: Path, language: Language | None, filters: Filters) -> None:
    for identifier, question, own_language in _lines(path):
        answer = parts.assistant.ask(
            question, ADMINISTRATOR, language=own_language or language, filters=filters
        )
        line = {"id": identifier, **AnswerOut.of(answer).model_dump(mode="json")}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _lines(path: Path) -> Iterator[tuple[object, str, Language | None]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PasserelleError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            question = value["question"]
        except (ValueError, KeyError, TypeError) as error:
            raise PasserelleError(f'{path}, line {number}: must be {{"id": …, "question": "…"}}') from error
        if not isinstance(question, str):
            raise PasserelleError(f"{path}, line {number}: the question must be a text")
        yield value.get("id", number), question, _language(value.get("language"))


def _language(code: str | None) -> Language | None:
    for language in LANGUAGES:
        if code == language:
            return language
    if code is not None:
        raise typer.BadParameter(f"{code!r} is not one of {', '.join(LANGUAGES)}")
    return None


def _print(answer: AnswerOut) -> None:
    out.print(answer.text, markup=False)
    if answer.citations:
        out.print(f"\n{translate(answer.language, 'Sources')}", style="bold", markup=False)
    for citation in answer.citations:
        where = f" · {citation.section}" if citation.section else ""
        out.print(f"[{citation.n}] {citation.title}{where}\n    {citation.url}", markup=False)
    out.print(f"\n{answer.outcome.value} · {answer.mode}", style="dim", markup=False)
