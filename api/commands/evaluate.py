"""`passerelle eval`: the evaluation, with its table; and two of them compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, err, failing_clearly, opened, out, print_json
from api.commands.suites import CASES, Report
from api.wiring import Passerelle
from corpus.access import ANONYMOUS
from corpus.errors import PasserelleError
from retrieval.answering.assistant import Assistant
from retrieval.evaluation.comparison import compare, comparison_table
from retrieval.evaluation.questions import read_questions
from retrieval.evaluation.report import markdown, misses, rows_of, values_of
from retrieval.evaluation.run import Evaluated, Judged, run
from retrieval.state.conversations import Conversations

_FOLDERS = tuple(Path("tests") / name for name in ("questions", "checklists", "ideas", "pairs"))


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files of questions, checklists, ideas or pairs (JSON lines); none: all of tests/."
        ),
    ] = None,
    show_misses: Annotated[bool, typer.Option("--misses", help="List what went wrong.")] = False,
    since: Annotated[
        Path | None, typer.Option("--since", help="Compare with a run that --json wrote before.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Ask what is known and judge what was judged: questions, checklists, ideas, pairs; a table for each file."""
    chosen = files or [path for folder in _FOLDERS for path in sorted(folder.glob("*.jsonl"))]
    if not chosen:
        raise typer.BadParameter("no files in tests/; name one")
    with failing_clearly():
        before = _values_before(since) if since else {}
    with opened() as parts, _evaluated(parts) as evaluated:
        reports = dict(_report(path, parts, evaluated) for path in chosen)
    if as_json:
        print_json({name: report.figures for name, report in reports.items()})
        return
    for name, report in reports.items():
        out.print(report.table + "\n", markup=False)
        if name in before:
            changes = compare(before[name], report.values)
            out.print(comparison_table(f"{name}, since {since}", changes) + "\n", markup=False)
        if show_misses:
            out.print("\n".join(report.misses) + "\n", markup=False)


def _report(path: Path, parts: Passerelle, evaluated: Evaluated) -> tuple[str, Report]:
    """The report of a file under its name; what a file holds is told by its first line."""
    keys = _keys(path)
    for folder, mark, judge in CASES:
        if mark in keys:
            name = f"{folder}/{path.stem}"
            return name, judge(name, path, parts)
    return path.stem, _asked(path, evaluated)


def _keys(path: Path) -> frozenset[str]:
    """The keys of the first line; none where it cannot be read, which reading it as questions then says."""
    try:
        return frozenset(json.loads(path.read_text("utf-8").partition("\n")[0]))
    except (OSError, ValueError, TypeError):
        return frozenset()


def _asked(path: Path, evaluated: Evaluated) -> Report:
    found = _run(evaluated, path)
    return Report(
        table=markdown(f"{path.stem} ({len(found)} questions)", rows_of(found)),
        misses=misses(found),
        values=values_of(found),
        figures=_as_json(found),
    )


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
