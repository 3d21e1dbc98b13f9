"""The first shape: documents, passages, entries, terms, vectors, properties."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "documents",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False, index=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("organisation", sa.String(120)),
        sa.Column("start_year", sa.Integer),
        sa.Column("budget_cents", sa.BigInteger),
        sa.Column("subsidy_cents", sa.BigInteger),
        sa.Column("updated_at", sa.String(10), nullable=False),
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("source_ref", sa.String(1000), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Index("ix_documents_source", "source", "source_ref"),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String(140), primary_key=True),
        _owner(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("id", _ROW_ID, primary_key=True, autoincrement=True),
        _owner(),
        sa.Column("passage_id", sa.String(140)),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "terms",
        _owner(index=False),
        sa.Column("facet", sa.String(32), nullable=False),
        sa.Column("value", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "facet", "value"),
        sa.Index("ix_terms_facet_value", "facet", "value"),
    )
    op.create_table(
        "vectors",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", "text_hash"),
    )
    op.create_table(
        "properties",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.String(200), nullable=False),
    )


def _owner(*, index: bool = True) -> sa.Column[str]:
    return sa.Column(
        "document_id",
        sa.String(120),
        sa.ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=False,
        index=index,
    )


def downgrade() -> None:
    """Drop everything."""
    for table in ("properties", "vectors", "terms", "entries", "passages", "documents"):
        op.drop_table(table)
