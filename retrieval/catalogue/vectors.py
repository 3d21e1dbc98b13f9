"""Vectors of texts, kept by content: which are there, which are still to be embedded, what an index is made from.

The same text under the same embedder has one vector, whichever documents hold it; nothing is searched here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, exists, insert, select

from retrieval.catalogue import tables
from retrieval.catalogue.batches import batches
from retrieval.catalogue.properties import read_revision
from retrieval.catalogue.records import KEYWORDS, SENTENCE, Audience, Entry, EntryTable
from retrieval.catalogue.transactions import Transactions
from retrieval.errors import CatalogueError

# Written once: putting a statement together takes longer than running it, and each extracted answer runs this one.
_OF = select(tables.vectors.c.text_hash, tables.vectors.c.data).where(
    tables.vectors.c.fingerprint == bindparam("fingerprint"),
    tables.vectors.c.text_hash.in_(bindparam("hashes", expanding=True)),
)
# By the index of both: as NOT IN, PostgreSQL would go through all entries for each vector once they are many.
_UNUSED = ~exists().where(tables.entries.c.text_hash == tables.vectors.c.text_hash)


class StoredVectors:
    """Vectors by embedder fingerprint and hash of the text; float32, L2-normalised.

    Rights do not apply: whoever asks for a text's vector has the text.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, fingerprint: str, hashes: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of some texts by hash, as far as they are known."""
        found: dict[str, NDArray[np.float32]] = {}
        with self._transactions.reading() as connection:
            for some in batches(hashes):
                rows = connection.execute(_OF, {"fingerprint": fingerprint, "hashes": some}).all()
                if rows:
                    names, stored = zip(*rows, strict=True)
                    found.update(zip(names, _matrix(stored), strict=True))
        return found

    def known(self, fingerprint: str, hashes: Collection[str]) -> set[str]:
        """Which of the texts have a vector already."""
        with self._transactions.reading() as connection:
            return set(_known(connection, fingerprint, hashes))

    def texts_without(self, fingerprint: str) -> dict[str, str]:
        """Texts of entries that no vector exists for: hash → text."""
        entries, vectors = tables.entries.c, tables.vectors.c
        known = exists().where(vectors.fingerprint == fingerprint, vectors.text_hash == entries.text_hash)
        query = select(entries.text_hash, entries.text).where(entries.role != KEYWORDS, ~known).distinct()
        with self._transactions.reading() as connection:
            return {row.text_hash: row.text for row in connection.execute(query)}

    def entry_table(self, fingerprint: str, dimension: int) -> EntryTable:
        """What the indexes hold, with its vectors, of one moment; raises CatalogueError where a vector lacks."""
        entries, vectors, documents = tables.entries.c, tables.vectors.c, tables.documents.c
        fields = (entries[field.name] for field in dataclass_fields(Entry))
        query = (
            select(*fields, vectors.data, documents.visibility, documents.organisation)
            .join(tables.documents, documents.id == entries.document_id)
            .outerjoin(
                tables.vectors,
                (vectors.text_hash == entries.text_hash) & (vectors.fingerprint == fingerprint),
            )
            .where(entries.role != SENTENCE)
            .order_by(entries.id)
        )
        with self._transactions.reading() as connection:
            revision = read_revision(connection)
            rows = connection.execute(query).all()
        return _entry_table(rows, dimension, revision)

    def put(self, fingerprint: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by text hash; known ones are left as they are."""
        if not vectors:
            return
        with self._transactions.writing() as connection:
            known = set(_known(connection, fingerprint, vectors))
            rows = [
                {"fingerprint": fingerprint, "text_hash": key, "data": vector.astype("<f4").tobytes()}
                for key, vector in vectors.items()
                if key not in known
            ]
            if rows:
                connection.execute(insert(tables.vectors), rows)

    def keep_only(self, fingerprint: str) -> None:
        """Forget the vectors of other embedders (after a rebuild)."""
        with self._transactions.writing() as connection:
            connection.execute(delete(tables.vectors).where(tables.vectors.c.fingerprint != fingerprint))

    def drop_unused(self) -> int:
        """Forget vectors of texts that no document holds any more; returns how many."""
        with self._transactions.writing() as connection:
            return connection.execute(delete(tables.vectors).where(_UNUSED)).rowcount


def delete_unused(connection: Connection, hashes: Collection[str]) -> None:
    """Of some texts, delete the vectors that no document needs any more; part of the caller's transaction."""
    for some in batches(hashes):
        connection.execute(delete(tables.vectors).where(tables.vectors.c.text_hash.in_(some), _UNUSED))


def _known(connection: Connection, fingerprint: str, hashes: Iterable[str]) -> Iterator[str]:
    columns = tables.vectors.c
    for some in batches(hashes):
        query = select(columns.text_hash).where(
            columns.fingerprint == fingerprint, columns.text_hash.in_(some)
        )
        yield from connection.execute(query).scalars()


def _matrix(stored: Collection[bytes]) -> NDArray[np.float32]:
    """Vectors of one embedder as rows; all at once, since one by one costs as much as reading them."""
    return np.frombuffer(b"".join(stored), dtype="<f4").reshape(len(stored), -1)


def _entry_table(rows: Sequence[Sequence[Any]], dimension: int, revision: int) -> EntryTable:
    """From rows of the fields of an entry, its vector, and the audience of its document."""
    embedded: list[Entry] = []
    keywords: list[Entry] = []
    stored: list[bytes | None] = []
    audiences: dict[str, Audience] = {}
    for *fields, data, visibility, organisation in rows:
        entry = Entry(*fields)
        audiences[entry.document_id] = (visibility, organisation)
        if entry.role == KEYWORDS:
            keywords.append(entry)
        else:
            embedded.append(entry)
            stored.append(data)
    vectors = [data for data in stored if data is not None]
    if len(vectors) < len(stored):
        raise CatalogueError(f"{len(stored) - len(vectors)} texts have no vector; run `passerelle ingest`")
    matrix = np.frombuffer(b"".join(vectors), dtype="<f4").reshape(len(vectors), dimension).copy()
    return EntryTable(tuple(embedded), tuple(keywords), matrix, revision, audiences)
