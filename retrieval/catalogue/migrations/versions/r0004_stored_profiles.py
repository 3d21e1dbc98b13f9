"""What is compared of a fiche is kept beside its vectors; profiles and pairs are derived, and made anew by the next scan."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of profiles anew with the two columns, and leave no pair of fiches without one."""
    op.execute("DELETE FROM likeness_pairs")
    _replace(sa.Column("profile", sa.Text, nullable=False), sa.Column("renewal", sa.Integer, nullable=False))
    op.create_index("ix_likeness_profiles_renewal", "likeness_profiles", ["renewal"])


def downgrade() -> None:
    """Make the former table, empty."""
    op.execute("DELETE FROM likeness_pairs")
    _replace()


def _replace(*more: sa.Column[object]) -> None:
    op.drop_table("likeness_profiles")
    op.create_table(
        "likeness_profiles",
        sa.Column(
            "document_id", sa.String(120), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("recipe", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        *more,
        sa.Column("vectors", sa.LargeBinary, nullable=False),
        sa.Column("judged", sa.Boolean, nullable=False, index=True),
    )
