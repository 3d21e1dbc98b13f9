"""Index generations: written aside, fsynced, renamed; readers open the newest whole one.

A generation holds both indexes and the list of what their rows mean. It says which catalogue,
which revision and which embedder it was made from, so that a foreign or damaged one is never used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language
from retrieval.catalogue.records import Entry, EntryTable
from retrieval.errors import FingerprintMismatch, IndexUnusable
from retrieval.index.base import DocumentMask
from retrieval.index.dense_faiss import FaissIndex
from retrieval.index.keyword_tantivy import KeywordUnit, TantivyIndex, files_of

_FORMAT = 1
_MANIFEST = "manifest.json"
_KEEP = 2  # the newest, and the one that a reader may just be opening
ROLES = ("title", "summary", "question", "passage")


@dataclass(frozen=True)
class Manifest:
    """What a generation was made from, and the checksums of its files."""

    format: int
    catalogue: str
    revision: int
    fingerprint: str
    rows: int
    files: dict[str, str]


@dataclass(frozen=True)
class Rows:
    """What each row of the vector index stands for."""

    documents: tuple[str, ...]
    passages: tuple[str, ...]
    document_of: NDArray[np.int32]  # row → position in `documents`
    passage_of: NDArray[np.int32]  # row → position in `passages`, or -1
    role_of: NDArray[np.uint8]  # row → position in ROLES
    language_of: NDArray[np.uint8]  # row → position in LANGUAGES

    def mask_of(self, document_ids: frozenset[str]) -> DocumentMask:
        """Which documents are among the ids, shape (documents,)."""
        return np.fromiter((one in document_ids for one in self.documents), np.bool_, len(self.documents))


class Generation:
    """One published state of the indexes; never changes."""

    def __init__(
        self, path: Path, manifest: Manifest, rows: Rows, dense: FaissIndex, keywords: TantivyIndex
    ) -> None:
        self.path = path
        self.manifest = manifest
        self.rows = rows
        self.dense = dense
        self.keywords = keywords
        order = np.argsort(rows.document_of, kind="stable")
        starts = np.searchsorted(rows.document_of[order], np.arange(len(rows.documents) + 1))
        self._order, self._starts = order.astype(np.int64), starts

    @classmethod
    def open(cls, path: Path) -> Generation:
        """Read a generation; raises IndexUnusable when it is not whole."""
        try:
            manifest = Manifest(**json.loads((path / _MANIFEST).read_text("utf-8")))
            if manifest.format != _FORMAT:
                raise IndexUnusable(f"{path.name} has format {manifest.format}, this is {_FORMAT}")
            if manifest.files != _checksums(path):
                raise IndexUnusable(f"{path.name} is damaged")
            rows = _read_rows(path)
            return cls(
                path, manifest, rows, FaissIndex.open(path / "dense.faiss"), TantivyIndex.open(path / "words")
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(f"{path.name} cannot be read: {error}") from error

    def rows_of(self, document: int) -> NDArray[np.int64]:
        """All rows of one document."""
        return self._order[self._starts[document] : self._starts[document + 1]]

    def check(self, *, catalogue: str, fingerprint: str) -> None:
        """Raise when the generation belongs to another catalogue or embedder."""
        if self.manifest.catalogue != catalogue:
            raise IndexUnusable("the index belongs to another catalogue; run `passerelle ingest`")
        if self.manifest.fingerprint != fingerprint:
            raise FingerprintMismatch(fingerprint, self.manifest.fingerprint)


def newest(folder: Path) -> Path | None:
    """The newest published generation, by revision and then by time; None when there is none."""
    found = sorted(path for path in folder.glob("gen-*") if path.is_dir())
    return found[-1] if found else None


def publish(folder: Path, table: EntryTable, *, catalogue: str, fingerprint: str) -> Path:
    """Write a generation of these entries and make it the newest, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".writing-{os.getpid()}-{uuid4().hex[:8]}"
    aside.mkdir()
    try:
        _write(aside, table)
        manifest = Manifest(
            _FORMAT, catalogue, table.revision, fingerprint, len(table.entries), _checksums(aside)
        )
        (aside / _MANIFEST).write_text(json.dumps(asdict(manifest)), "utf-8")
        for path in (*files_of(aside), aside / "words", aside):
            _fsync(path)
        final = folder / _next_name(folder, table.revision)
        aside.rename(final)
        _fsync(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sweep(folder)
    return final


def sweep(folder: Path) -> None:
    """Remove old generations and what dead writers left; the caller holds the writer's lock."""
    for path in sorted(folder.glob("gen-*"))[:-_KEEP]:
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".writing-*"):
        shutil.rmtree(path, ignore_errors=True)


def _next_name(folder: Path, revision: int) -> str:
    serial = sum(1 for _ in folder.glob(f"gen-{revision:012d}-*"))
    last = max((int(path.name.rsplit("-", 1)[1]) for path in folder.glob(f"gen-{revision:012d}-*")), default=0)
    return f"gen-{revision:012d}-{max(serial, last) + 1:04d}"


def _write(folder: Path, table: EntryTable) -> None:
    documents = tuple(dict.fromkeys(entry.document_id for entry in (*table.entries, *table.keywords)))
    passages = tuple(entry.passage_id for entry in table.entries if entry.passage_id)
    number = {name: position for position, name in enumerate(documents)}
    passage_number = {name: position for position, name in enumerate(passages)}
    np.savez(
        folder / "rows.npz",
        documents=np.array(documents, dtype=np.str_),
        passages=np.array(passages, dtype=np.str_),
        document_of=np.array([number[entry.document_id] for entry in table.entries], dtype=np.int32),
        passage_of=np.array(
            [passage_number.get(entry.passage_id or "", -1) for entry in table.entries], dtype=np.int32
        ),
        role_of=np.array([ROLES.index(entry.role) for entry in table.entries], dtype=np.uint8),
        language_of=np.array([LANGUAGES.index(entry.language) for entry in table.entries], dtype=np.uint8),
    )
    FaissIndex.from_vectors(table.vectors).write(folder / "dense.faiss")
    TantivyIndex.build(folder / "words", _keyword_units(table, number))


def _keyword_units(table: EntryTable, number: dict[str, int]) -> list[KeywordUnit]:
    parts = {"title": "name", "question": "name", "summary": "text", "keywords": "text", "passage": "text"}
    whole: dict[int, list[tuple[str, Language, str]]] = {position: [] for position in number.values()}
    units: list[KeywordUnit] = []
    for entry in (*table.entries, *table.keywords):
        document = number[entry.document_id]
        whole[document].append((parts[entry.role], entry.language, entry.text))
        if entry.role == "passage":
            units.append(KeywordUnit(document, [("passage", entry.language, entry.text)]))
    return [KeywordUnit(document, texts) for document, texts in whole.items()] + units


def _read_rows(path: Path) -> Rows:
    with np.load(path / "rows.npz", allow_pickle=False) as arrays:
        return Rows(
            documents=tuple(str(name) for name in arrays["documents"]),
            passages=tuple(str(name) for name in arrays["passages"]),
            document_of=arrays["document_of"],
            passage_of=arrays["passage_of"],
            role_of=arrays["role_of"],
            language_of=arrays["language_of"],
        )


def _checksums(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for path in files_of(folder)
        if path.name != _MANIFEST
    }


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def languages_from(codes: NDArray[np.uint8]) -> list[Language]:
    """Language names of the codes in `Rows.language_of`."""
    return [LANGUAGES[code] for code in codes]


__all__ = ["Entry", "Generation", "Manifest", "Rows", "newest", "publish", "sweep"]
