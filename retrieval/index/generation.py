"""Index generations, as readers open them: the newest whole one.

A generation holds both indexes and the list of what their rows mean. It says which catalogue,
which revision and which embedder it was made from, so that a foreign or damaged one is never used.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language
from retrieval.errors import FingerprintMismatch, IndexUnusable
from retrieval.index.base import DocumentMask
from retrieval.index.dense_faiss import FaissIndex
from retrieval.index.keyword_tantivy import TantivyIndex, files_of
from retrieval.slices import positions_in

FORMAT = 5
MANIFEST, DENSE, ROWS, WORDS = "manifest.json", "dense.faiss", "rows.npz", "words"
GENERATION_NAME = re.compile(r"gen-(\d{12})(?:-\d{4})?")
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

    @classmethod
    def read(cls, path: Path) -> Self:
        """Of a generation; raises IndexUnusable when it is of another format, OSError, ValueError or TypeError."""
        manifest = cls(**json.loads((path / MANIFEST).read_text("utf-8")))
        if manifest.format != FORMAT:
            raise IndexUnusable(f"{path.name} has format {manifest.format}, this is {FORMAT}; {_MEND}")
        return manifest


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
            manifest = Manifest.read(path)
            if manifest.files != checksums(path):
                raise IndexUnusable(f"{path.name} is damaged; {_MEND}")
            rows = _read_rows(path)
            keywords = TantivyIndex.open(path / WORDS, rows.audience_of)
            return cls(path, manifest, rows, FaissIndex.open(path / DENSE), keywords)
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
        nearest = np.full(len(documents), -1)
        order = np.lexsort((-rows, self.dense.cosines(rows, vector)))
        nearest[owners[order]] = self.rows.passage_of[rows[order]]  # nearest last; it stays
        return [self.rows.passages[one] if one >= 0 else "" for one in nearest.tolist()]

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
        found = published(folder)
        existing = [path for path in found if path.is_dir()]
        if existing or not found:
            break
    return existing[-1] if existing else None


def published(folder: Path) -> list[Path]:
    """All generations of a folder, the newest last."""
    return sorted(path for path in folder.glob("gen-*") if GENERATION_NAME.fullmatch(path.name))


def _read_rows(path: Path) -> Rows:
    with np.load(path / ROWS, allow_pickle=False) as arrays:
        return Rows(
            documents=tuple(str(name) for name in arrays["documents"]),
            passages=tuple(str(name) for name in arrays["passages"]),
            document_of=arrays["document_of"],
            passage_of=arrays["passage_of"],
            role_of=arrays["role_of"],
            language_of=arrays["language_of"],
            audience_of=arrays["audience_of"],
        )


def checksums(folder: Path) -> dict[str, str]:
    """Of each file of a generation but the manifest, by its path in the folder."""
    return {
        str(path.relative_to(folder)): checksum(path) for path in files_of(folder) if path.name != MANIFEST
    }


def checksum(path: Path) -> str:
    """Of one file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def languages_from(codes: NDArray[np.uint8]) -> list[Language]:
    """Language names of the codes in `Rows.language_of`."""
    return [LANGUAGES[code] for code in codes]
