"""What a benchmark found: samples summarised, claims judged, a table for people and JSON for later."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.machine import ROOT, commit, machine, versions
from benchmarks.processes import BenchmarkFailed, bounded

RESULTS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True)
class Summary:
    """The samples of one thing; p50 and p95 are interpolated."""

    unit: str
    p50: float
    p95: float
    min: float
    max: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float], unit: str) -> Summary:
        """Of at least one value."""
        low, middle, high, top = np.percentile(values, [0, 50, 95, 100])
        return cls(unit, float(middle), float(high), float(low), float(top), len(values))


@dataclass(frozen=True)
class Claim:
    """A promise with what was measured."""

    what: str
    measured: float
    relation: Literal["≤", "≥"]
    limit: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether the measurement keeps the promise."""
        return self.measured <= self.limit if self.relation == "≤" else self.measured >= self.limit


def _said(value: object) -> str:
    """An option as it may be published: paths within the checkout are told from there."""
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        return value.relative_to(ROOT).as_posix()
    return str(value)


class Report:
    """Collects what one run of one benchmark found."""

    def __init__(self, name: str, options: Mapping[str, object]) -> None:
        self.name = name
        self._options = {key: _said(value) for key, value in options.items() if value is not None}
        self._begun = datetime.now(UTC)
        self._machine = machine()
        self._corpus: dict[str, object] = {}
        self._samples: dict[str, Summary] = {}
        self._means: dict[str, float] = {}
        self._notes: list[str] = []
        self._claims: list[Claim] = []

    def corpus(self, **facts: object) -> None:
        """What the measurement ran over."""
        self._corpus.update(facts)

    def samples(self, name: str, values: Sequence[float], unit: str) -> Summary:
        """Keep the summary of some samples, and return it."""
        self._samples[name] = Summary.of(values, unit)
        return self._samples[name]

    def mean(self, name: str, values: Sequence[float]) -> None:
        """Keep the mean of a measure between 0 and 1, of which percentiles say nothing."""
        self._means[name] = float(np.mean(values))

    def note(self, markdown: str) -> None:
        """Show something more than samples."""
        self._notes.append(markdown)

    def claim(
        self, what: str, measured: float, relation: Literal["≤", "≥"], limit: float, unit: str = ""
    ) -> None:
        """Judge one promise."""
        self._claims.append(Claim(what, float(measured), relation, float(limit), unit))

    def finish(self, folder: Path) -> int:
        """Print the tables, write the JSON; 0 when all claims hold, else 1."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        content = json.dumps(self.as_dict(), ensure_ascii=False, indent=2)
        path.write_text(content + "\n", "utf-8")
        print(f"{self.markdown()}\n\nwritten: {path}", flush=True)
        return 0 if all(claim.holds for claim in self._claims) else 1

    def as_dict(self) -> dict[str, object]:
        """Everything, as JSON values."""
        return {
            "name": self.name,
            "date": self._begun.isoformat(timespec="seconds"),
            "seconds": round((datetime.now(UTC) - self._begun).total_seconds(), 1),
            "commit": commit(),
            "machine": self._machine,
            "versions": versions(),
            "corpus": self._corpus,
            "options": self._options,
            "claims": [{**asdict(claim), "holds": claim.holds} for claim in self._claims],
            "samples": {name: asdict(summary) for name, summary in self._samples.items()},
            "means": self._means,
            "notes": self._notes,
        }

    def markdown(self) -> str:
        """The samples, then the claims."""
        about = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in self._corpus.items())
        lines = [f"### {self.name} ({about})", "", *self._notes]
        if self._samples:
            lines += ["| | p50 | p95 | min | max | n | |", "|---|---|---|---|---|---|---|"]
        for name, one in self._samples.items():
            cells = " | ".join(_short(value) for value in (one.p50, one.p95, one.min, one.max))
            lines.append(f"| {name} | {cells} | {one.n} | {one.unit} |")
        if self._claims:
            lines += ["", "| claim | measured | limit | |", "|---|---|---|---|"]
        for claim in self._claims:
            limit = f"{claim.relation} {_short(claim.limit)} {claim.unit}".strip()
            measured = f"{_short(claim.measured)} {claim.unit}".strip()
            lines.append(
                f"| {claim.what} | {measured} | {limit} | {'holds' if claim.holds else '**FAILS**'} |"
            )
        return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def command_line(description: str | None, *, minutes: float) -> argparse.ArgumentParser:
    """A parser with what all benchmarks take; `minutes` is when this one gives up by itself."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the JSON result")
    parser.add_argument("--minutes", type=float, default=minutes, help="give up after (default %(default)g)")
    return parser


@contextmanager
def reported(name: str, arguments: argparse.Namespace) -> Iterator[Report]:
    """A report, within the time that the command line allows; what does not work ends in one line."""
    try:
        with bounded(arguments.minutes):
            yield Report(name, vars(arguments))
    except BenchmarkFailed as error:
        raise SystemExit(f"{name}: {error}") from error
