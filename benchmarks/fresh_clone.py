"""From nothing to the first answer: git clone, `make setup`, ingest, serve, ask. By hand: many minutes.

What is committed is measured, not what lies in the working folder. `make setup` downloads from the package
registry. No claim: the time of each part is shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.homes import temporary_folder
from benchmarks.machine import ROOT
from benchmarks.processes import BenchmarkFailed, passerelle, serving, timed_command
from benchmarks.report import Report, command_line, reported

_QUESTION = "Quelles communes ont installé un éclairage public intelligent ?"


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=120)
    parser.add_argument("--skip-setup", action="store_true", help="use this interpreter's packages")
    parser.add_argument("--source", type=Path, help="ingest a part of the clone, such as corpus/practices")
    arguments = parser.parse_args(argv)
    with reported("fresh_clone", arguments) as report, temporary_folder() as folder:
        _measure(report, folder, skip_setup=arguments.skip_setup, source=arguments.source)
        return report.finish(arguments.out)


def _measure(report: Report, folder: Path, *, skip_setup: bool, source: Path | None) -> None:
    clone, home = folder / "clone", folder / "home"
    home.mkdir()
    parts = {
        "git clone": timed_command(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], None)
    }
    report.corpus(documents=sum(1 for path in (clone / "corpus").rglob("*.md")))
    if skip_setup:
        python = sys.executable
        _check_imports(python, clone)
    else:
        parts["make setup"] = timed_command(["make", "setup", f"PYTHON={sys.executable}"], None, cwd=clone)
        python = str(clone / ".venv" / "bin" / "python")
    sources = [str(clone / source)] if source else []
    parts["ingest"] = timed_command(passerelle("ingest", *sources, python=python), home, cwd=clone)
    with serving(home, python=python, cwd=clone) as server:
        server.first_answer(_QUESTION)
        parts["serve, to the first answer"] = time.perf_counter() - server.begun
    for name, seconds in parts.items():
        report.samples(name, [seconds], "s")
    report.samples("all", [sum(parts.values())], "s")


def _check_imports(python: str, clone: Path) -> None:
    """An interpreter with an editable installation must still import the clone, which it runs in."""
    program = "import api, sys; sys.exit(not api.__file__.startswith(sys.argv[1]))"
    try:
        timed_command([python, "-c", program, str(clone)], None, cwd=clone)
    except BenchmarkFailed as error:
        raise BenchmarkFailed(f"{python} does not import the clone") from error


if __name__ == "__main__":
    sys.exit(main())
