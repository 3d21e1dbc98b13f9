"""Index generations: written aside, fsynced, renamed; readers open the newest whole one.

A generation holds both indexes and the list of what their rows mean. It says which catalogue,
which revision and which embedder it was made from, so that a foreign or damaged one is never used.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language
from retrieval.catalogue.records import Audience, Entry, EntryTable
from retrieval.errors import FingerprintMismatch, IndexNotWritten, IndexUnusable
from retrieval.index.base import DocumentMask
from retrieval.index.dense_faiss import FaissIndex
from retrieval.index.keyword_tantivy import KeywordUnit, TantivyIndex, files_of
from retrieval.slices import positions_in

_FORMAT = 4
_MANIFEST = "manifest.json"
_NAME = re.compile(r"gen-(\d{12})(?:-\d{4})?")
_MEND = "run `passerelle ingest`"
ROLES = ("title", "summary", "question", "asked", "passage")


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
    audience_of: NDArray[np.int32]  # document → number of its audience

    def mask_of(self, document_ids: frozenset[str]) -> DocumentMask:
        """Which documents are among the ids, shape (documents,)."""
        return np.fromiter((one in document_ids for one in self.documents), np.bool_, len(self.documents))


@dataclass(frozen=True)
class RoleScores:
    """Cosines of documents with a question, by role, both of shape (documents, roles); NaN where one has none.

    `second` is that of the second nearest text of the role, or of the only one.
    """

    best: NDArray[np.float64]
    second: NDArray[np.float64]


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
        order = np.lexsort((rows.role_of, rows.document_of))
        starts = np.searchsorted(rows.document_of[order], np.arange(len(rows.documents) + 1))
        self._order, self._starts = order.astype(np.int64), starts.astype(np.int64)

    @classmethod
    def open(cls, path: Path) -> Generation:
        """Read a generation; raises IndexUnusable when it is not whole."""
        try:
            manifest = Manifest(**json.loads((path / _MANIFEST).read_text("utf-8")))
            if manifest.format != _FORMAT:
                raise IndexUnusable(f"{path.name} has format {manifest.format}, this is {_FORMAT}; {_MEND}")
            if manifest.files != _checksums(path):
                raise IndexUnusable(f"{path.name} is damaged; {_MEND}")
            rows = _read_rows(path)
            keywords = TantivyIndex.open(path / "words", rows.audience_of)
            return cls(path, manifest, rows, FaissIndex.open(path / "dense.faiss"), keywords)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(f"{path.name} cannot be read: {error}; {_MEND}") from error

    def rows_of(self, document: int) -> NDArray[np.int64]:
        """All rows of one document."""
        return self._order[self._starts[document] : self._starts[document + 1]]

    def role_scores(self, documents: NDArray[np.int64], vector: NDArray[np.float32]) -> RoleScores:
        """The two best cosines of each role, for some documents."""
        best = np.full((len(documents), len(ROLES)), np.nan)
        second = best.copy()
        if not len(documents):
            return RoleScores(best, second)
        positions, owners = positions_in(self._starts, documents)
        rows = self._order[positions]
        cosines = self.dense.cosines(rows, vector)
        cells = owners * len(ROLES) + self.rows.role_of[rows]  # rows lie by document and role: no sorting
        begins = np.flatnonzero(np.diff(cells, prepend=-1))
        greatest, next_greatest = _two_greatest(cosines, begins)
        best.flat[cells[begins]] = greatest
        second.flat[cells[begins]] = next_greatest
        return RoleScores(best, second)

    def centroid(self, documents: DocumentMask) -> NDArray[np.float32]:
        """The mean of all vectors of some documents; zero when there are none."""
        rows = np.flatnonzero(documents[self.rows.document_of])
        vectors = self.dense.vectors(rows)
        mean: NDArray[np.float32] = vectors.mean(axis=0) if len(rows) else np.zeros_like(vectors.sum(axis=0))
        return mean

    def nearest_passages(self, documents: NDArray[np.int64], vector: NDArray[np.float32]) -> list[str]:
        """The id of each document's passage nearest to a question; "" where it has none."""
        positions, owners = positions_in(self._starts, documents)
        rows = self._order[positions]
        passages = self.rows.passage_of[rows] >= 0
        rows, owners = rows[passages], owners[passages]
        found = [""] * len(documents)
        for place in np.lexsort((-rows, self.dense.cosines(rows, vector))):  # nearest last; it stays
            found[owners[place]] = self.rows.passages[self.rows.passage_of[rows[place]]]
        return found

    def check(self, *, catalogue: str, fingerprint: str) -> None:
        """Raise when the generation belongs to another catalogue or embedder."""
        if self.manifest.catalogue != catalogue:
            raise IndexUnusable(f"the index belongs to another catalogue; {_MEND}")
        if self.manifest.fingerprint != fingerprint:
            raise FingerprintMismatch(fingerprint, self.manifest.fingerprint)


