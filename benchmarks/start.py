"""From starting `passerelle serve` to its first answer, and what it then holds in memory.

Against a fresh process that only imports sentence-transformers and loads the same model. Claims: at most 8 s
or 1.5 × that, whichever is larger; at most 1.2 GB resident at rest.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.homes import add_home_options, assembled, ingested_home, size_of
from benchmarks.processes import BenchmarkFailed, bare_model, serving
from benchmarks.report import command_line, reported

# Not a figure and not a name: answering it needs the model and both indexes.
_QUESTION = "Comment réduire l'éclairage public la nuit sans inquiéter les habitants ?"
_REST = 2.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=60)
    add_home_options(parser)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args(argv)
    with reported("start", arguments) as report, ingested_home(arguments) as home:
        with assembled(home) as parts:
            report.corpus(**size_of(parts))
            model = parts.settings.model_folder
        answering: list[float] = []
        resident: list[float] = []
        loading: list[float] = []
        for _ in range(arguments.rounds):
            seconds, gigabytes = _start(home)
            answering.append(seconds)
            resident.append(gigabytes)
            with bare_model(model) as bare:
                loading.append(bare.loading_seconds)
        ours = report.samples("serve, to the first answer", answering, "s")
        theirs = report.samples("import and load the model", loading, "s")
        memory = report.samples("serve, resident at rest", resident, "GB")
        report.samples("ratio", [one / two for one, two in zip(answering, loading, strict=True)], "×")
        report.claim("time to the first answer", ours.p50, "≤", max(8.0, 1.5 * theirs.p50), "s")
        report.claim("resident memory", memory.p50, "≤", 1.2, "GB")
        return report.finish(arguments.out)


def _start(home: Path) -> tuple[float, float]:
    """Seconds to the first answer, and gigabytes (10⁹ bytes) some time after it."""
    with serving(home) as server:
        answer = server.first_answer(_QUESTION)
        seconds = time.perf_counter() - server.begun
        if answer["outcome"] == "unavailable":
            raise BenchmarkFailed(f"the first answer is none: {answer['text']}")
        time.sleep(_REST)
        return seconds, server.resident_bytes / 1e9


if __name__ == "__main__":
    sys.exit(main())
