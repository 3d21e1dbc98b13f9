"""Ingests on demand, each in a process of its own that a test may kill at any moment.

`python -m tests.faults.slow_ingest` imports everything once, then forks for each line of its input
(`{"home": …, "url": …, "sheets": …}`). The child writes its process id and each phase it enters, unbuffered; when it
is gone the parent writes `end` and how. A child that has finished waits for a line `leave`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.places import Gazetteer
from corpus.taxonomy import Taxonomy
from ingest import pipeline
from ingest.pipeline import Ingester, Progress
from ingest.recipe import recipe_fingerprint
from ingest.sources.base import SourceItem
from ingest.sources.markdown import MarkdownSource
from retrieval.catalogue.catalogue import Catalogue
from tests.doubles import HashEmbedder

_BATCH_SECONDS = 0.012
_FILE_SECONDS = 0.002


class SlowEmbedder(HashEmbedder):
    """Gives the embedding phase some width."""

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        time.sleep(_BATCH_SECONDS)
        return super().embed_passages(texts, progress)


class SlowSource(MarkdownSource):
    """Gives the reading phase some width."""

    def items(self) -> Iterator[SourceItem]:
        for item in super().items():
            yield replace(item, read=partial(_slowly, item.read))


def _slowly(read: Callable[[], bytes]) -> bytes:
    time.sleep(_FILE_SECONDS)
    return read()


def ingester(home: Path, url: str) -> Ingester:
    """The parts over one folder and database, as `api.wiring` puts them together."""
    catalogue = Catalogue.open(url)
    return Ingester(catalogue, SlowEmbedder(), home / "index", home / "ingest.lock")


def say(*words: object) -> None:
    """One line, at once: a killed process must not take it along."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def ingest(home: Path, url: str, sheets: Path) -> None:
    """One ingest, small transactions, each phase said as it begins."""
    pipeline._TEXTS_A_COMMIT = 24
    pipeline._DOCUMENTS_A_COMMIT = 6
    said = ["opening"]
    say("phase", "opening")

    def show(progress: Progress) -> None:
        if said[-1] != progress.phase.value:
            said.append(progress.phase.value)
            say("phase", progress.phase.value)

    made = ingester(home, url)
    show(Progress(pipeline.Phase.READING, 0, 1))
    made.ingest([SlowSource.at(sheets)], progress=show)
    os.read(0, 100)  # stays until it is told to leave, so that a late kill still meets it


def _child(order: dict[str, str]) -> None:
    try:
        say("pid", os.getpid())
        ingest(Path(order["home"]), order["url"], Path(order["sheets"]))
    except BaseException as error:
        say("error", repr(error))
        os._exit(1)
    os._exit(0)


def main() -> None:
    """Serve orders until the input ends."""
    Gazetteer.load()
    Taxonomy.load()
    recipe_fingerprint()
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _child(json.loads(line))
        _, status = os.waitpid(child, 0)
        say("end", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
