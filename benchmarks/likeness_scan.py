"""A scan in a process of its own, so that its memory is its own: a catalogue and prepared vectors in, one line of JSON out.

    python -m benchmarks.likeness_scan CATALOGUE.sqlite3 VECTORS.npy --arriving N

The last N fiches by id are judged one by one after all the others, as they would arrive.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
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
        self.seconds: Counter[str] = Counter()

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
    print(json.dumps({**result, "arriving_seconds": arriving}), flush=True)


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


def _hide(profiles: Profiles, ids: set[str]) -> None:
    """Let some fiches not have arrived yet."""
    inner = Profiles.stale
    profiles.stale = lambda: [one for one in inner(profiles) if one.document_id not in ids]  # type: ignore[method-assign]


def _say(progress: ScanProgress) -> None:
    if progress.done % 10_000 < 200:
        print(f"{progress.phase}: {progress.done} of {progress.total}", file=sys.stderr, flush=True)


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
