"""An ingest killed at any moment leaves each document whole, old or new, and the next run ends the work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from corpus.access import ADMINISTRATOR
from ingest.pipeline import Ingester
from ingest.sources.markdown import MarkdownSource
from retrieval.catalogue.catalogue import Catalogue
from retrieval.errors import IndexUnusable
from retrieval.query.understanding import understand
from retrieval.search.search import Searcher
from tests.doubles import HashEmbedder
from tests.faults.sheets import Sheets
from tests.faults.states import Row, Whole, documents_of, faults_of, index_of, vectors_of

PHASES = ("opening", "reading", "embedding", "writing", "publishing")
_ROUNDS = {"sqlite": 11, "postgresql": 3}
_FEWEST_KILLS = {"sqlite": 50, "postgresql": 13}
_FEWEST_A_PHASE = {"sqlite": 4, "postgresql": 1}


@dataclass(frozen=True)
class Ended:
    """How a process ended, and the last phase it said."""

    phase: str
    status: int


class Processes:
    """Ingests in processes of their own; `widths` are the seconds each phase took when it was last whole."""

    def __init__(self) -> None:
        self.widths = dict.fromkeys(PHASES, 0.1)
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.slow_ingest"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self._line() == "ready"

    def run(self, home: Path, url: str, sheets: Path, *, kill_in: str = "", after: float = 0.0) -> Ended:
        """Ingest; kill -9 the process `after` seconds of the phase."""
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps({"home": str(home), "url": url, "sheets": str(sheets)}) + "\n")
        pid, phase, began, killed = 0, "", 0.0, False
        while True:
            word, value = self._line().split(" ", 1)
            if word == "pid":
                pid = int(value)
            elif word == "phase":
                now = time.monotonic()
                if phase:
                    self.widths[phase] = now - began
                phase, began = value, now
                if phase == kill_in:
                    time.sleep(after)
                    os.kill(pid, signal.SIGKILL)  # it cannot have ended by itself: it waits for `leave`
                    killed = True
                elif phase == "done" and not killed:
                    self._server.stdin.write("leave\n")
            elif word == "end":
                return Ended(phase, int(value))
            else:
                pytest.fail(f"the ingest failed: {value}")

    def close(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(30)
        self._server.stdout.close()

    def _line(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().rstrip("\n")


@dataclass(frozen=True)
class State:
    """What an undisturbed ingest of the folder leaves."""

    documents: dict[str, Whole]
    vectors: set[Row]
    index: Counter[Row]


class Undisturbed:
    """A second home, on SQLite, that ingests the same folder in peace."""

    def __init__(self, home: Path) -> None:
        self._home, self._url = home, f"sqlite:///{home / 'catalogue.sqlite3'}"
        home.mkdir()
        self._catalogue = Catalogue.open(self._url)
        self._ingester = Ingester(self._catalogue, HashEmbedder(), home / "index", home / "ingest.lock")

    def after(self, sheets: Path) -> State:
        report = self._ingester.ingest([MarkdownSource.at(sheets)])
        assert not report.failures
        return state_of(self._home, self._url, self._catalogue)

    def close(self) -> None:
        self._catalogue.close()


def state_of(home: Path, url: str, catalogue: Catalogue) -> State:
    index = index_of(home, catalogue, HashEmbedder.fingerprint)
    assert index is not None
    return State(documents_of(url), vectors_of(url), index)


@pytest.fixture
def processes() -> Iterator[Processes]:
    made = Processes()
    yield made
    made.close()


def test_a_kill_at_any_moment_leaves_old_or_new_documents_and_the_next_run_ends_like_an_undisturbed_one(
    tmp_path: Path, processes: Processes, database_url: str
) -> None:
    kind = database_url.split(":")[0]
    seed = int(os.environ.get("KILL_SEED", time.time_ns() % 1_000_000))
    print(f"KILL_SEED={seed}")
    rng = Random(seed)
    home = tmp_path / "home"
    home.mkdir()
    sheets = Sheets(tmp_path / "sheets", rng, count=60)
    kills: Counter[str] = Counter()

    with closing(Undisturbed(tmp_path / "peace")) as undisturbed:
        former = State({}, set(), Counter())
        for number in range(_ROUNDS[kind]):
            expected = undisturbed.after(sheets.folder)
            states = [former, expected]
            for phase in PHASES:
                ended = processes.run(
                    home,
                    database_url,
                    sheets.folder,
                    kill_in=phase,
                    after=rng.uniform(0, processes.widths[phase]),
                )
                kills[ended.phase] += ended.status == -signal.SIGKILL
                check_after_kill(home, database_url, states)
                if phase == "embedding" and number % 3 == 2:  # the folder does not wait for the next run
                    sheets.turn()
                    expected = undisturbed.after(sheets.folder)
                    states.append(expected)
            assert processes.run(home, database_url, sheets.folder).status == 0
            check_completed(home, database_url, expected)
            former = expected
            sheets.turn()

    table = {phase: kills[phase] for phase in (*PHASES, "done")}
    print(f"kills by phase: {table}, {kills.total()} in all")
    assert kills.total() >= _FEWEST_KILLS[kind], table
    assert all(table[phase] >= _FEWEST_A_PHASE[kind] for phase in PHASES), table


def check_after_kill(home: Path, url: str, states: list[State]) -> None:
    """Each document as before or as after, none lost, none invented; an index that was really published."""
    with closing(Catalogue.open(url)) as catalogue:  # made now, where it was killed before it was made
        documents = documents_of(url)
        assert faults_of(url) == []
        for identifier in {one for state in states for one in state.documents} | documents.keys():
            whole = [state.documents.get(identifier) for state in states]
            assert documents.get(identifier) in whole, f"{identifier} is neither as before nor as after"
        index = index_of(home, catalogue, HashEmbedder.fingerprint)
        assert index is None or any(index == state.index for state in states)
        check_search(home, catalogue, documents)


def check_search(home: Path, catalogue: Catalogue, documents: dict[str, Whole]) -> None:
    """A search tells only of documents that exist, with passages that stand in them."""
    searcher = Searcher(catalogue, HashEmbedder(), home / "index")
    try:
        result = searcher.search(understand("lampes LED dans les rues"), ADMINISTRATOR, limit=80)
    except IndexUnusable as error:
        assert "no index yet" in str(error)
        return
    for hit in result.hits:
        assert hit.document.id in documents
        assert hit.passage.text == hit.document.body[hit.passage.start : hit.passage.end]


def check_completed(home: Path, url: str, expected: State) -> None:
    """All is as if nothing had happened, and nothing half-written is left."""
    with closing(Catalogue.open(url)) as catalogue:
        assert faults_of(url) == []
        assert state_of(home, url, catalogue) == expected
    assert len(list((home / "index").iterdir())) == 1
