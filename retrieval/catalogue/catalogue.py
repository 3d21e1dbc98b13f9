"""The catalogue: which documents exist, and what each caller may read of them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, bindparam, func, select

from corpus.access import Caller
from corpus.errors import NotFound
from corpus.filters import Filters
from corpus.models import Document, Kind, Passage
from retrieval.catalogue import tables
from retrieval.catalogue.batches import batches
from retrieval.catalogue.conditions import conditions
from retrieval.catalogue.database import open_engine
from retrieval.catalogue.facet_table import FacetTable
from retrieval.catalogue.properties import IDENTITY, read_property, write_property
from retrieval.catalogue.records import Amounts, Audience, FacetCount, Page
from retrieval.catalogue.rights import readable_by
from retrieval.catalogue.transactions import Transactions
from retrieval.catalogue.vectors import StoredVectors
from retrieval.catalogue.writer import CatalogueWriter

_UNCOUNTED = ("known", "missing")  # fields by name: filters, no facets
_CALLERS = 256  # for how many the statements are kept


class Catalogue:
    """Documents with their passages and terms, as a caller may read them; beside it the doors of ingest.

    `writer` changes documents and `vectors` keeps those of their texts; rights do not apply to these two.
    """

    def __init__(self, engine: Engine) -> None:
        self._transactions = Transactions(engine)
        self.writer = CatalogueWriter(self._transactions)
        self.vectors = StoredVectors(self._transactions)
        self._parse = lru_cache(maxsize=4096)(_parse_payload)
        self._passage = lru_cache(maxsize=8192)(_passage)
        self._facet_table = lru_cache(maxsize=2)(self._read_facet_table)

    @classmethod
    def open(cls, url: str) -> Catalogue:
        """Open the database at `url`, creating or upgrading its tables; raises CatalogueError."""
        return cls(open_engine(url))

    def close(self) -> None:
        """Give the connections back."""
        self._transactions.engine.dispose()

    @property
    def transactions(self) -> Transactions:
        """The database itself, for what changes together with documents."""
        return self._transactions

    # -- state ------------------------------------------------------------------------------------

    def snapshot(self) -> AbstractContextManager[None]:
        """All reads of this thread inside the block see one state of the catalogue.

        Without it a document and its passages, read one after the other, may be of two states.
        """
        return self._transactions.snapshot()

    @property
    def revision(self) -> int:
        """One more with every change of a document; an index says which one it reflects."""
        return self._transactions.revision

    @property
    def identity(self) -> str:
        """A name given once to this database, so that a foreign index is recognised."""
        with self._transactions.reading() as connection:
            found = read_property(connection, IDENTITY)
        if found is not None:
            return found
        with self._transactions.writing() as connection:
            found = read_property(connection, IDENTITY)
            if found is None:
                found = uuid.uuid4().hex
                write_property(connection, IDENTITY, found)
        return found

    # -- documents --------------------------------------------------------------------------------

    def get(self, document_id: str, caller: Caller) -> Document:
        """The document; raises NotFound when it does not exist for this caller."""
        found = self.documents([document_id], caller)
        if document_id not in found:
            raise NotFound(document_id)
        return found[document_id]

    def documents(self, document_ids: Collection[str], caller: Caller) -> dict[str, Document]:
        """Those of the documents that exist and that the caller may read."""
        found: dict[str, Document] = {}
        with self._transactions.reading() as connection:
            for some in batches(document_ids):
                rows = connection.execute(_documents(caller.as_reader), {"documents": some}).all()
                found.update({identifier: self._parse(payload) for identifier, payload in rows})
        return found

    def audiences(self, kind: Kind) -> dict[str, Audience]:
        """Who may read each document of a kind; for what is prepared for everybody."""
        columns = tables.documents.c
        query = select(columns.id, columns.visibility, columns.organisation).where(columns.kind == kind)
        with self._transactions.reading() as connection:
            return {
                identifier: (visibility, organisation)
                for identifier, visibility, organisation in connection.execute(query)
            }

    def select(self, filters: Filters, caller: Caller) -> frozenset[str]:
        """Ids of all documents that meet the filters and that the caller may read."""
        query = _visible(caller, tables.documents.c.id).where(*conditions(filters))
        with self._transactions.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def arrived(self, since: int, caller: Caller) -> frozenset[str]:
        """Ids of documents that came, or were opened to others, after a revision, and that the caller may read."""
        arrivals = tables.arrivals.c
        query = _visible(caller, tables.documents.c.id).where(
            tables.documents.c.id.in_(select(arrivals.document_id).where(arrivals.revision > since))
        )
        with self._transactions.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def matching(self, filters: Filters, caller: Caller) -> list[Document]:
        """All documents that meet the filters, in id order; for figures over fields."""
        query = (
            _visible(caller, tables.documents.c.payload)
            .where(*conditions(filters))
            .order_by(tables.documents.c.id)
        )
        with self._transactions.reading() as connection:
            return [self._parse(payload) for payload in connection.execute(query).scalars()]

    def amounts(self, filters: Filters, caller: Caller) -> list[Amounts]:
        """The money of all documents that meet the filters, in id order, without reading the documents."""
        columns = tables.documents.c
        query = (
            _visible(caller, columns.id, columns.budget_cents, columns.subsidy_cents)
            .where(*conditions(filters))
            .order_by(columns.id)
        )
        with self._transactions.reading() as connection:
            return [Amounts(*row) for row in connection.execute(query)]

    def page(self, filters: Filters, caller: Caller, *, after: str = "", limit: int = 10) -> Page:
        """The next `limit` documents after the id `after`, in id order."""
        chosen = conditions(filters)
        total = _visible(caller, func.count()).where(*chosen)
        query = (
            _visible(caller, tables.documents.c.payload)
            .where(*chosen, tables.documents.c.id > after)
            .order_by(tables.documents.c.id)
            .limit(limit + 1)
        )
        with self._transactions.reading() as connection:
            count = connection.execute(total).scalar_one()
            rows = [self._parse(payload) for payload in connection.execute(query).scalars()]
        more = len(rows) > limit
        return Page(tuple(rows[:limit]), count, rows[limit - 1].id if more else None)

    def count(self, filters: Filters, caller: Caller) -> int:
        """How many documents meet the filters."""
        query = _visible(caller, func.count()).where(*conditions(filters))
        with self._transactions.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def count_readable(self, caller: Caller) -> int:
        """How many documents the caller may read."""
        return self.count(Filters(), caller)

    # -- parts of documents -----------------------------------------------------------------------

    def passages(self, document_ids: Collection[str], caller: Caller) -> dict[str, tuple[Passage, ...]]:
        """The passages of each readable document, in their order."""
        found: dict[str, list[Passage]] = defaultdict(list)
        with self._transactions.reading() as connection:
            for some in batches(document_ids):
                for identifier, *passage in connection.execute(
                    _passages(caller.as_reader), {"documents": some}
                ).all():
                    found[identifier].append(self._passage(*passage))
        return {key: tuple(value) for key, value in found.items()}

    def with_passages(
        self, passage_of: Mapping[str, str], caller: Caller
    ) -> dict[str, tuple[Document, Passage | None]]:
        """Those of the documents that the caller may read, each with its passage of that id if it has it."""
        found: dict[str, tuple[Document, Passage | None]] = {}
        with self._transactions.reading() as connection:
            for some in batches(passage_of):
                given = {"documents": some, "passages": [passage_of[identifier] for identifier in some]}
                for identifier, payload, *passage in connection.execute(
                    _with_passages(caller.as_reader), given
                ).all():
                    one = self._passage(*passage) if passage[0] is not None else None
                    found[identifier] = (self._parse(payload), one)
        return found

    def terms(self, document_ids: Collection[str], caller: Caller) -> dict[str, dict[str, tuple[str, ...]]]:
        """The normalised terms of each readable document, facet by facet."""
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        with self._transactions.reading() as connection:
            for some in batches(document_ids):
                for identifier, facet, value in connection.execute(
                    _terms(caller.as_reader), {"documents": some}
                ).all():
                    found[identifier][facet] = (*found[identifier].get(facet, ()), value)
        return dict(found)

    # -- facets -----------------------------------------------------------------------------------

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
        with self._transactions.reading() as connection:
            return FacetTable.of((row[0], row[1], row[2]) for row in connection.execute(query))


def _visible(caller: Caller, *columns: object) -> Select[Any]:
    query: Select[Any] = select(*columns)  # type: ignore[call-overload]
    return query.select_from(tables.documents).where(readable_by(caller))


# Statements of searches and answers are written once a caller: putting one together takes longer than running it.
# Each takes the ids of `documents`.


@lru_cache(maxsize=_CALLERS)
def _documents(caller: Caller) -> Select[Any]:
    """Id and payload."""
    documents = tables.documents.c
    return _visible(caller, documents.id, documents.payload).where(_among(documents.id))


@lru_cache(maxsize=_CALLERS)
def _passages(caller: Caller) -> Select[Any]:
    """Document id, and the fields of a passage."""
    passages = tables.passages.c
    query: Select[Any] = select(passages.document_id, *(passages[name] for name in Passage.model_fields))
    return (
        query.join(tables.documents, tables.documents.c.id == passages.document_id)
        .where(_among(passages.document_id), readable_by(caller))
        .order_by(passages.document_id, passages.position)
    )


@lru_cache(maxsize=_CALLERS)
def _with_passages(caller: Caller) -> Select[Any]:
    """Document id, payload, and the fields of the one of `passages` (ids) that is the document's, or NULLs."""
    documents, passages = tables.documents.c, tables.passages.c
    same = and_(passages.document_id == documents.id, passages.id.in_(bindparam("passages", expanding=True)))
    query: Select[Any] = select(
        documents.id, documents.payload, *(passages[name] for name in Passage.model_fields)
    )
    return query.select_from(tables.documents.outerjoin(tables.passages, same)).where(
        _among(documents.id), readable_by(caller)
    )


@lru_cache(maxsize=_CALLERS)
def _terms(caller: Caller) -> Select[Any]:
    """Document id, facet and value."""
    documents, terms = tables.documents.c, tables.terms.c
    readable = _visible(caller, documents.id).where(_among(documents.id))
    query: Select[Any] = select(terms.document_id, terms.facet, terms.value)
    return query.where(
        terms.document_id.in_(readable), terms.facet.not_like("%\\_words", escape="\\")
    ).order_by(terms.document_id, terms.facet, terms.value)


def _among(column: ColumnElement[str]) -> ColumnElement[bool]:
    return column.in_(bindparam("documents", expanding=True))


def _parse_payload(payload: str) -> Document:
    return Document.model_validate_json(payload)


def _passage(*values: Any) -> Passage:
    """From the values of its fields in their order."""
    # Checked when it was written; checking each again would take half the time of a search.
    return Passage.model_construct(**dict(zip(Passage.model_fields, values, strict=True)))
