"""Feedback on answers, and questions that found none."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Turns say what they meant and in which language; feedback, open questions and their askings begin."""
    op.add_column("turns", sa.Column("meant", sa.Text, nullable=False, server_default=""))
    op.add_column("turns", sa.Column("language", sa.String(2), nullable=False, server_default=""))
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.String(43), primary_key=True),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("document_ids", sa.Text, nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("space", sa.String(80)),
        sa.Column("vector", sa.LargeBinary),
        sa.Column("answered_by", sa.Text, nullable=False),
        sa.Column("asked_of", sa.String(80), nullable=False),
        sa.UniqueConstraint("text_hash", "language"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "askings",
        sa.Column("answer_id", sa.String(43), primary_key=True),
        sa.Column(
            "gap_id", sa.Integer, sa.ForeignKey("gaps.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("outcome", sa.String(32), nullable=False),
    )
