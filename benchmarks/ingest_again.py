"""Ingesting again: what has not changed costs nothing, what has changed costs little.

Claims: with nothing changed, at most 2 % of the first ingest; with one file changed, at most 3 s beyond
loading the model by the command, and at most 3 s in a process that has it loaded.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.homes import CORPUS, assembled, corpus_copy, temporary_folder, unpack_model
from benchmarks.processes import passerelle, timed_command
from benchmarks.report import Report, command_line, reported
from ingest.pipeline import Ingester
from ingest.sources.markdown import MarkdownSource

# What each command that embeds must do before it can: start, import the library, load the model.
_LOAD = """
import sys
from pathlib import Path
from benchmarks.homes import assembled
with assembled(Path(sys.argv[1])) as parts:
    parts.embedder.embed_passages(["bonjour"])
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=60)
    parser.add_argument("--folder", type=Path, default=CORPUS / "practices", help="what is ingested, copied")
    parser.add_argument("--full", action="store_true", help="the whole corpus instead")
    parser.add_argument("--documents", type=int, help="so many of its documents only (a trial)")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args(argv)
    with reported("ingest_again", arguments) as report, temporary_folder() as folder:
        chosen = CORPUS if arguments.full else arguments.folder.resolve()
        source = corpus_copy(folder / "source", of=chosen, documents=arguments.documents)
        _measure(report, folder / "home", source, arguments.rounds)
        return report.finish(arguments.out)


def _measure(report: Report, home: Path, source: Path, rounds: int) -> None:
    home.mkdir()
    unpack_model(home)
    edits = _edits(source)
    first = timed_command(passerelle("ingest", str(source)), home)
    print(f"first ingest: {first:.1f} s", file=sys.stderr, flush=True)

    loading: list[float] = []
    changed: list[float] = []
    unchanged: list[float] = []
    for _ in range(rounds):
        loading.append(timed_command([sys.executable, "-c", _LOAD, str(home)], None))
        next(edits)
        changed.append(timed_command(passerelle("ingest", str(source)), home))
        unchanged.append(timed_command(passerelle("ingest", str(source)), home))

    running: list[float] = []
    idle: list[float] = []
    with assembled(home) as parts:
        parts.embedder.embed_passages(["bonjour"])
        for _ in range(rounds):
            next(edits)
            running.append(_seconds(parts.ingester, source))
            idle.append(_seconds(parts.ingester, source))
        texts = parts.catalogue.vectors.texts_without("none")
        report.corpus(documents=len(list(source.rglob("*.md"))), texts=len(texts))

    report.samples("command, first ingest", [first], "s")
    nothing = report.samples("command, nothing changed", unchanged, "s")
    report.samples("command, one file changed", changed, "s")
    report.samples("start, import and load the model", loading, "s")
    beyond = [one - other for one, other in zip(changed, loading, strict=True)]
    extra = report.samples("one file changed, beyond loading", beyond, "s")
    warm = report.samples("model loaded, one file changed", running, "s")
    report.samples("model loaded, nothing changed", idle, "s")
    report.claim("nothing changed, of the first ingest", 100 * nothing.p50 / first, "≤", 2.0, "%")
    report.claim("one file changed, beyond loading the model", extra.p50, "≤", 3.0, "s")
    report.claim("one file changed, in a running process", warm.p50, "≤", 3.0, "s")


def _edits(source: Path) -> Iterator[None]:
    """Each step changes a sentence in another file, for good."""
    for number, path in enumerate(itertools.cycle(sorted(source.rglob("*.md"))), start=1):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nUne phrase de plus, la {number}e, que l'on vient d'ajouter.\n")
        yield


def _seconds(ingester: Ingester, source: Path) -> float:
    """One ingest as a running process does it: the folder is listed anew."""
    start = time.perf_counter()
    report = ingester.ingest([MarkdownSource.at(source)])
    seconds = time.perf_counter() - start
    if report.failures:
        raise ValueError(f"not read: {report.failures[0]}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
