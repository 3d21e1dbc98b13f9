"""An answer against a search for the same question, both over HTTP; and how soon a stream says something.

Claims: p50 of an answer at most 2 × that of a search, extracted and computed ones alike; the first event of a
streamed answer within 300 ms of what a search takes (p50). Vectors of the questions are remembered on both
sides, so that the model's share hides nothing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from benchmarks.homes import add_home_options, assembled, ingested_home, size_of
from benchmarks.processes import BenchmarkFailed, Server, serving
from benchmarks.questions import WARM_UP, questions
from benchmarks.report import Report, command_line, reported


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=60)
    add_home_options(parser)
    parser.add_argument("--questions", type=int, default=100)
    arguments = parser.parse_args(argv)
    with reported("answering", arguments) as report, ingested_home(arguments) as home:
        with assembled(home) as parts:
            report.corpus(**size_of(parts))
        asked, origin = questions(arguments.questions)
        report.corpus(questions=len(asked), origin_of_questions=origin)
        with serving(home) as server:
            server.first_answer(WARM_UP[0])
            for question in asked:
                server.get("/v1/search", q=question)  # their vectors are remembered from here on
            _measure(report, server, asked)
        return report.finish(arguments.out)


def _measure(report: Report, server: Server, asked: Sequence[str]) -> None:
    searching: list[float] = []
    streaming: list[float] = []
    answering: dict[str, list[float]] = {"structured": [], "extractive": []}
    searched_for: dict[str, list[float]] = {"structured": [], "extractive": []}
    for question in asked:
        seconds = _search(server, question)
        searching.append(seconds)
        mode, answered = _answer(server, question)
        if mode in answering:
            answering[mode].append(answered)
            searched_for[mode].append(seconds)
        streaming.append(server.first_event("/v1/ask", {"question": question}))
    search = report.samples("GET /v1/search", _ms(searching), "ms")
    for mode, name in (("extractive", "an extracted answer"), ("structured", "a computed answer")):
        if answering[mode]:
            ours = report.samples(f"POST /v1/ask, {name}", _ms(answering[mode]), "ms")
            theirs = report.samples(f"GET /v1/search for {name}", _ms(searched_for[mode]), "ms")
            report.claim(f"p50 of {name}, of a search", ours.p50 / theirs.p50, "≤", 2.0, "×")
    first = report.samples("first event of a streamed answer", _ms(streaming), "ms")
    report.claim("p50 of a stream's first event after a search's", first.p50 - search.p50, "≤", 300, "ms")


def _answer(server: Server, question: str) -> tuple[str, float]:
    """How it was answered ("refused" when it was not), and the seconds it took."""
    start = time.perf_counter()
    answer = json.loads(server.post("/v1/ask", {"question": question}))
    seconds = time.perf_counter() - start
    if "outcome" not in answer:
        raise BenchmarkFailed("an answer without an outcome")
    return str(answer["mode"]) if answer["citations"] or answer["figures"] else "refused", seconds


def _search(server: Server, question: str) -> float:
    start = time.perf_counter()
    server.get("/v1/search", q=question)
    return time.perf_counter() - start


def _ms(seconds: Sequence[float]) -> list[float]:
    return [1000 * one for one in seconds]


if __name__ == "__main__":
    sys.exit(main())
