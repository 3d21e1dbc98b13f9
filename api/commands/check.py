"""`passerelle check`: the corpus check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, failing_clearly, out, print_json
from corpus.check import check_folder
from corpus.errors import PasserelleError
from ingest.sources.markdown import corpus_folder


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(exists=True, file_okay=False, help="A corpus folder; none: the one that ships."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Check every document: form, ids, references, languages, plausibility; exit code 1 on a finding."""
    with failing_clearly():
        report = check_folder(folder or corpus_folder())
        if not (report.documents or report.findings):
            raise PasserelleError(f"there is no sheet to check below {folder}")
    if as_json:
        print_json(report)
    else:
        for finding in report.findings:
            out.print(f"{finding.source}: {finding.problem}", markup=False)
        for run in report.shared_runs[:10]:
            out.print(f"shared by {', '.join(run.documents)}: {run.words}", style="dim", markup=False)
        out.print(f"{report.documents} documents, {len(report.findings)} findings", markup=False)
    if report.findings:
        raise typer.Exit(1)
