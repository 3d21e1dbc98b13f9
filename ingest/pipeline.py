"""Ingest: read → split → embed → one transaction → publish. Resumable, and one writer at a time.

Vectors are kept as soon as they are computed, before the documents that need them: a run that is
killed leaves the former documents in place and loses at most one batch of embedding work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.access import Caller
from corpus.errors import InvalidDocument
from corpus.models import Document
from ingest.claims import Claims, second_claim
from ingest.errors import AnotherIngestRuns
from ingest.passages import passages_of
from ingest.recipe import entries_of, recipe_fingerprint, stored_terms
from ingest.sources.base import Source, SourceItem
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.records import KEYWORDS, Record, SourceState
from retrieval.catalogue.writer import Also, nothing_else
from retrieval.embedding.embedder import Embedder
from retrieval.errors import IndexUnusable
from retrieval.index.generation import Generation, newest
from retrieval.index.publishing import publish, sweep

_TEXTS_A_COMMIT = 256  # some ten seconds of embedding on two cores: what a kill may cost
_DOCUMENTS_A_COMMIT = 100
_PATIENCE = 30.0  # seconds that a single document waits for its turn
_DOCUMENTS_A_WINDOW = 5_000  # bounds memory on large sources


class Phase(StrEnum):
    """Where an ingest is; said in progress and in logs."""

    READING = "reading"
    EMBEDDING = "embedding"
    WRITING = "writing"
    PUBLISHING = "publishing"
    DONE = "done"


@dataclass(frozen=True)
class Progress:
    """How far the current phase is."""

    phase: Phase
    done: int
    total: int


@dataclass(frozen=True)
class Failure:
    """One item that could not be read; the rest goes on, and its former state stays."""

    ref: str
    reason: str


@dataclass
class IngestReport:
    """What a run did."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    embedded_texts: int = 0
    published: bool = False
    failures: list[Failure] = field(default_factory=list)


def _silent(_progress: Progress) -> None:
    return None


