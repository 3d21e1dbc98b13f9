"""Temporary homes (folders of state) and temporary copies of the corpus; nothing of the user's is written."""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from api.settings import Settings
from api.wiring import Passerelle, build
from benchmarks.machine import ROOT
from benchmarks.processes import passerelle, timed_command
from corpus.access import ANONYMOUS

CORPUS = ROOT / "corpus"
_FOLDERS = ("initiatives", "regulations", "practices")
_DATABASE = "catalogue.sqlite3"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="passerelle-benchmark-") as name:
        yield Path(name)


@contextmanager
def assembled(home: Path) -> Iterator[Passerelle]:
    """The parts as `api.wiring` puts them together, with default settings, whatever the environment."""
    parts = build(Settings.model_construct(home=home))
    try:
        yield parts
    finally:
        parts.close()


def unpack_model(home: Path) -> Path:
    """Have the model unpacked in a home, so that this is not measured where it is not meant; its folder."""
    with assembled(home) as parts:
        parts.embedder.embed_queries(["bonjour"])
        return parts.settings.model_folder


def home_with_model(folder: Path, model: Path) -> Path:
    """An empty home that shares an unpacked model."""
    folder.mkdir()
    (folder / "model").symlink_to(model.resolve())
    return folder


def corpus_copy(folder: Path, *, of: Path = CORPUS, documents: int | None = None, seed: int = 0) -> Path:
    """Markdown files of the corpus that may be changed: all, or a seeded choice."""
    below = [of / name for name in _FOLDERS] if of == CORPUS else [of]
    files = sorted(path for one in below for path in one.rglob("*.md"))
    if documents is not None and documents < len(files):
        files = sorted(random.Random(seed).sample(files, documents))
    for path in files:
        target = folder / path.relative_to(of)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def add_home_options(parser: argparse.ArgumentParser) -> None:
    """How a benchmark that needs an ingested home is given one."""
    parser.add_argument("--home", type=Path, help="an ingested home, which is copied; none: one is made")
    parser.add_argument("--refresh", action="store_true", help="bring the copy of --home up to date first")
    parser.add_argument("--documents", type=int, help="make the home from so many documents only (a trial)")


@contextmanager
def ingested_home(arguments: argparse.Namespace) -> Iterator[Path]:
    """A temporary home with a catalogue, an index and the model."""
    with temporary_folder() as folder:
        home = folder / "home"
        if arguments.home:
            _copy(arguments.home, home)
            if arguments.refresh:
                timed_command(passerelle("ingest"), home)
        else:
            home.mkdir()
            sources = []
            if arguments.documents:
                sources = [str(corpus_copy(folder / "source", documents=arguments.documents))]
            print("ingesting…", file=sys.stderr, flush=True)
            seconds = timed_command(passerelle("ingest", *sources), home)
            print(f"ingested in {seconds:.0f} s", file=sys.stderr, flush=True)
        unpack_model(home)
        yield home


def size_of(parts: Passerelle) -> dict[str, object]:
    """How much is in a home."""
    return {
        "documents": parts.catalogue.count_readable(ANONYMOUS),
        "vectors": parts.searcher.generation.dense.count,
    }


def _copy(home: Path, to: Path) -> None:
    """Without its lock and conversations; the database through SQLite, since somebody may be writing."""
    shutil.copytree(home / "index", to / "index")
    if (home / "model").is_dir():
        shutil.copytree(home / "model", to / "model")
    address = f"file:{(home / _DATABASE).resolve()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(to / _DATABASE)) as target,
    ):
        source.backup(target)
