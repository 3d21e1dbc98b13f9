"""`passerelle ingest`: read sources into the catalogue and the index."""

from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, err, opened, out, print_json
from api.commands.gaps import asked_again_line
from api.commands.likeness import compare_new
from api.commands.progress import ProgressDisplay
from api.wiring import Passerelle
from corpus.errors import PasserelleError
from ingest.errors import SourceUnreadable
from ingest.pipeline import IngestReport, Phase, Progress
from ingest.sources.base import Source
from ingest.sources.markdown import MarkdownSource
from ingest.submissions import SubmissionSource
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
        chosen = _sources(sources or [], parts)
        with ProgressDisplay("ingest") as display:
            report = parts.ingester.ingest(
                chosen, dry_run=dry_run, rebuild=rebuild, progress=lambda done: _show(display, done)
            )
        if not dry_run:
            compare_new(parts)
        again = _asked_again(parts) if report.published else AskedAgain()
        if report.published:
            _looked(parts)
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


def _show(display: ProgressDisplay, progress: Progress) -> None:
    display.show(progress.phase.value, progress.done, progress.total, label=_WORDS[progress.phase])


def _looked(parts: Passerelle) -> None:
    """Let watches look at what was just published; what was ingested stands even if that fails."""
    try:
        parts.watching.run()
    except PasserelleError as error:
        err.print(f"watches have not looked yet: {error}", markup=False)


def _sources(named: list[str], parts: Passerelle) -> list[Source]:
    """What is named; else the corpus that ships, and the fiches that people have published here."""
    if not named:
        return [MarkdownSource.shipped(), SubmissionSource(parts.governance.submissions)]
    for name in named:
        if "://" in name:
            raise SourceUnreadable(f"{name}: web addresses are not read, only Markdown files and folders")
    return [MarkdownSource.at(Path(name)) for name in named]


def _print_report(report: IngestReport, *, dry_run: bool) -> None:
    verb = "would be " if dry_run else ""
    out.print(
        f"{report.added} {verb}added, {report.updated} {verb}updated, {report.unchanged} unchanged, "
        f"{report.removed} {verb}removed; {report.embedded_texts} texts embedded"
        + ("; index published" if report.published else "")
    )
    for failure in report.failures:
        err.print(f"not read: {failure.ref}: {failure.reason}", markup=False)
