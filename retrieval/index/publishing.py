"""Publishing a generation: written aside, fsynced, renamed, so that it is there whole or not at all.

Each is written whole, from the catalogue alone. What the former one is used for saves time and changes nothing that
a search tells: the code of its rough vectors, which says where to look exactly.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language
from retrieval.catalogue.records import Audience, EntryTable
from retrieval.errors import IndexNotWritten, IndexUnusable
from retrieval.index.coarse import CoarseIndex
from retrieval.index.dense_faiss import FaissIndex, coarse_path
from retrieval.index.generation import (
    DENSE,
    FORMAT,
    GENERATION_NAME,
    MANIFEST,
    ROLES,
    ROWS,
    WORDS,
    Manifest,
    checksum,
    checksums,
    newest,
    published,
)
from retrieval.index.keyword_tantivy import KeywordUnit, TantivyIndex, files_of


def publish(folder: Path, table: EntryTable, *, catalogue: str, fingerprint: str, anew: bool = False) -> Path:
    """Write a generation of these entries and make it the newest, whole or not at all.

    `anew` takes nothing from the former one. Raises IndexNotWritten.
    """
    former = None if anew else _former_coarse(folder, fingerprint)
    aside = folder / f".writing-{os.getpid()}-{uuid4().hex[:8]}"
    try:
        aside.mkdir(parents=True)
        _write(aside, table, former)
        manifest = Manifest(
            FORMAT, catalogue, table.revision, fingerprint, len(table.entries), checksums(aside)
        )
        (aside / MANIFEST).write_text(json.dumps(asdict(manifest)), "utf-8")
        for path in (*files_of(aside), *_folders_of(aside)):
            _fsync(path)
        final = folder / _next_name(folder)
        aside.rename(final)
        _fsync(folder)
    except (OSError, RuntimeError, ValueError) as error:  # faiss and tantivy say so of a full disk
        raise IndexNotWritten(folder, _problem(error)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    sweep(folder)
    return final


def sweep(folder: Path) -> None:
    """Remove former generations and what dead writers left; the caller holds the writer's lock.

    None is kept, since it holds texts that were removed since. Readers that have one open keep it; one that
    was just opening it opens the newest instead.
    """
    for path in (*published(folder)[:-1], *folder.glob(".writing-*")):
        shutil.rmtree(path, ignore_errors=True)


def _next_name(folder: Path) -> str:
    """Numbers only grow, so that a catalogue that began anew does not stand behind its predecessor."""
    numbers = [int(found[1]) for path in published(folder) if (found := GENERATION_NAME.fullmatch(path.name))]
    return f"gen-{max(numbers, default=0) + 1:012d}"


def _problem(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _former_coarse(folder: Path, fingerprint: str) -> CoarseIndex | None:
    """The rough vectors of the newest generation, if they are whole and of the same embedder."""
    path = newest(folder)
    if path is None:
        return None
    coarse = coarse_path(path / DENSE)
    try:
        manifest = Manifest.read(path)
        intact = manifest.files.get(coarse.name) == checksum(coarse)
        return CoarseIndex.open(coarse) if intact and manifest.fingerprint == fingerprint else None
    except (IndexUnusable, OSError, ValueError, TypeError):
        return None


def _write(folder: Path, table: EntryTable, former: CoarseIndex | None) -> None:
    documents = tuple(dict.fromkeys(entry.document_id for entry in (*table.entries, *table.keywords)))
    passages = tuple(dict.fromkeys(entry.passage_id for entry in table.entries if entry.passage_id))
    number = {name: position for position, name in enumerate(documents)}
    audience_of = _audience_numbers(documents, table.audiences)
    passage_number = {name: position for position, name in enumerate(passages)}
    np.savez(
        folder / ROWS,
        documents=np.array(documents, dtype=np.str_),
        passages=np.array(passages, dtype=np.str_),
        document_of=np.array([number[entry.document_id] for entry in table.entries], dtype=np.int32),
        passage_of=np.array(
            [passage_number.get(entry.passage_id or "", -1) for entry in table.entries], dtype=np.int32
        ),
        role_of=np.array([ROLES.index(entry.role) for entry in table.entries], dtype=np.uint8),
        language_of=np.array([LANGUAGES.index(entry.language) for entry in table.entries], dtype=np.uint8),
        audience_of=audience_of,
    )
    FaissIndex.from_vectors(table.vectors, former=former).write(folder / DENSE)
    TantivyIndex.build(folder / WORDS, _keyword_units(table, number), audience_of)


def _audience_numbers(documents: Sequence[str], audiences: Mapping[str, Audience]) -> NDArray[np.int32]:
    number = {audience: position for position, audience in enumerate(dict.fromkeys(audiences.values()))}
    return np.array([number[audiences[name]] for name in documents], dtype=np.int32)


def _keyword_units(table: EntryTable, number: dict[str, int]) -> list[KeywordUnit]:
    parts = {
        "title": "name",
        "question": "name",
        "asked": "asked",
        "summary": "text",
        "keywords": "text",
        "passage": "text",
    }
    whole: dict[int, list[tuple[str, Language, str]]] = {position: [] for position in number.values()}
    units: list[KeywordUnit] = []
    for entry in (*table.entries, *table.keywords):
        document = number[entry.document_id]
        whole[document].append((parts[entry.role], entry.language, entry.text))
        if entry.role == "passage":
            units.append(KeywordUnit(document, [("passage", entry.language, entry.text)]))
    return [KeywordUnit(document, texts) for document, texts in whole.items()] + units


def _folders_of(folder: Path) -> list[Path]:
    """The folder and those below, deepest first."""
    return [Path(root) for root, _, _ in os.walk(folder, topdown=False)]


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