def _two_greatest(
    values: NDArray[np.float32], begins: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The two greatest values of each run that begins at `begins`; one alone counts twice."""
    greatest = np.maximum.reduceat(values, begins)
    run = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(values)))
    places = np.flatnonzero(values == greatest[run])
    others = values.copy()
    others[places[np.flatnonzero(np.diff(run[places], prepend=-1))]] = -np.inf  # the first greatest of each
    following = np.maximum.reduceat(others, begins)
    return greatest, np.where(np.isneginf(following), greatest, following)


def newest(folder: Path) -> Path | None:
    """The generation that was published last; None when there is none."""
    for _ in range(3):  # what was just listed may be swept before it is looked at
        found = _published(folder)
        existing = [path for path in found if path.is_dir()]
        if existing or not found:
            break
    return existing[-1] if existing else None


def publish(folder: Path, table: EntryTable, *, catalogue: str, fingerprint: str) -> Path:
    """Write a generation of these entries and make it the newest, whole or not at all.

    Raises IndexNotWritten.
    """
    aside = folder / f".writing-{os.getpid()}-{uuid4().hex[:8]}"
    try:
        aside.mkdir(parents=True)
        _write(aside, table)
        manifest = Manifest(
            _FORMAT, catalogue, table.revision, fingerprint, len(table.entries), _checksums(aside)
        )
        (aside / _MANIFEST).write_text(json.dumps(asdict(manifest)), "utf-8")
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
    for path in (*_published(folder)[:-1], *folder.glob(".writing-*")):
        shutil.rmtree(path, ignore_errors=True)


def _published(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("gen-*") if _NAME.fullmatch(path.name))


def _next_name(folder: Path) -> str:
    """Numbers only grow, so that a catalogue that began anew does not stand behind its predecessor."""
    numbers = [int(found[1]) for path in _published(folder) if (found := _NAME.fullmatch(path.name))]
    return f"gen-{max(numbers, default=0) + 1:012d}"


def _problem(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _write(folder: Path, table: EntryTable) -> None:
    documents = tuple(dict.fromkeys(entry.document_id for entry in (*table.entries, *table.keywords)))
    passages = tuple(dict.fromkeys(entry.passage_id for entry in table.entries if entry.passage_id))
    number = {name: position for position, name in enumerate(documents)}
    audience_of = _audience_numbers(documents, table.audiences)
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
        audience_of=audience_of,
    )
    FaissIndex.from_vectors(table.vectors).write(folder / "dense.faiss")
    TantivyIndex.build(folder / "words", _keyword_units(table, number), audience_of)


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


def _read_rows(path: Path) -> Rows:
    with np.load(path / "rows.npz", allow_pickle=False) as arrays:
        return Rows(
            documents=tuple(str(name) for name in arrays["documents"]),
            passages=tuple(str(name) for name in arrays["passages"]),
            document_of=arrays["document_of"],
            passage_of=arrays["passage_of"],
            role_of=arrays["role_of"],
            language_of=arrays["language_of"],
            audience_of=arrays["audience_of"],
        )


def _checksums(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for path in files_of(folder)
        if path.name != _MANIFEST
    }


def _folders_of(folder: Path) -> list[Path]:
    """The folder and those below, deepest first."""
    return [Path(root) for root, _, _ in os.walk(folder, topdown=False)]


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
