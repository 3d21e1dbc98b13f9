"""The catalogue: which documents exist, and who may read them. Every write is one transaction."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Select, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import DatabaseError

from corpus.access import Caller
from corpus.errors import NotFound
from corpus.filters import Filters
from corpus.models import Document, Passage
from retrieval.catalogue import tables
from retrieval.catalogue.conditions import conditions, to_cents
from retrieval.catalogue.database import compact, open_engine, reading_connection
from retrieval.catalogue.facet_table import FacetTable
from retrieval.catalogue.records import (
    KEYWORDS,
    SENTENCE,
    Entry,
    EntryTable,
    FacetCount,
    Page,
    Record,
    SourceState,
)
from retrieval.catalogue.rights import readable_by
from retrieval.errors import CatalogueError, CatalogueLocked

_UNCOUNTED = ("known", "missing")  # fields by name: filters, no facets
_SCRAPS = "scraps"  # property: "yes" while texts that were removed may still be read from the file
_MANY = 500  # values in one IN (…) list; SQLite allows 32,766 variables, older builds 999


class Catalogue:
    """Documents, passages, entries and vectors in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = local()  # the connection of a `snapshot`
        self._parse = lru_cache(maxsize=4096)(_parse_payload)
        self._facet_table = lru_cache(maxsize=2)(self._read_facet_table)

    @classmethod
    def open(cls, url: str) -> Catalogue:
        """Open the database at `url`, creating or upgrading its tables; raises CatalogueError."""
        return cls(open_engine(url))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    # -- transactions -----------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads of this thread inside the block see one state of the catalogue.

        Without it a document and its passages, read one after the other, may be of two states.
        """
        if self._held() is not None:
            yield
            return
        with self._reading() as connection:
            self._thread.connection = connection
            try:
                yield
            finally:
                self._thread.connection = None
                self._thread.revision = None

    def _held(self) -> Connection | None:
        held: Connection | None = getattr(self._thread, "connection", None)
        return held

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        held = self._held()
        try:
            with nullcontext(held) if held is not None else reading_connection(self._engine) as connection:
                yield connection
        except DatabaseError as error:
            raise _translated(error) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One write transaction; leaving it in error leaves no trace."""
        try:
            with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise _translated(error) from error

    # -- identity ---------------------------------------------------------------------------------

    @property
    def identity(self) -> str:
        """A name given once to this database, so that a foreign index is recognised."""
        with self._reading() as connection:
            found = _property(connection, "catalogue_id")
        if found is not None:
            return found
        with self._writing() as connection:
            found = _property(connection, "catalogue_id")
            if found is None:
                found = uuid.uuid4().hex
                connection.execute(insert(tables.properties).values(name="catalogue_id", value=found))
        return found

    @property
    def revision(self) -> int:
        """One more with every change of a document; an index says which one it reflects."""
        known: int | None = getattr(self._thread, "revision", None)
        if known is not None:
            return known
        with self._reading() as connection:
            revision = int(_property(connection, "revision") or 0)
        if self._held() is not None:  # one state, so one revision: a search asks for it several times
            self._thread.revision = revision
        return revision

    # -- writing ----------------------------------------------------------------------------------

    def put(self, records: Sequence[Record]) -> None:
        """Add or replace documents, all of them or none; vectors of texts that are replaced go too."""
        if not records:
            return
        with self._writing() as connection:
            former = _hashes_of(connection, [record.document.id for record in records])
            for record in records:
                _delete_documents(connection, [record.document.id])
                _insert_record(connection, record)
            _delete_unused_vectors(connection, former)
            _next_revision(connection)
            if former:
                _set_property(connection, _SCRAPS, "yes")

    def remove(self, document_ids: Collection[str]) -> None:
        """Remove documents with all that hangs on them, and the vectors that nobody shares any more."""
        if not document_ids:
            return
        with self._writing() as connection:
            hashes = _hashes_of(connection, document_ids)
            _delete_documents(connection, document_ids)
            _delete_unused_vectors(connection, hashes)
            _next_revision(connection)
            _set_property(connection, _SCRAPS, "yes")

    def erase_removed(self) -> None:
        """Leave no byte of removed or replaced texts in the database file.

        Costs time with the size of the database, as publishing does, and nothing when nothing was removed. A
        reader in the way puts it off to the next call. Raises CatalogueError.
        """
        with self._reading() as connection:
            pending = _property(connection, _SCRAPS) == "yes"
        if pending and compact(self._engine):
            with self._writing() as connection:
                _set_property(connection, _SCRAPS, "no")

    def put_vectors(self, fingerprint: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by text hash; known ones are left as they are."""
        if not vectors:
            return
        with self._writing() as connection:
            known = set(self._known_hashes(connection, fingerprint, vectors))
            rows = [
                {"fingerprint": fingerprint, "text_hash": key, "data": vector.astype("<f4").tobytes()}
                for key, vector in vectors.items()
                if key not in known
            ]
            if rows:
                connection.execute(insert(tables.vectors), rows)

    def drop_vectors_not_of(self, fingerprint: str) -> None:
        """Forget the vectors of other embedders (after a rebuild)."""
        with self._writing() as connection:
            connection.execute(delete(tables.vectors).where(tables.vectors.c.fingerprint != fingerprint))

    def drop_unused_vectors(self) -> int:
        """Forget vectors of texts that no document holds any more; returns how many."""
        used = select(tables.entries.c.text_hash)
        with self._writing() as connection:
            return connection.execute(
                delete(tables.vectors).where(tables.vectors.c.text_hash.not_in(used))
            ).rowcount

    # -- reading documents ------------------------------------------------------------------------

    def get(self, document_id: str, caller: Caller) -> Document:
        """The document; raises NotFound when it does not exist for this caller."""
        found = self.documents([document_id], caller)
        if document_id not in found:
            raise NotFound(document_id)
        return found[document_id]

    def documents(self, document_ids: Collection[str], caller: Caller) -> dict[str, Document]:
        """Those of the documents that exist and that the caller may read."""
        found: dict[str, Document] = {}
        with self._reading() as connection:
            for some in _chunks(document_ids):
                query = self._visible(caller, tables.documents.c.id, tables.documents.c.payload).where(
                    tables.documents.c.id.in_(some)
                )
                found.update({row.id: self._parse(row.payload) for row in connection.execute(query)})
        return found

    def select(self, filters: Filters, caller: Caller) -> frozenset[str]:
        """Ids of all documents that meet the filters and that the caller may read."""
        query = self._visible(caller, tables.documents.c.id).where(*conditions(filters))
        with self._reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def matching(self, filters: Filters, caller: Caller) -> list[Document]:
        """All documents that meet the filters, in id order; for figures over fields."""
        query = (
            self._visible(caller, tables.documents.c.payload)
            .where(*conditions(filters))
            .order_by(tables.documents.c.id)
        )
        with self._reading() as connection:
            return [self._parse(payload) for payload in connection.execute(query).scalars()]

    def page(self, filters: Filters, caller: Caller, *, after: str = "", limit: int = 10) -> Page:
        """The next `limit` documents after the id `after`, in id order."""
        chosen = conditions(filters)
        total = self._visible(caller, func.count()).where(*chosen)
        query = (
            self._visible(caller, tables.documents.c.payload)
            .where(*chosen, tables.documents.c.id > after)
            .order_by(tables.documents.c.id)
            .limit(limit + 1)
        )
        with self._reading() as connection:
            count = connection.execute(total).scalar_one()
            rows = [self._parse(payload) for payload in connection.execute(query).scalars()]
        more = len(rows) > limit
        return Page(tuple(rows[:limit]), count, rows[limit - 1].id if more else None)

    def count(self, filters: Filters, caller: Caller) -> int:
        """How many documents meet the filters."""
        query = self._visible(caller, func.count()).where(*conditions(filters))
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def count_readable(self, caller: Caller) -> int:
        """How many documents the caller may read."""
        return self.count(Filters(), caller)

    def facets(
        self, filters: Filters, caller: Caller, *, names: Sequence[str]
    ) -> dict[str, tuple[FacetCount, ...]]:
        """Counts of values by facet, largest first; only over what the caller may read."""
        with self.snapshot():
            return self.facets_among(self.select(filters, caller), names=names)

    def facets_among(
        self, document_ids: Collection[str], *, names: Sequence[str], most: int | None = None
    ) -> dict[str, tuple[FacetCount, ...]]:
        """Counts of values over documents that `select` gave for the caller, in the same snapshot."""
        return self._facet_table(self.revision).count(document_ids, names, most=most)

    def _read_facet_table(self, _revision: int) -> FacetTable:
        columns = tables.terms.c
        query = (
            select(columns.document_id, columns.facet, columns.value)
            .where(columns.facet.not_in(_UNCOUNTED), columns.facet.not_like("%\\_words", escape="\\"))
            .order_by(columns.document_id)
        )
        with self._reading() as connection:
            return FacetTable.of((row[0], row[1], row[2]) for row in connection.execute(query))

    def terms(self, document_ids: Collection[str], caller: Caller) -> dict[str, dict[str, tuple[str, ...]]]:
        """The normalised terms of each readable document, facet by facet."""
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        columns = tables.terms.c
        with self._reading() as connection:
            for some in _chunks(document_ids):
                readable = self._visible(caller, tables.documents.c.id).where(tables.documents.c.id.in_(some))
                query = (
                    select(columns.document_id, columns.facet, columns.value)
                    .where(
                        columns.document_id.in_(readable), columns.facet.not_like("%\\_words", escape="\\")
                    )
                    .order_by(columns.document_id, columns.facet, columns.value)
                )
                for identifier, facet, value in connection.execute(query).all():
                    found[identifier][facet] = (*found[identifier].get(facet, ()), value)
        return dict(found)

    def passages(self, document_ids: Collection[str], caller: Caller) -> dict[str, tuple[Passage, ...]]:
        """The passages of each readable document, in their order."""
        columns = tables.passages.c
        found: dict[str, list[Passage]] = defaultdict(list)
        with self._reading() as connection:
            for some in _chunks(document_ids):
                query = (
                    select(*(columns[name] for name in Passage.model_fields))
                    .join(tables.documents, tables.documents.c.id == columns.document_id)
                    .where(columns.document_id.in_(some), readable_by(caller))
                    .order_by(columns.document_id, columns.position)
                )
                for row in connection.execute(query).all():
                    found[row.document_id].append(_passage(row))
        return {key: tuple(value) for key, value in found.items()}

    def with_passages(
        self, passage_of: Mapping[str, str], caller: Caller
    ) -> dict[str, tuple[Document, Passage | None]]:
        """Those of the documents that the caller may read, each with its passage of that id if it has it."""
        found: dict[str, tuple[Document, Passage | None]] = {}
        with self._reading() as connection:
            for some in _chunks(passage_of):
                given = {"documents": some, "passages": [passage_of[identifier] for identifier in some]}
                for identifier, payload, *passage in connection.execute(_with_passages(caller), given):
                    one = _passage(passage) if passage[0] is not None else None
                    found[identifier] = (self._parse(payload), one)
        return found

    def _visible(self, caller: Caller, *columns: object) -> Select[Any]:
        query: Select[Any] = select(*columns)  # type: ignore[call-overload]
        return query.select_from(tables.documents).where(readable_by(caller))

    # -- reading for ingest and indexes -----------------------------------------------------------

    def source_states(self, source: str) -> dict[str, SourceState]:
        """What was last read from a source: document → place and content.

        After a run that was killed, two documents may name one place.
        """
        columns = tables.documents.c
        query = select(columns.source_ref, columns.id, columns.content_hash).where(columns.source == source)
        with self._reading() as connection:
            return {
                row.id: SourceState(row.source_ref, row.content_hash) for row in connection.execute(query)
            }

    def owner_of(self, document_id: str) -> tuple[str, str] | None:
        """The (source, place) a document id was read from, whoever may see it."""
        columns = tables.documents.c
        query = select(columns.source, columns.source_ref).where(columns.id == document_id)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return (row.source, row.source_ref) if row else None

    def known_hashes(self, fingerprint: str, hashes: Collection[str]) -> set[str]:
        """Which of the texts have a vector already."""
        with self._reading() as connection:
            return set(self._known_hashes(connection, fingerprint, hashes))

    def vectors_of(self, fingerprint: str, hashes: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of some texts by hash, as far as they are known."""
        columns = tables.vectors.c
        found: dict[str, NDArray[np.float32]] = {}
        with self._reading() as connection:
            for some in _chunks(hashes):
                query = select(columns.text_hash, columns.data).where(
                    columns.fingerprint == fingerprint, columns.text_hash.in_(some)
                )
                for name, data in connection.execute(query).all():  # row by row takes twice as long
                    found[name] = np.frombuffer(data, dtype="<f4")
        return found

    def texts_without_vector(self, fingerprint: str) -> dict[str, str]:
        """Texts of entries that no vector exists for: hash → text."""
        entries, vectors = tables.entries.c, tables.vectors.c
        known = select(vectors.text_hash).where(vectors.fingerprint == fingerprint)
        query = (
            select(entries.text_hash, entries.text)
            .where(entries.role != KEYWORDS, entries.text_hash.not_in(known))
            .distinct()
        )
        with self._reading() as connection:
            return {row.text_hash: row.text for row in connection.execute(query)}

    def entry_table(self, fingerprint: str, dimension: int) -> EntryTable:
        """What the indexes hold, with its vectors, of one moment; raises CatalogueError where a vector lacks."""
        entries, vectors, documents = tables.entries.c, tables.vectors.c, tables.documents.c
        query = (
            select(tables.entries, vectors.data, documents.visibility, documents.organisation)
            .join(tables.documents, documents.id == entries.document_id)
            .outerjoin(
                tables.vectors,
                (vectors.text_hash == entries.text_hash) & (vectors.fingerprint == fingerprint),
            )
            .where(entries.role != SENTENCE)
            .order_by(entries.id)
        )
        with self._reading() as connection:
            revision = int(_property(connection, "revision") or 0)
            rows = connection.execute(query).mappings().all()
        embedded = [row for row in rows if row["role"] != KEYWORDS]
        missing = sum(row["data"] is None for row in embedded)
        if missing:
            raise CatalogueError(f"{missing} texts have no vector; run `passerelle ingest`")
        matrix = np.frombuffer(b"".join(row["data"] for row in embedded), dtype="<f4")
        return EntryTable(
            tuple(_entry(row) for row in embedded),
            tuple(_entry(row) for row in rows if row["role"] == KEYWORDS),
            matrix.reshape(len(embedded), dimension).copy(),
            revision,
            {row["document_id"]: (row["visibility"], row["organisation"]) for row in rows},
        )

    @staticmethod
    def _known_hashes(connection: Connection, fingerprint: str, hashes: Iterable[str]) -> Iterator[str]:
        columns = tables.vectors.c
        for some in _chunks(hashes):
            query = select(columns.text_hash).where(
                columns.fingerprint == fingerprint, columns.text_hash.in_(some)
            )
            yield from connection.execute(query).scalars()


def _parse_payload(payload: str) -> Document:
    return Document.model_validate_json(payload)


def _translated(error: DatabaseError) -> CatalogueError:
    if "locked" in str(error.orig) or "busy" in str(error.orig):
        return CatalogueLocked("another process is writing to the catalogue; nothing was changed, try again")
    return CatalogueError(f"the catalogue cannot be used: {error.orig}")


# Statements of each search are written once: putting one together takes longer than running it.
_PROPERTY = select(tables.properties.c.value).where(tables.properties.c.name == bindparam("name"))


def _property(connection: Connection, name: str) -> str | None:
    value: str | None = connection.execute(_PROPERTY, {"name": name}).scalar_one_or_none()
    return value


@lru_cache(maxsize=256)
def _with_passages(caller: Caller) -> Select[Any]:
    """Of `documents` and `passages` by id: document id, payload, and the fields of the passage or NULLs."""
    documents, passages = tables.documents.c, tables.passages.c
    same = and_(passages.document_id == documents.id, passages.id.in_(bindparam("passages", expanding=True)))
    query: Select[Any] = select(
        documents.id, documents.payload, *(passages[name] for name in Passage.model_fields)
    )
    return query.select_from(tables.documents.outerjoin(tables.passages, same)).where(
        documents.id.in_(bindparam("documents", expanding=True)), readable_by(caller)
    )


def _next_revision(connection: Connection) -> None:
    _set_property(connection, "revision", str(int(_property(connection, "revision") or 0) + 1))


def _set_property(connection: Connection, name: str, value: str) -> None:
    columns = tables.properties.c
    if _property(connection, name) is None:
        connection.execute(insert(tables.properties).values(name=name, value=value))
    else:
        connection.execute(update(tables.properties).where(columns.name == name).values(value=value))


def _delete_documents(connection: Connection, document_ids: Collection[str]) -> None:
    for some in _chunks(document_ids):  # what hangs on them goes by ON DELETE CASCADE
        connection.execute(delete(tables.documents).where(tables.documents.c.id.in_(some)))


def _hashes_of(connection: Connection, document_ids: Collection[str]) -> list[str]:
    columns = tables.entries.c
    return [
        value
        for some in _chunks(document_ids)
        for value in connection.execute(
            select(columns.text_hash).where(columns.document_id.in_(some))
        ).scalars()
    ]


def _delete_unused_vectors(connection: Connection, hashes: Collection[str]) -> None:
    used = select(tables.entries.c.text_hash)
    for some in _chunks(hashes):
        connection.execute(
            delete(tables.vectors).where(
                tables.vectors.c.text_hash.in_(some), tables.vectors.c.text_hash.not_in(used)
            )
        )


def _insert_record(connection: Connection, record: Record) -> None:
    document = record.document
    fiche = document.initiative
    connection.execute(
        insert(tables.documents).values(
            id=document.id,
            kind=document.kind,
            language=document.language,
            visibility=document.visibility.value,
            organisation=document.organisation,
            start_year=fiche.start_year if fiche else None,
            budget_cents=to_cents(fiche.budget_eur) if fiche and fiche.budget_eur is not None else None,
            subsidy_cents=to_cents(fiche.subsidy_eur) if fiche and fiche.subsidy_eur is not None else None,
            updated_at=document.updated_at.isoformat(),
            source=record.source,
            source_ref=record.source_ref,
            content_hash=record.content_hash,
            payload=document.model_dump_json(),
        )
    )
    _insert_parts(connection, record)


def _insert_parts(connection: Connection, record: Record) -> None:
    document_id = record.document.id
    if record.passages:
        rows = [
            {**passage.model_dump(), "position": position} for position, passage in enumerate(record.passages)
        ]
        connection.execute(insert(tables.passages), rows)
    if record.entries:
        connection.execute(
            insert(tables.entries),
            [
                {
                    "document_id": document_id,
                    "passage_id": entry.passage_id,
                    "role": entry.role,
                    "language": entry.language,
                    "text": entry.text,
                    "text_hash": entry.hash,
                }
                for entry in record.entries
            ],
        )
    pairs = {(facet, value) for facet, values in record.terms.items() for value in values}
    if pairs:
        connection.execute(
            insert(tables.terms),
            [{"document_id": document_id, "facet": facet, "value": value} for facet, value in sorted(pairs)],
        )


def _passage(values: Iterable[Any]) -> Passage:
    """From the values of its fields in their order."""
    # Checked when it was written; checking each again would take half the time of a search.
    return Passage.model_construct(**dict(zip(Passage.model_fields, values, strict=True)))


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(
        role=row["role"],
        language=row["language"],
        text=row["text"],
        passage_id=row["passage_id"],
        id=row["id"],
        document_id=row["document_id"],
    )


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    everything = list(values)
    for start in range(0, len(everything), _MANY):
        yield everything[start : start + _MANY]
