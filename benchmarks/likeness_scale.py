"""Looking for duplicates in ten and a hundred thousand fiches, and what one arriving fiche costs.

Claims: at least 0.97 of the planted pairs come to be judged, and are proposed; processor time grows with the fiches to the power of at most 1.2; what is
like an idea, and the pairs of one arriving fiche, take at most 1.5 × a search. Fiches are generated (`generated_fiches`), the
planted ones and as many others as `--embedded` says are embedded by the network, the other vectors recombined (`prepared_vectors`).
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import arriving_fiche, rival_candidates
from benchmarks.generated_fiches import Catalogue as GeneratedCatalogue
from benchmarks.generated_fiches import Generated, Generator, Planted, descriptions, record_of
from benchmarks.homes import add_home_options, assembled, ingested_home, temporary_folder
from benchmarks.machine import ROOT
from benchmarks.prepared_vectors import VectorFile, Vectors, recombined
from benchmarks.processes import BenchmarkFailed, environment
from benchmarks.report import Report, command_line, reported
from corpus.access import ADMINISTRATOR
from corpus.filters import Filters
from corpus.project import Project
from retrieval.catalogue.catalogue import Catalogue
from retrieval.likeness.meanings import Meanings
from retrieval.likeness.pairs import PairStore
from retrieval.likeness.profile import profile_of
from retrieval.likeness.values import Verdict

_A_WRITE = 1_000
_ARRIVING = 10
_AT_MOST = (1, 3, 5, 10, 24)  # candidates of a fiche, for the rivals
_SAME = frozenset({Verdict.DUPLICATE, Verdict.LATER_PHASE})


@dataclass(frozen=True)
class Prepared:
    """Generated fiches with their vectors, planted pairs first."""

    generated: GeneratedCatalogue
    vectors: Vectors
    embedded: int

    def first(self, size: int) -> tuple[Sequence[Generated], Vectors]:
        """So many of them."""
        return self.generated.fiches[:size], self.vectors[:size]


@dataclass(frozen=True)
class Scanned:
    """What one scan did, and the verdicts on the pairs that it proposes."""

    size: int
    told: Mapping[str, Any]
    verdicts: Mapping[tuple[str, str], Verdict]


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=240)
    add_home_options(parser)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--pairs", type=int, default=500, help="that are planted")
    parser.add_argument(
        "--embedded", type=int, default=10_000, help="fiches whose vectors are the network's own"
    )
    parser.add_argument("--vectors", type=Path, help="a file that keeps embedded vectors from run to run")
    parser.add_argument(
        "--rivals", type=int, default=10_000, help="fiches for the comparison of candidates; 0: none"
    )
    parser.add_argument("--rounds", type=int, default=20, help="of arriving fiches")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args(argv)
    with reported("likeness_scale", arguments) as report, ingested_home(arguments) as home:
        with assembled(home) as parts, temporary_folder() as folder:
            fiches = parts.catalogue.matching(Filters(kind=("initiative",)), ADMINISTRATOR)
            generator = Generator(descriptions(fiches), arguments.seed)
            generated = generator.catalogue(max(arguments.sizes), arguments.pairs)
            kept = arguments.vectors or folder / "vectors.npz"
            prepared = _prepared(report, generated, parts.meanings, kept, arguments)
        scans = [_scan(prepared, size) for size in arguments.sizes]
        _tell_scans(report, prepared, scans)
        if arguments.rivals:
            _compare(report, prepared, arguments.rivals, scans)
        arriving_fiche.measure(report, home, generated.fiches, arguments.rounds)
        return report.finish(arguments.out)


def _prepared(
    report: Report,
    generated: GeneratedCatalogue,
    meanings: Meanings,
    kept: Path,
    arguments: argparse.Namespace,
) -> Prepared:
    fiches = generated.fiches
    needs = [one.need for one in fiches]
    first = {need: row for row, need in reversed([*enumerate(needs)])}
    rows = sorted(
        {*range(max(arguments.embedded, 2 * arguments.pairs)), *first.values()} & set(range(len(fiches)))
    )
    profiles = [profile_of(Project.of_document(fiches[row].document)) for row in rows]
    done = 0
    start = time.perf_counter()

    def progress(more: int) -> None:
        nonlocal done
        done += more
        _say(f"embedded: {done} in {time.perf_counter() - start:.0f} s")

    real = VectorFile(kept, meanings.fingerprint).of(profiles, meanings, progress)
    if done:
        report.samples(
            "embedding a fiche (gist and need)", [1000 * (time.perf_counter() - start) / done], "ms"
        )
    vectors = recombined(real, [needs[row] for row in rows], needs, arguments.seed)
    report.note(_likeness_of_vectors(real, vectors[rows], [needs[row] for row in rows]))
    vectors[rows] = real
    report.corpus(fiches=arguments.sizes, planted_pairs=arguments.pairs, embedded=len(rows), needs=len(first))
    return Prepared(generated, vectors, len(rows))


def _likeness_of_vectors(real: Vectors, made: Vectors, needs: Sequence[int]) -> str:
    """Whether recombined needs lie as real ones do: cosines within a need, and to the nearest of another need."""
    lines = [
        "| needs' vectors | cosine within a need, mean | to the nearest fiche of another need, median |",
        "|---|---|---|",
    ]
    labels = np.array(needs)
    for name, vectors in (("embedded", real[:, 1]), ("recombined, for the same fiches", made[:, 1])):
        cosines = vectors @ vectors.T
        same = labels[:, None] == labels[None, :]
        within = cosines[same & ~np.eye(len(labels), dtype=bool)].mean()
        nearest = np.median(np.where(same, -1, cosines).max(axis=1))
        lines.append(f"| {name} | {within:.3f} | {nearest:.3f} |")
    return "\n".join([*lines, ""])


def _scan(prepared: Prepared, size: int) -> Scanned:
    """A full scan in a process of its own."""
    fiches, vectors = prepared.first(size)
    with temporary_folder() as folder:
        start = time.perf_counter()
        database = folder / "catalogue.sqlite3"
        catalogue = Catalogue.open(f"sqlite:///{database}")
        for some in range(0, size, _A_WRITE):
            catalogue.writer.put([record_of(one) for one in fiches[some : some + _A_WRITE]])
        _say(f"{size} fiches written in {time.perf_counter() - start:.0f} s")
        order = sorted(range(size), key=lambda row: fiches[row].document.id)
        np.save(folder / "vectors.npy", vectors[order])
        planted = [(one.a, one.b) for one in prepared.generated.planted]
        (folder / "planted.json").write_text(json.dumps(planted), "utf-8")
        told = _child(database, folder / "vectors.npy", folder / "planted.json")
        judged = PairStore(catalogue.transactions).readable(ADMINISTRATOR)
        catalogue.close()
        return Scanned(size, told, {(one.a, one.b): one.verdict for one in judged})


def _child(*paths: Path) -> Mapping[str, Any]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.likeness_scan",
        *map(str, paths),
        "--arriving",
        str(_ARRIVING),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(None), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise BenchmarkFailed("the scan ended early")
    told: Mapping[str, Any] = json.loads(done.stdout)
    return told


def _tell_scans(report: Report, prepared: Prepared, scans: Sequence[Scanned]) -> None:
    planted = prepared.generated.planted
    for scan in scans:
        report.note(_phases(scan))
        report.note(_found(scan, planted))
        name = f"{scan.size} fiches"
        report.samples(f"{name}: full scan", [scan.told["seconds"]], "s")
        report.samples(f"{name}: full scan, processor", [scan.told["processor_seconds"]], "s")
        report.samples(f"{name}: peak memory", [scan.told["peak_bytes"] / 1e6], "MB")
        arriving = [1000 * one for one in scan.told["arriving_seconds"]]
        report.samples(f"{name}: one arriving fiche, without the network", arriving, "ms")
        proposed = sum((one.a, one.b) in scan.verdicts for one in planted) / len(planted)
        met = len(scan.told["met"]) / len(planted)
        report.claim(f"planted pairs that come to be judged, of {scan.size} fiches", met, "≥", 0.97)
        report.claim(f"planted pairs that are proposed, of {scan.size} fiches", proposed, "≥", 0.97)
    for small, large in itertools.pairwise(scans):
        times = [scan.told["processor_seconds"] for scan in (small, large)]
        exponent = math.log(times[1] / times[0]) / math.log(large.size / small.size)
        report.claim(f"growth from {small.size} to {large.size} fiches, exponent", exponent, "≤", 1.2)


def _phases(scan: Scanned) -> str:
    phases = scan.told["phases"]
    lines = [f"| {scan.size} fiches: phase | s |", "|---|---|"]
    lines += [f"| {name} | {seconds:.1f} |" for name, seconds in phases.items()]
    return "\n".join([*lines, ""])


def _found(scan: Scanned, planted: Sequence[Planted]) -> str:
    """Of the planted pairs by kind: met, proposed, called one project, called by their own verdict; then of all pairs proposed."""
    met = {(a, b) for a, b in scan.told["met"]}
    groups = {
        "all planted": list(planted),
        **{verdict.value: [one for one in planted if one.verdict is verdict] for verdict in _SAME},
        "one language": [one for one in planted if len(set(one.languages)) == 1],
        "two languages": [one for one in planted if len(set(one.languages)) == 2],
        **{f"from {name}": [one for one in planted if one.source == name] for name in ("needs", "corpus")},
    }
    lines = [
        f"| {scan.size} fiches | pairs | met | proposed | as one project | by its verdict |",
        "|---|---|---|---|---|---|",
    ]
    for name, pairs in groups.items():
        if pairs:
            given = [scan.verdicts.get((one.a, one.b)) for one in pairs]
            shares = (
                np.mean([(one.a, one.b) in met for one in pairs]),
                np.mean([verdict is not None for verdict in given]),
                np.mean([verdict in _SAME for verdict in given]),
                np.mean([verdict is one.verdict for verdict, one in zip(given, pairs, strict=True)]),
            )
            lines.append(
                f"| {name} | {len(pairs)} | " + " | ".join(f"{share:.3f}" for share in shares) + " |"
            )
    known = {(one.a, one.b) for one in planted}
    others = [verdict for key, verdict in scan.verdicts.items() if key not in known]
    same = sum(verdict in _SAME for verdict in others)
    lines += [
        "",
        f"Judged: {scan.told['judged'] / scan.size:.1f} pairs a fiche. Proposed beside the planted ones: {len(others) - same} linked, "
        f"{same} as one project, which no two of these fiches are.",
        "",
    ]
    return "\n".join(lines)


def _compare(report: Report, prepared: Prepared, size: int, scans: Sequence[Scanned]) -> None:
    """Candidates of the scan against those of rivals, at as many candidates a fiche."""
    fiches, vectors = prepared.first(size)
    place = {one.document.id: row for row, one in enumerate(fiches)}
    pairs = [(place[one.a], place[one.b]) for one in prepared.generated.planted]
    documents = [one.document for one in fiches]
    scan = next((one for one in scans if one.size == size), None)
    ours = round(2 * scan.told["judged"] / size) if scan else max(_AT_MOST)
    counts = sorted({*_AT_MOST, ours})
    rivals = {
        "TF-IDF of words": rival_candidates.by_words(documents, ours),
        "TF-IDF of letters": rival_candidates.by_letters(documents, ours),
        "sentence vectors, as they are": rival_candidates.by_vectors(vectors[:, 0], ours),
        "needs alone": rival_candidates.by_vectors(vectors[:, 1], ours),
    }
    lines = [
        f"| recall of planted pairs among {size} fiches, candidates a fiche: | "
        + " | ".join(map(str, counts))
        + " | s |",
        "|---" * (len(counts) + 2) + "|",
    ]
    for name, ranked in rivals.items():
        shares = [rival_candidates.recall(ranked, pairs, most) for most in counts]
        lines.append(
            f"| {name} | " + " | ".join(f"{one:.3f}" for one in shares) + f" | {ranked.seconds:.1f} |"
        )
    if scan:
        share = len(scan.told["met"]) / len(pairs)
        seconds = sum(
            scan.told["phases"].get(name, 0.0)
            for name in ("build the graph", "look for candidates", "load the needs")
        )
        cells = [f"{share:.3f}" if most == ours else "" for most in counts]
        lines.append(
            f"| the scan (needs, and those of one town or owner) | {' | '.join(cells)} | {seconds:.1f} |"
        )
    report.note("\n".join([*lines, ""]))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
