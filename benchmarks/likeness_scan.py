"""A scan in a process of its own, so that its memory is its own: a catalogue and prepared vectors in, one line of JSON out.

    python -m benchmarks.likeness_scan CATALOGUE.sqlite3 VECTORS.npy PLANTED.json --arriving N

The last N fiches by id are judged one by one after all the others, as they would arrive. PLANTED.json holds pairs of
ids; which of them came to be judged is told.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.prepared_vectors import PreparedMeanings
from retrieval.catalogue.catalogue import Catalogue
from retrieval.likeness.judge import Judge
from retrieval.likeness.pairs import PairStore
from retrieval.likeness.profiles import Profiles
from retrieval.likeness.scan import Scan, ScanProgress


class Stopwatch:
    """Adds up the seconds that are spent in some methods."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def around(self, owner: object, method: str, phase: str) -> None:
        """Time a method of one object from now on."""
        inner: Callable[..., Any] = getattr(owner, method)

        def timed(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return inner(*arguments, **named)
            finally:
                self.seconds[phase] += time.perf_counter() - start

        setattr(owner, method, timed)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("planted", type=Path)
    parser.add_argument("--arriving", type=int, default=0)
    chosen = parser.parse_args()
    before = _peak_bytes()
    catalogue = Catalogue.open(f"sqlite:///{chosen.catalogue}")
    judge = Judge.shipped()
    meanings = PreparedMeanings(np.load(chosen.vectors, mmap_mode="r"))
    profiles = Profiles(catalogue, meanings, judge_version=judge.version)
    pairs = PairStore(catalogue.transactions)
    scan = Scan(catalogue, profiles, judge, pairs)
    watch = _watched(scan, profiles, pairs)
    met = _met(scan, {(a, b) for a, b in json.loads(chosen.planted.read_text("utf-8"))})
    stale = profiles.stale()
    last = stale[len(stale) - chosen.arriving :]
    start, used = time.perf_counter(), time.process_time()
    _hide(profiles, {one.document_id for one in last})
    report = scan.refresh(_say)
    result = {
        "seconds": time.perf_counter() - start,
        "processor_seconds": time.process_time() - used,
        "phases": dict(watch.seconds),
        "compared": report.compared,
        "pairs": report.pairs,
        "peak_bytes": _peak_bytes(),
        "peak_bytes_before": before,
    }
    arriving = []
    for number in range(len(last)):
        _hide(profiles, {one.document_id for one in last[number + 1 :]})
        start = time.perf_counter()
        scan.refresh()
        arriving.append(time.perf_counter() - start)
    print(
        json.dumps({**result, "arriving_seconds": arriving, "met": sorted(met.planted), "judged": met.count})
    )


def _watched(scan: Scan, profiles: Profiles, pairs: PairStore) -> Stopwatch:
    watch = Stopwatch()
    watch.around(profiles, "renew", "read the fiches and keep their profiles")
    watch.around(profiles, "needs", "load the needs")
    watch.around(scan, "_audiences", "build the graph")
    watch.around(scan, "_candidates", "look for candidates")
    watch.around(profiles, "sketches", "read profiles")
    watch.around(scan, "_judged", "judge (with the two before)")
    watch.around(pairs, "replace", "keep the pairs")
    return watch


class Met:
    """Which pairs were judged."""

    def __init__(self) -> None:
        self.planted: set[tuple[str, str]] = set()
        self.count = 0


def _met(scan: Scan, planted: set[tuple[str, str]]) -> Met:
    met, inner = Met(), scan._candidates

    def noted(*arguments: Any) -> set[tuple[str, str]]:
        found = inner(*arguments)
        met.planted |= found & planted
        met.count += len(found)  # a pair whose two fiches are judged at different times counts twice
        return found

    scan._candidates = noted  # type: ignore[method-assign, assignment]
    return met


def _hide(profiles: Profiles, ids: set[str]) -> None:
    """Let some fiches not have arrived yet."""
    inner = Profiles.stale
    profiles.stale = lambda: [one for one in inner(profiles) if one.document_id not in ids]  # type: ignore[method-assign]


def _say(progress: ScanProgress) -> None:
    if progress.done % 10_000 < 200:
        print(f"{progress.phase}: {progress.done} of {progress.total}", file=sys.stderr, flush=True)


def _peak_bytes() -> int:
    """VmHWM: unlike ru_maxrss it does not begin with the memory of the process that started this one."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
