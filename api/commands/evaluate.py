"""`passerelle eval`: the evaluation, with its table; and two of them compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, err, failing_clearly, opened, out, print_json
from api.wiring import Passerelle
from corpus.access import ANONYMOUS
from corpus.errors import PasserelleError
from retrieval.answering.assistant import Assistant
from retrieval.evaluation.checklists import (
    ChecklistReport,
    checklist_table,
    evaluate_checklists,
    is_case_file,
    misses_of,
    read_cases,
)
from retrieval.evaluation.comparison import compare, comparison_table
from retrieval.evaluation.questions import read_questions
from retrieval.evaluation.report import markdown, misses, rows_of, values_of
from retrieval.evaluation.run import Evaluated, Judged, run
from retrieval.state.conversations import Conversations

_DEFAULT = Path("tests/questions")
_CHECKLISTS = Path("tests/checklists")


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of questions or judged checklists (JSON lines); none: all of tests/."),
    ] = None,
    show_misses: Annotated[bool, typer.Option("--misses", help="List what went wrong.")] = False,
    since: Annotated[
        Path | None, typer.Option("--since", help="Compare with a run that --json wrote before.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Search and ask questions whose answers are known, check judged projects, and print the table for each file."""
    chosen = files or [*sorted(_DEFAULT.glob("*.jsonl")), *sorted(_CHECKLISTS.glob("*.jsonl"))]
    if not chosen:
        raise typer.BadParameter(f"no question files in {_DEFAULT}/; name one")
    with failing_clearly():
        before = _values_before(since) if since else {}
    with opened() as parts, _evaluated(parts) as evaluated:
        cases = [path for path in chosen if is_case_file(path)]
        judged = {path.stem: _run(evaluated, path) for path in chosen if path not in cases}
        checked = {f"checklists/{path.stem}": _check(parts, path) for path in cases}
    if as_json:
        questions = {name: _as_json(found) for name, found in judged.items()}
        print_json({**questions, **{name: _checked_as_json(found) for name, found in checked.items()}})
        return
    for name, found in judged.items():
        out.print(markdown(f"{name} ({len(found)} questions)", rows_of(found)) + "\n", markup=False)
        if name in before:
            changes = compare(before[name], values_of(found))
            out.print(comparison_table(f"{name}, since {since}", changes) + "\n", markup=False)
        if show_misses:
            out.print("\n".join(misses(found)) + "\n", markup=False)
    for name, report in checked.items():
        out.print(checklist_table(name, report) + "\n", markup=False)
        if show_misses:
            out.print("\n".join(misses_of(report)) + "\n", markup=False)


def _check(parts: Passerelle, path: Path) -> ChecklistReport:
    return evaluate_checklists(
        read_cases(path), lambda project, language: parts.checker.check(project, ANONYMOUS, language)
    )


def _checked_as_json(report: ChecklistReport) -> dict[str, object]:
    by_language = {str(language): asdict(figures) for language, figures in report.by_language.items()}
    return {"all": asdict(report.overall), **by_language, "values": {}, "misses": misses_of(report)}


@contextmanager
def _evaluated(parts: Passerelle) -> Iterator[Evaluated]:
    """The parts of production, with conversations of its own: an evaluation leaves no trace."""
    with TemporaryDirectory() as folder:
        conversations = Conversations(f"sqlite:///{folder}/state.sqlite3")
        try:
            assistant = Assistant(parts.answerer, conversations)
            yield Evaluated(parts.searcher, assistant, parts.catalogue, ANONYMOUS)
        finally:
            conversations.close()


def _run(evaluated: Evaluated, path: Path) -> list[Judged]:
    questions = read_questions(path)

    def progress(done: int) -> None:
        if done % 25 == 0 or done == len(questions):
            err.print(f"eval: {path.stem} {done}/{len(questions)}", markup=False)

    return run(questions, evaluated, progress=progress)


def _as_json(judged: list[Judged]) -> dict[str, object]:
    measures: dict[str, dict[str, object]] = {}
    for row in rows_of(judged):
        measures.setdefault(row.measure, {})[row.group] = {
            "mean": row.share.mean,
            "count": row.share.count,
            "interval": row.share.interval,
        }
    return {
        "questions": len(judged),
        "measures": measures,
        "values": values_of(judged),
        "misses": misses(judged),
    }


def _values_before(path: Path) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """File → measure → question → value of a former run; raises PasserelleError."""
    try:
        return {name: found["values"] for name, found in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasserelleError(f"{path} is not a run that `passerelle eval --json` wrote: {error}") from error
