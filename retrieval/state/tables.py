"""Tables of what is remembered of use. The migrations create them; a test holds both equal."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(43), nullable=False, index=True),
    Column("owner", String(120), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("answer_id", String(43), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("document_ids", Text, nullable=False),
    Column("meant", Text, nullable=False, server_default=""),  # the question as it stands alone
    Column("language", String(2), nullable=False, server_default=""),
)

# One judgement an answer, without a word on who gave it.
feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", String(43), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("document_ids", Text, nullable=False),
)

# Questions without a (helpful) answer, each wording once; personal data was taken out of `text`.
gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("space", String(80)),  # which vectors this one may be compared with; null without a vector
    Column("vector", LargeBinary),  # float32, little-endian
    Column("answered_by", Text, nullable=False),  # ids of documents; empty while the question is open
    Column("asked_of", String(80), nullable=False),  # the state of the catalogue that was last asked
    UniqueConstraint("text_hash", "language"),
    sqlite_autoincrement=True,  # an id names a group to its readers: it is never used for another one
)

# Each time that a gap was met. The answer's id leads back to its conversation as long as that is kept.
askings = Table(
    "askings",
    metadata,
    Column("answer_id", String(43), primary_key=True),
    Column("gap_id", ForeignKey("gaps.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("day", Date, nullable=False, index=True),
    Column("outcome", String(32), nullable=False),
)
