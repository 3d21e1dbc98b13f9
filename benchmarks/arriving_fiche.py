"""What one more fiche costs beside a search: asking over HTTP what is like it, and judging its pairs when it has come."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.generated_fiches import Generated, record_of
from benchmarks.homes import assembled
from benchmarks.processes import Server, serving
from benchmarks.questions import WARM_UP, questions
from benchmarks.report import Report

_FIELDS = ("municipality", "lead", "domains", "technologies", "municipal_services", "start_year")


def measure(report: Report, home: Path, fiches: Sequence[Generated], rounds: int) -> None:
    """A search, what is like an idea, what is like a fiche, and the refresh after one came: in turn."""
    asked, _ = questions(rounds)
    searching: list[float] = []
    ideas: list[float] = []
    similar: list[float] = []
    refreshing: list[float] = []
    with serving(home) as server, assembled(home) as parts:
        server.first_answer(WARM_UP[0])
        parts.scan.refresh()
        for question in WARM_UP:
            server.get("/v1/search", q=question)
            _seconds(server, {"text": question})
        for question, one in zip(asked, fiches, strict=False):
            start = time.perf_counter()
            server.get("/v1/search", q=question)
            searching.append(time.perf_counter() - start)
            ideas.append(_seconds(server, {"text": f"{one.document.title.get(one.document.language)}."}))
            similar.append(_seconds(server, {"fiche": _sent(one)}))
            parts.catalogue.writer.put([record_of(one)])
            start = time.perf_counter()
            parts.scan.refresh()
            refreshing.append(time.perf_counter() - start)
    search = report.samples("GET /v1/search", [1000 * one for one in searching], "ms")
    for name, samples in (
        ("POST /v1/similar, an idea in one sentence", ideas),
        ("POST /v1/similar, a fiche", similar),
        ("the scan after one fiche arrived", refreshing),
    ):
        ours = report.samples(name, [1000 * one for one in samples], "ms")
        report.claim(f"p50 of {name}, of a search", ours.p50 / search.p50, "≤", 1.5, "×")


def _sent(one: Generated) -> dict[str, object]:
    document = one.document
    fields = document.fields.model_dump(mode="json", include=set(_FIELDS))
    known = {name: value for name, value in fields.items() if value}
    return {"title": document.title.get(document.language), "body": document.body, **known}


def _seconds(server: Server, body: object) -> float:
    start = time.perf_counter()
    found = json.loads(server.post("/v1/similar", body))
    assert isinstance(found, list)
    return time.perf_counter() - start
