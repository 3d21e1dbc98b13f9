"""`python -m benchmarks`: lists the benchmarks; `python -m benchmarks all` or some names: runs them in turn.

Those that need an ingested home share one, made once, or `--home`.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.homes import add_home_options, ingested_home
from benchmarks.machine import ROOT
from benchmarks.processes import BenchmarkFailed, bounded, environment
from benchmarks.report import RESULTS

_NEED_HOME = ("retrieval", "search_latency", "answering", "concurrency", "start")
_ALL = ("ingest_rate", "ingest_again", *_NEED_HOME)
_BY_HAND = ("fresh_clone", "likeness_scale", "slack_load")
_TRIAL_DOCUMENTS = 5


def main(argv: Sequence[str] | None = None) -> int:
    """List, or run one after the other: never two at once, they would measure each other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="'all', or some of the names listed without any"
    )
    add_home_options(parser)
    parser.add_argument("--trial", action="store_true", help="the smallest samples, to see that all works")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the JSON results")
    parser.add_argument("--minutes", type=float, default=90, help="give up after (default %(default)g)")
    arguments = parser.parse_args(argv)
    if not arguments.names:
        print(_listing())
        return 0
    names = _ALL if arguments.names == ["all"] else tuple(arguments.names)
    for name in names:
        if name not in (*_ALL, *_BY_HAND):
            parser.error(f"no benchmark {name!r}")
    if arguments.trial and not arguments.home:
        arguments.documents = arguments.documents or _TRIAL_DOCUMENTS
    try:
        with bounded(arguments.minutes):
            failed = _run_all(names, arguments)
    except BenchmarkFailed as error:
        raise SystemExit(str(error)) from error
    print(
        f"\n{len(names) - len(failed)} of {len(names)} hold"
        + (f"; not: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


def _run_all(names: Sequence[str], arguments: argparse.Namespace) -> list[str]:
    """The names of those whose claims do not hold, or that did not work."""
    out = ["--out", str(arguments.out.resolve())]
    small = {
        "ingest_rate": ["--sample", "36", "--rounds", "1"],
        "ingest_again": ["--documents", "3", "--rounds", "1"],
        "retrieval": ["--limit", "10"],
        "search_latency": ["--questions", "10"],
        "answering": ["--questions", "10"],
        "concurrency": ["--questions", "32"],
        "start": ["--rounds", "1"],
    }
    trial = small if arguments.trial else {}
    alone = [name for name in names if name not in _NEED_HOME]
    failed = [name for name in alone if not _run(name, [*out, *trial.get(name, [])])]
    sharing = [name for name in names if name in _NEED_HOME]
    if sharing:
        with ingested_home(arguments) as home:
            shared = [*out, "--home", str(home)]
            failed += [name for name in sharing if not _run(name, [*shared, *trial.get(name, [])])]
    return failed


def _run(name: str, options: Sequence[str]) -> bool:
    """Whether its claims hold; it bounds itself in time, and is told to end when this one is."""
    print(f"\n== {name} {' '.join(options)}", file=sys.stderr, flush=True)
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{name}", *options], cwd=ROOT, env=environment(None)
    )
    try:
        return process.wait() == 0
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def _listing() -> str:
    lines = []
    for name in (*_ALL, *_BY_HAND):
        described = importlib.import_module(f"benchmarks.{name}").__doc__ or ""
        lines.append(f"{name:<16}{described.splitlines()[0]}")
    return "\n".join(
        [*lines, "", "python -m benchmarks all [--home PATH], or python -m benchmarks.NAME --help"]
    )


if __name__ == "__main__":
    sys.exit(main())