class Ingester:
    """Writes sources into one catalogue and its index."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder, index_folder: Path, lock_path: Path) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._index_folder = index_folder
        self._lock_path = lock_path

    def ingest(
        self,
        sources: Sequence[Source],
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        progress: Callable[[Progress], None] = _silent,
    ) -> IngestReport:
        """Bring catalogue and index in line with the sources.

        `dry_run` reads and counts only. `rebuild` derives every document anew and drops the vectors of other
        embedders. Raises AnotherIngestRuns, SourceUnreadable, CatalogueError, EmbeddingError,
        IndexNotWritten.
        """
        report = IngestReport()
        with self._only_writer():
            for source in sources:
                self._ingest_source(source, report, dry_run=dry_run, rebuild=rebuild, progress=progress)
            if not dry_run:
                if rebuild:
                    self._catalogue.vectors.keep_only(self._embedder.fingerprint)
                self._catalogue.vectors.drop_unused()  # those that a killed run left
                report.published = self.publish(force=rebuild, progress=progress)
                self._catalogue.writer.erase_removed()
        progress(Progress(Phase.DONE, 1, 1))
        return report

    def put(self, source: Source, item: SourceItem, *, also: Also, wait: float = _PATIENCE) -> Document:
        """Bring one document of a source in, and `also` in its transaction; found as soon as this returns.

        An ingest that runs is waited for, `wait` seconds at most. Raises InvalidDocument, AnotherIngestRuns,
        CatalogueError, EmbeddingError, and IndexNotWritten, after which the document is in the catalogue and found
        with the next publication.
        """
        with self._only_writer(wait):
            content = item.read()
            record = _record(source, item, content, _content_hash(source, content))
            self._refuse_foreign_id(record)
            self._embed_records([record], IngestReport(), _silent)
            self._catalogue.writer.put([record], also=also)
            self.publish()
            self._catalogue.writer.erase_removed()
        return record.document

    def remove(self, document_id: str, *, also: Also, wait: float = _PATIENCE) -> None:
        """Take one document out of catalogue and index, and `also` in its transaction; raises as `put` does."""
        with self._only_writer(wait):
            self._catalogue.writer.remove([document_id], also=also)
            self.publish()
            self._catalogue.writer.erase_removed()

    def forget(self, document_id: str, caller: Caller, *, also: Also = nothing_else) -> int:
        """Remove a document from the catalogue and from the index; returns how many passages went.

        Raises NotFound, AnotherIngestRuns.
        """
        with self._only_writer():
            self._catalogue.get(document_id, caller)
            passages = self._catalogue.passages([document_id], caller).get(document_id, ())
            self._catalogue.writer.remove([document_id], also=also)
            self.publish()
            self._catalogue.writer.erase_removed()
        return len(passages)

    def catch_up(self) -> bool:
        """Publish what a run that was interrupted has written; whether there was anything. Raises as `put` does."""
        with self._only_writer():
            return self.publish()

    def publish(self, *, force: bool = False, progress: Callable[[Progress], None] = _silent) -> bool:
        """Make the index reflect the catalogue; whether a new generation was needed."""
        if not force and self._index_is_current():
            return False
        self._embed_missing(self._catalogue.vectors.texts_without(self._embedder.fingerprint), progress)
        progress(Progress(Phase.PUBLISHING, 0, 1))
        table = self._catalogue.vectors.entry_table(self._embedder.fingerprint, self._embedder.dimension)
        publish(
            self._index_folder,
            table,
            catalogue=self._catalogue.identity,
            fingerprint=self._embedder.fingerprint,
            anew=force,
        )
        progress(Progress(Phase.PUBLISHING, 1, 1))
        return True

    @contextmanager
    def _only_writer(self, wait: float = 0) -> Iterator[None]:
        self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._lock_path, timeout=wait)
        try:
            lock.acquire()
        except Timeout as error:
            raise AnotherIngestRuns("another ingest is running; wait until it has ended") from error
        try:
            if self._index_folder.is_dir():
                sweep(self._index_folder)
            yield
        finally:
            lock.release()

    def _index_is_current(self) -> bool:
        path = newest(self._index_folder)
        if path is None:
            return False
        try:
            generation = Generation.open(path)
            generation.check(catalogue=self._catalogue.identity, fingerprint=self._embedder.fingerprint)
        except IndexUnusable:
            return False
        return generation.manifest.revision == self._catalogue.revision

    def _ingest_source(
        self,
        source: Source,
        report: IngestReport,
        *,
        dry_run: bool,
        rebuild: bool,
        progress: Callable[[Progress], None],
    ) -> None:
        states = self._catalogue.writer.source_states(source.name)
        claims = Claims(states)
        items = claims.ordered(list(source.items()))
        unchanged = {} if rebuild else {state: identifier for identifier, state in states.items()}
        for start in range(0, len(items), _DOCUMENTS_A_WINDOW):
            window = items[start : start + _DOCUMENTS_A_WINDOW]
            records = self._read(source, window, unchanged, claims, report, progress)
            _count(records, states, report)
            if not dry_run:
                self._embed_records(records, report, progress)
                self._write(records, progress)
        gone = claims.gone(items, complete=source.complete)
        report.removed += len(gone)
        if not dry_run:
            self._catalogue.writer.remove(gone)

    def _read(
        self,
        source: Source,
        items: Sequence[SourceItem],
        unchanged: dict[SourceState, str],
        claims: Claims,
        report: IngestReport,
        progress: Callable[[Progress], None],
    ) -> list[Record]:
        """The documents that are new or changed; failures go to the report."""
        records: dict[str, Record] = {}
        for number, item in enumerate(items, start=1):
            try:
                content = item.read()
                digest = _content_hash(source, content)
                known = unchanged.get(SourceState(item.ref, digest))
                if known is None:
                    record = _record(source, item, content, digest)
                    self._refuse_foreign_id(record)
                    claims.take(record)
                    records[record.document.id] = record
                else:
                    report.unchanged += 1
                    claims.keep(item.ref, known)
                    if copy := records.pop(known, None):
                        report.failures.append(Failure(copy.source_ref, str(second_claim(copy, item.ref))))
            except (InvalidDocument, OSError) as error:
                claims.keep_former(item.ref)
                report.failures.append(Failure(item.ref, _reason(error)))
            if number % 20 == 0 or number == len(items):
                progress(Progress(Phase.READING, number, len(items)))
        return list(records.values())

    def _refuse_foreign_id(self, record: Record) -> None:
        """A source never takes a document away from another one."""
        identifier = record.document.id
        owner = self._catalogue.writer.owner_of(identifier)
        if owner is not None and owner[0] != record.source:
            raise InvalidDocument(
                f"the id {identifier!r} belongs to {owner[0]}", field="id", source=record.source_ref
            )

    def _embed_records(
        self, records: Sequence[Record], report: IngestReport, progress: Callable[[Progress], None]
    ) -> None:
        texts = {
            entry.hash: entry.text for record in records for entry in record.entries if entry.role != KEYWORDS
        }
        for known in self._catalogue.vectors.known(self._embedder.fingerprint, texts):
            del texts[known]
        report.embedded_texts += len(texts)
        self._embed_missing(texts, progress)

    def _embed_missing(self, texts: dict[str, str], progress: Callable[[Progress], None]) -> None:
        """Embed and keep; neighbours in length go together, so that little is padded away."""
        ordered = sorted(texts, key=lambda key: (len(texts[key]), key), reverse=True)
        for start in range(0, len(ordered), _TEXTS_A_COMMIT):
            progress(Progress(Phase.EMBEDDING, start, len(ordered)))
            some = ordered[start : start + _TEXTS_A_COMMIT]
            vectors = self._embedder.embed_passages([texts[key] for key in some])
            self._catalogue.vectors.put(self._embedder.fingerprint, dict(zip(some, vectors, strict=True)))
        if ordered:
            progress(Progress(Phase.EMBEDDING, len(ordered), len(ordered)))

    def _write(self, records: Sequence[Record], progress: Callable[[Progress], None]) -> None:
        for start in range(0, len(records), _DOCUMENTS_A_COMMIT):
            progress(Progress(Phase.WRITING, start, len(records)))
            self._catalogue.writer.put(records[start : start + _DOCUMENTS_A_COMMIT])
        if records:
            progress(Progress(Phase.WRITING, len(records), len(records)))


def _record(source: Source, item: SourceItem, content: bytes, digest: str) -> Record:
    document: Document = source.parse(item, content)
    passages = passages_of(document)
    if not passages:
        raise InvalidDocument("no text between the headings", field="body", source=item.ref)
    return Record(
        document=document,
        passages=passages,
        entries=entries_of(document, passages),
        terms=stored_terms(document),
        source=source.name,
        source_ref=item.ref,
        content_hash=digest,
    )


def _content_hash(source: Source, content: bytes) -> str:
    digest = hashlib.sha256(content)
    digest.update(f"|{recipe_fingerprint()}|{source.recipe}".encode())
    return digest.hexdigest()


def _count(records: Sequence[Record], states: dict[str, SourceState], report: IngestReport) -> None:
    report.updated += sum(record.document.id in states for record in records)
    report.added += sum(record.document.id not in states for record in records)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "the file vanished while it was read; run the ingest again"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return str(error)
