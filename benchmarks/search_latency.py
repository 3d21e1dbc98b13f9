"""A search over HTTP, end to end, against embedding the same question and nothing else.

Claims: p50 at most 1.5 × and p95 at most 2.5 × the bare embedding; at most 10 ms (p50) for a question asked
before, whose vector is remembered. Each question goes to both sides in turn; who begins changes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from benchmarks.homes import add_home_options, assembled, ingested_home, size_of
from benchmarks.processes import BareModel, BenchmarkFailed, Server, bare_model, serving
from benchmarks.questions import WARM_UP, questions
from benchmarks.report import Report, command_line, reported

_PAUSE = 0.02  # threads of the one side spin for some milliseconds, which the other would pay


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=60)
    add_home_options(parser)
    parser.add_argument("--questions", type=int, default=100)
    arguments = parser.parse_args(argv)
    with reported("search_latency", arguments) as report, ingested_home(arguments) as home:
        with assembled(home) as parts:
            report.corpus(**size_of(parts))
            model = parts.settings.model_folder
        asked, origin = questions(arguments.questions)
        report.corpus(questions=len(asked), origin_of_questions=origin)
        with serving(home) as server, bare_model(model) as bare:
            server.first_answer(WARM_UP[0])
            for question in WARM_UP:
                _search(server, question)
                bare.seconds(question)
            _measure(report, server, bare, asked)
        return report.finish(arguments.out)


def _measure(report: Report, server: Server, bare: BareModel, asked: Sequence[str]) -> None:
    searching: list[float] = []
    embedding: list[float] = []
    for number, question in enumerate(asked):
        for side in ("search", "bare") if number % 2 else ("bare", "search"):
            time.sleep(_PAUSE)
            if side == "search":
                searching.append(_search(server, question))
            else:
                embedding.append(bare.seconds(question))
    again = [_search(server, question) for question in asked]

    ours = report.samples("GET /v1/search", [1000 * one for one in searching], "ms")
    theirs = report.samples("bare embedding", [1000 * one for one in embedding], "ms")
    remembered = report.samples("GET /v1/search, asked before", [1000 * one for one in again], "ms")
    report.claim("p50 of a search, of the bare embedding", ours.p50 / theirs.p50, "≤", 1.5, "×")
    report.claim("p95 of a search, of the bare embedding", ours.p95 / theirs.p95, "≤", 2.5, "×")
    report.claim("p50 of a search asked before", remembered.p50, "≤", 10.0, "ms")


def _search(server: Server, question: str) -> float:
    start = time.perf_counter()
    content = server.get("/v1/search", q=question)
    seconds = time.perf_counter() - start
    if "results" not in json.loads(content):
        raise BenchmarkFailed("a search without results in its body")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
