"""`passerelle eval`: the evaluation, with its table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, err, opened, out, print_json
from api.wiring import Passerelle
from corpus.access import ANONYMOUS
from retrieval.evaluation.questions import read_questions
from retrieval.evaluation.report import markdown, misses, rows_of
from retrieval.evaluation.run import Judged, run

_DEFAULT = Path("tests/questions")


def evaluate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Question files (JSON lines); none: tests/questions/*.jsonl.")
    ] = None,
    show_misses: Annotated[bool, typer.Option("--misses", help="List what went wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Search and ask questions whose answers are known, and print the table for each file."""
    chosen = files or sorted(_DEFAULT.glob("*.jsonl"))
    if not chosen:
        raise typer.BadParameter(f"no question files in {_DEFAULT}/; name one")
    with opened() as parts:
        judged = {path: _run(parts, path) for path in chosen}
    if as_json:
        print_json({path.stem: _as_json(found) for path, found in judged.items()})
        return
    for path, found in judged.items():
        out.print(markdown(f"{path.stem} ({len(found)} questions)", rows_of(found)) + "\n", markup=False)
        if show_misses:
            out.print("\n".join(misses(found)) + "\n", markup=False)


def _run(parts: Passerelle, path: Path) -> list[Judged]:
    questions = read_questions(path)

    def progress(done: int) -> None:
        if done % 25 == 0 or done == len(questions):
            err.print(f"eval: {path.stem} {done}/{len(questions)}", markup=False)

    return run(questions, parts.searcher, parts.answerer, parts.catalogue, ANONYMOUS, progress=progress)


def _as_json(judged: list[Judged]) -> dict[str, object]:
    measures: dict[str, dict[str, object]] = {}
    for row in rows_of(judged):
        measures.setdefault(row.measure, {})[row.group] = {
            "mean": row.share.mean,
            "count": row.share.count,
            "interval": row.share.interval,
        }
    return {"questions": len(judged), "measures": measures, "misses": misses(judged)}
