"""`passerelle similar` and `passerelle duplicates`: what is like a fiche or an idea, and pairs over the whole catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.checklist import LANGUAGE_HELP, chosen_language, read_project
from api.commands.console import JSON_HELP, err, failing_clearly, opened, out, print_json
from api.commands.progress import ProgressDisplay
from api.routes.duplicates import MOST as MOST_PAIRS
from api.routes.duplicates import PairsOut, names_of_authors, place_of, shown
from api.routes.similar import LikenessOut
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.project import Project
from retrieval.evaluation.pairs import line_of
from retrieval.likeness.board import Status
from retrieval.likeness.scan import ScanProgress, ScanReport
from retrieval.likeness.similar import MOST
from retrieval.likeness.values import JUDGED, Pair, Reason, Verdict
from retrieval.query.language import detect_language

_EXPORT_HELP = "Write the decided pairs to this file as JSON lines, for fitting the judge, and list nothing."


def similar(
    project: Annotated[str, typer.Argument(help="Id of a fiche, a file, or an idea in free words.")],
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="How many at most.")] = 10,
    language: Annotated[str | None, typer.Option(help=LANGUAGE_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """List existing initiatives near a fiche or an idea, with reasons."""
    chosen = chosen_language(language)
    with opened() as parts:
        described = read_idea(project, parts)
        spoken = chosen or described.language
        found = parts.similar.to_project(described, ADMINISTRATOR, language=spoken, limit=limit)
        rows = [LikenessOut.of(one, spoken, parts.links) for one in found]
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
        return
    for one in found:
        out.print(f"\n{one.document.title.get(spoken)}", style="bold", markup=False)
        out.print(f"    {one.document.id} · {one.verdict.value} · {one.score:.2f}", markup=False)
        _print_reasons(one.reasons, one.differences)
    if not found:
        out.print("nothing similar", markup=False)


def read_idea(argument: str, parts: Passerelle) -> Project:
    """A fiche by id, a file, or, when it has several words, the idea itself; raises NotFound, InvalidDocument."""
    if len(argument.split()) > 1 and not Path(argument).is_file():
        return Project.of_text(argument, detect_language(argument).language)
    return read_project(argument, parts)


def duplicates(
    status: Annotated[Status, typer.Option(help="Which pairs.")] = Status.OPEN,
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Only pairs that are at least so sure.")
    ] = 0.0,
    verdict: Annotated[
        list[Verdict] | None, typer.Option(help="Only these verdicts; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST_PAIRS, help="How many at most.")] = 100,
    cursor: Annotated[str, typer.Option(help="Go on after `next` of the former page.")] = "",
    language: Annotated[str | None, typer.Option(help=LANGUAGE_HELP)] = None,
    export: Annotated[Path | None, typer.Option(help=_EXPORT_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """List candidate pairs over the whole catalogue, the surest first; what is new is compared before."""
    if export is not None:
        _export(export, as_json=as_json)
        return
    spoken = chosen_language(language) or "fr"
    with failing_clearly():
        start = place_of(cursor)
    with opened() as parts:
        compare_new(parts)
        page = parts.pairs.page(
            ADMINISTRATOR,
            language=spoken,
            status=status,
            verdicts=verdict or (),
            min_score=min_score,
            offset=start,
            limit=limit,
        )
        names = names_of_authors([one.decision for one in page.pairs], parts, ADMINISTRATOR)
    travels: PairsOut = shown(page, start + limit, names)
    if as_json:
        print_json(travels.model_dump(mode="json"))
        return
    out.print(f"{page.total} pairs", markup=False)
    for pair in page.pairs:
        _print_pair(pair)


def _export(path: Path, *, as_json: bool) -> None:
    """Write what people decided as labelled pairs; a pair that they left undecided teaches nothing."""
    with opened() as parts:
        settled = [one for one in parts.pairs.settled(ADMINISTRATOR) if one.verdict in JUDGED]
    try:
        path.write_text("".join(line_of(one.a, one.b, one.verdict) + "\n" for one in settled), "utf-8")
    except OSError as error:
        err.print(f"passerelle: {path}: {error.strerror}", markup=False)
        raise typer.Exit(1) from error
    if as_json:
        print_json({"exported": len(settled), "file": str(path)})
    else:
        out.print(f"{len(settled)} decided pairs written to {path}", markup=False)


def compare_new(parts: Passerelle) -> ScanReport:
    """Judge the fiches that are new or changed, with progress on stderr; raises EmbeddingError, CatalogueError."""
    with ProgressDisplay("compare") as display:

        def show(progress: ScanProgress) -> None:
            display.show(progress.phase, progress.done, progress.total)

        report = parts.scan.refresh(show)
        parts.scan.deepen(show)
        return report


def _print_pair(pair: Pair) -> None:
    out.print(f"\n{pair.a} ~ {pair.b}", style="bold", markup=False)
    decided = f" · decided: {pair.decision.verdict.value}" if pair.decision else ""
    out.print(f"    {pair.verdict.value} · {pair.score:.2f}{decided}", markup=False)
    _print_reasons(pair.reasons, pair.differences)


def _print_reasons(reasons: Sequence[Reason], differences: Sequence[Reason]) -> None:
    for reason in reasons:
        out.print(f"    + {reason.text}", markup=False)
    for difference in differences:
        out.print(f"    - {difference.text}", markup=False)
