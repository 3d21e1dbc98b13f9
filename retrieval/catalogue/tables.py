"""Tables of the catalogue. The migrations create them; a test holds both equal.

`documents.payload` is the whole frozen `Document`; the columns beside it are what filters, rights and
figures need. Money is stored in cents so that sums are exact on every database.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()

# SQLite only numbers rows by itself for a plain INTEGER key; elsewhere 64 bits are wanted.
_RowId = BigInteger().with_variant(Integer, "sqlite")

documents = Table(
    "documents",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("kind", String(16), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("visibility", String(16), nullable=False),
    Column("organisation", String(120)),
    Column("start_year", Integer),
    Column("budget_cents", BigInteger),
    Column("subsidy_cents", BigInteger),
    Column("updated_at", String(10), nullable=False),
    Column("source", String(500), nullable=False),  # the root that was read, one per importer run
    Column("source_ref", String(1000), nullable=False),  # the file or address below that root
    Column("content_hash", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_documents_source", "source", "source_ref"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(140), primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("page", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

# What the indexes hold: each text of a document that can be matched, with its role.
entries = Table(
    "entries",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("passage_id", String(140)),
    Column("role", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False, index=True),
    sqlite_autoincrement=True,  # an id is never used twice, so a stale index cannot point at a newer row
)

# Normalised values of the fields, for filters and facets.
terms = Table(
    "terms",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("facet", String(32), nullable=False),
    Column("value", String(500), nullable=False),
    PrimaryKeyConstraint("document_id", "facet", "value"),
    Index("ix_terms_facet_value", "facet", "value"),
)

# Vectors by content: the same text under the same embedder is never embedded twice.
vectors = Table(
    "vectors",
    metadata,
    Column("fingerprint", String(64), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),  # float32, little-endian
    PrimaryKeyConstraint("fingerprint", "text_hash"),
)

# At which revision a document came, or was opened to other readers; without a row: before this was noted. It has no key
# to `documents`, since a document that changes is written anew there and has not arrived again.
arrivals = Table(
    "arrivals",
    metadata,
    Column("document_id", String(120), primary_key=True),
    Column("revision", Integer, nullable=False, index=True),
)

# `catalogue_id` (which database an index was made from) and `revision` (one more with every write).
properties = Table(
    "properties",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(200), nullable=False),
)
