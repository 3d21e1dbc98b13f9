"""Which fiches are alike, and what people decided of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _fiche(name: str) -> sa.Column[str]:
    return sa.Column(
        name, sa.String(120), sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True
    )


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "likeness_profiles",
        sa.Column(
            "document_id", sa.String(120), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("recipe", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("vectors", sa.LargeBinary, nullable=False),
        sa.Column("judged", sa.Boolean, nullable=False, index=True),
    )
    op.create_table(
        "likeness_pairs",
        _fiche("a"),
        _fiche("b"),
        sa.Column("verdict", sa.String(16), nullable=False, index=True),
        sa.Column("score", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
        sa.CheckConstraint("a < b", name="likeness_pair_in_order"),
        sa.Index("ix_likeness_pairs_score", "score"),
    )
    op.create_table(
        "likeness_decisions",
        sa.Column("id", _ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("a", sa.String(120), nullable=False, index=True),
        sa.Column("b", sa.String(120), nullable=False, index=True),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("decided_at", sa.String(25), nullable=False),
        sa.Column("kept", sa.String(120)),
        sa.Column("compared", sa.Text, nullable=False),
        sa.Column("undone_at", sa.String(25)),
        sa.Column("undone_by", sa.String(120)),
        sa.CheckConstraint("a < b", name="likeness_decision_in_order"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("likeness_decisions", "likeness_pairs", "likeness_profiles"):
        op.drop_table(table)
