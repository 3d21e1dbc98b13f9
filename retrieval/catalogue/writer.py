"""What ingest writes: documents with all that hangs on them; and what it knows of where they came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Connection, delete, insert, or_, select

from corpus.models import Document
from retrieval.catalogue import likeness_tables, tables
from retrieval.catalogue.batches import batches
from retrieval.catalogue.conditions import to_cents
from retrieval.catalogue.database import compact
from retrieval.catalogue.properties import SCRAPS, next_revision, read_property, read_revision, write_property
from retrieval.catalogue.records import Audience, Record, SourceState
from retrieval.catalogue.transactions import Transactions
from retrieval.catalogue.vectors import delete_unused

# What else changes in the transaction that changes documents; an error in it leaves no trace of either.
Also = Callable[[Connection], None]


def nothing_else(_connection: Connection) -> None:
    """For changes of documents alone."""


class CatalogueWriter:
    """Adds, replaces and removes documents; each call is one transaction. Rights are the matter of its callers."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def put(self, records: Sequence[Record], *, also: Also = nothing_else) -> None:
        """Add or replace documents, all of them or none; vectors of texts that are replaced go too."""
        if not records:
            return
        with self._transactions.writing() as connection:
            also(connection)
            former = _hashes_of(connection, [record.document.id for record in records])
            _note_arrivals(connection, [record.document for record in records])
            for record in records:
                _delete_documents(connection, [record.document.id])
                _insert_record(connection, record)
            delete_unused(connection, former)
            next_revision(connection)
            if former:
                write_property(connection, SCRAPS, "yes")

    def remove(self, document_ids: Collection[str], *, also: Also = nothing_else) -> None:
        """Remove documents with all that hangs on them, and the vectors that nobody shares any more."""
        if not document_ids:
            return
        with self._transactions.writing() as connection:
            also(connection)
            hashes = _hashes_of(connection, document_ids)
            _delete_documents(connection, document_ids)
            _delete_decisions(connection, document_ids)
            for some in batches(document_ids):
                connection.execute(delete(tables.arrivals).where(tables.arrivals.c.document_id.in_(some)))
            delete_unused(connection, hashes)
            next_revision(connection)
            write_property(connection, SCRAPS, "yes")

    def erase_removed(self) -> None:
        """Leave no byte of removed or replaced texts in the database file.

        Costs time with the size of the database, as publishing does, and nothing when nothing was removed. A
        reader in the way puts it off to the next call. Raises CatalogueError.
        """
        with self._transactions.reading() as connection:
            pending = read_property(connection, SCRAPS) == "yes"
        if pending and compact(self._transactions.engine):
            with self._transactions.writing() as connection:
                write_property(connection, SCRAPS, "no")

    def source_states(self, source: str) -> dict[str, SourceState]:
        """What was last read from a source: document → place and content.

        After a run that was killed, two documents may name one place.
        """
        columns = tables.documents.c
        query = select(columns.source_ref, columns.id, columns.content_hash).where(columns.source == source)
        with self._transactions.reading() as connection:
            return {
                row.id: SourceState(row.source_ref, row.content_hash) for row in connection.execute(query)
            }

    def owner_of(self, document_id: str) -> tuple[str, str] | None:
        """The (source, place) a document id was read from, whoever may see it."""
        columns = tables.documents.c
        query = select(columns.source, columns.source_ref).where(columns.id == document_id)
        with self._transactions.reading() as connection:
            row = connection.execute(query).one_or_none()
        return (row.source, row.source_ref) if row else None


def _delete_documents(connection: Connection, document_ids: Collection[str]) -> None:
    for some in batches(document_ids):  # what hangs on them goes by ON DELETE CASCADE
        connection.execute(delete(tables.documents).where(tables.documents.c.id.in_(some)))


def _delete_decisions(connection: Connection, document_ids: Collection[str]) -> None:
    columns = likeness_tables.decisions.c
    for some in batches(document_ids):
        connection.execute(
            delete(likeness_tables.decisions).where(or_(columns.a.in_(some), columns.b.in_(some)))
        )


def _note_arrivals(connection: Connection, documents: Sequence[Document]) -> None:
    """Note those that are new, or open to other readers than before, as come with the revision that is being made."""
    columns, arrivals = tables.documents.c, tables.arrivals
    audiences: dict[str, Audience] = {}
    for some in batches(document.id for document in documents):
        query = select(columns.id, columns.visibility, columns.organisation).where(columns.id.in_(some))
        audiences |= {row.id: (row.visibility, row.organisation) for row in connection.execute(query)}
    come = [one for one in documents if audiences.get(one.id) != (one.visibility.value, one.organisation)]
    for some in batches(document.id for document in come):
        connection.execute(delete(arrivals).where(arrivals.c.document_id.in_(some)))
        revision = read_revision(connection) + 1
        rows = [{"document_id": identifier, "revision": revision} for identifier in dict.fromkeys(some)]
        connection.execute(insert(arrivals), rows)


def _hashes_of(connection: Connection, document_ids: Collection[str]) -> list[str]:
    columns = tables.entries.c
    return [
        value
        for some in batches(document_ids)
        for value in connection.execute(
            select(columns.text_hash).where(columns.document_id.in_(some))
        ).scalars()
    ]


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
