"""`passerelle ingest`: read sources into the catalogue and the index."""

from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from api.commands.console import JSON_HELP, err, opened, out, print_json
from api.commands.gaps import asked_again_line
from api.wiring import Passerelle
from corpus.errors import PasserelleError
from ingest.errors import SourceUnreadable
from ingest.pipeline import IngestReport, Phase, Progress
from ingest.sources.base import Source
from ingest.sources.markdown import MarkdownSource
from retrieval.gaps.asking import AskedAgain

_log = logging.getLogger(__name__)
_WORDS = {
    Phase.READING: "lecture",
    Phase.EMBEDDING: "vecteurs",
    Phase.WRITING: "catalogue",
    Phase.PUBLISHING: "index",
    Phase.DONE: "fini",
}


def ingest(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Folders or Markdown files; none: the corpus that ships.")
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Derive everything anew.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Read sources into the catalogue and the index; what has not changed costs nothing."""
    with opened() as parts:
        chosen = _sources(sources or [])
        with _Display() as display:
            report = parts.ingester.ingest(chosen, dry_run=dry_run, rebuild=rebuild, progress=display.show)
        again = _asked_again(parts) if report.published else AskedAgain()
    if as_json:
        print_json({**asdict(report), "dry_run": dry_run})
    else:
        _print_report(report, dry_run=dry_run)
    if again.asked:
        (err if as_json else out).print(asked_again_line(again))
    if report.failures:
        raise typer.Exit(1)


def _asked_again(parts: Passerelle) -> AskedAgain:
    """Ask the open questions of what was just published; what was ingested stands even if that fails."""
    try:
        return parts.asking.run()
    except PasserelleError as error:
        err.print(f"open questions were not asked again: {error}", markup=False)
        return AskedAgain()


def _sources(named: list[str]) -> list[Source]:
    if not named:
        return [MarkdownSource.shipped()]
    for name in named:
        if "://" in name:
            raise SourceUnreadable(f"{name}: web addresses are not read, only Markdown files and folders")
    return [MarkdownSource.at(Path(name)) for name in named]


class _Display:
    """A progress bar on a terminal; elsewhere one line for each phase."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description:>10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=err,
            transient=True,
        )
        self._task: TaskID | None = None
        self._phase: Phase | None = None

    def __enter__(self) -> _Display:
        if err.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Show how far the ingest is."""
        if not err.is_terminal:
            if progress.phase is not self._phase:
                err.print(f"ingest: {progress.phase.value} {progress.done}/{progress.total}", markup=False)
        elif progress.phase is not self._phase or self._task is None:
            self._task = self._bar.add_task(_WORDS[progress.phase], total=progress.total)
        else:
            self._bar.update(self._task, completed=progress.done, total=progress.total)
        self._phase = progress.phase


def _print_report(report: IngestReport, *, dry_run: bool) -> None:
    verb = "would be " if dry_run else ""
    out.print(
        f"{report.added} {verb}added, {report.updated} {verb}updated, {report.unchanged} unchanged, "
        f"{report.removed} {verb}removed; {report.embedded_texts} texts embedded"
        + ("; index published" if report.published else "")
    )
    for failure in report.failures:
        err.print(f"not read: {failure.ref}: {failure.reason}", markup=False)
