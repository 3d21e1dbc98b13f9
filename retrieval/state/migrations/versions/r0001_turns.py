"""The first shape: turns of conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, unless the database is of the time before there were steps."""
    if sa.inspect(op.get_bind()).has_table("turns"):
        return
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.String(43), nullable=False, index=True),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("answer_id", sa.String(43), nullable=False, unique=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("document_ids", sa.Text, nullable=False),
    )
