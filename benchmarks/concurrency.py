"""Thirty-two askers at once against one: how long each waits, and what the server gets done.

Claims: no request fails; thirty-two askers get at least as many answers a second as one does. The wait of each
is stated beside one asker's: on two cores it grows with the askers, by less than their number.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.homes import add_home_options, assembled, ingested_home, size_of
from benchmarks.processes import Server, serving
from benchmarks.questions import WARM_UP, questions
from benchmarks.report import Report, command_line, reported

_ASKERS = 32


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=60)
    add_home_options(parser)
    parser.add_argument("--questions", type=int, default=128, help="in all, each asked once by one asker")
    arguments = parser.parse_args(argv)
    with reported("concurrency", arguments) as report, ingested_home(arguments) as home:
        with assembled(home) as parts:
            report.corpus(**size_of(parts))
        asked, origin = questions(2 * arguments.questions)
        report.corpus(questions=len(asked), origin_of_questions=origin, askers=_ASKERS)
        alone, together = asked[::2], asked[1::2]  # none twice: no vector is remembered
        with serving(home) as server:
            for question in WARM_UP:
                server.first_answer(question)
            _measure(report, server, alone, together)
        return report.finish(arguments.out)


def _measure(report: Report, server: Server, alone: Sequence[str], together: Sequence[str]) -> None:
    start = time.perf_counter()
    waits = [_wait(server, question) for question in alone]
    rate_alone = len(alone) / (time.perf_counter() - start)

    connections = [server.beside() for _ in range(_ASKERS)]
    shares = [together[number::_ASKERS] for number in range(_ASKERS)]
    start = time.perf_counter()
    with ThreadPoolExecutor(_ASKERS) as pool:
        found = list(pool.map(_all_waits, connections, shares))
    rate_together = len(together) / (time.perf_counter() - start)
    failed = sum(one is None for some in found for one in some)

    one = report.samples("POST /v1/ask, one asker", [1000 * wait for wait in waits], "ms")
    many = report.samples(
        f"POST /v1/ask, {_ASKERS} askers",
        [1000 * wait for some in found for wait in some if wait is not None],
        "ms",
    )
    report.samples("answers a second, one asker", [rate_alone], "/s")
    report.samples(f"answers a second, {_ASKERS} askers", [rate_together], "/s")
    report.claim("requests that failed", failed, "≤", 0)
    report.claim("answers a second, of one asker's", rate_together / rate_alone, "≥", 1.0, "×")
    report.claim(f"p95 of {_ASKERS} askers, of one asker's", many.p95 / one.p95, "≤", _ASKERS, "×")


def _all_waits(server: Server, some: Sequence[str]) -> list[float | None]:
    """The seconds of each answer, None where there was none."""
    waits: list[float | None] = []
    for question in some:
        try:
            waits.append(_wait(server, question))
        except Exception as error:  # counted, and the asker goes on
            print(f"failed: {error}", file=sys.stderr)
            waits.append(None)
    return waits


def _wait(server: Server, question: str) -> float:
    start = time.perf_counter()
    json.loads(server.post("/v1/ask", {"question": question}))["outcome"]
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
