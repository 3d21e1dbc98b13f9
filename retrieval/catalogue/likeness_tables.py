"""Tables of which fiches are alike; in the catalogue's database, so that what is said of a fiche goes when it goes.

The first two are derived and can be made anew; decisions are people's, and are only ever added to.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from retrieval.catalogue.tables import metadata as metadata  # which these tables join

_RowId = BigInteger().with_variant(Integer, "sqlite")


def _fiche(name: str) -> Column[str]:
    return Column(name, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True)


# What is compared of each fiche.
profiles = Table(
    "likeness_profiles",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("recipe", String(64), nullable=False),  # of the profile, the encoder and the judge
    Column("content_hash", String(64), nullable=False),  # of the document
    Column("profile", Text, nullable=False),  # JSON: reading it costs a fraction of reading the fiche again
    Column(
        "renewal", Integer, nullable=False, index=True
    ),  # which renewal made it: what came since is read alone
    Column("vectors", LargeBinary, nullable=False),  # float32, little-endian: gist, then need
    Column(
        "told", LargeBinary
    ),  # float32, little-endian: the need as all its texts tell it; null until that was read
    Column("judged", Boolean, nullable=False, index=True),  # whether its pairs are those of this state
)

# Judged pairs that are more than distinct; `a` comes before `b`.
pairs = Table(
    "likeness_pairs",
    metadata,
    _fiche("a"),
    _fiche("b"),
    Column("verdict", String(16), nullable=False, index=True),
    Column("score", Float, nullable=False),
    PrimaryKeyConstraint("a", "b"),
    CheckConstraint("a < b", name="likeness_pair_in_order"),
    Index("ix_likeness_pairs_score", "score"),
)

# What people said of a pair; the newest that was not taken back holds. No foreign key: a fiche that is written anew is
# deleted and inserted, and its decisions must outlive that. They go when the fiche is removed.
decisions = Table(
    "likeness_decisions",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("a", String(120), nullable=False, index=True),
    Column("b", String(120), nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", String(120), nullable=False),
    Column("decided_at", String(25), nullable=False),  # UTC, ISO 8601 to the second
    Column("kept", String(120)),  # of a duplicate: the fiche that stays, the other leads to it
    Column("compared", Text, nullable=False),  # the compared fields of both as JSON, as they were
    Column("undone_at", String(25)),
    Column("undone_by", String(120)),
    CheckConstraint("a < b", name="likeness_decision_in_order"),
    sqlite_autoincrement=True,
)
