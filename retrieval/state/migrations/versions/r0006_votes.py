"""Feedback: one vote a voter instead of one an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who judged was never kept: what there is becomes the vote of those whom we cannot tell apart."""
    op.create_table(
        "votes",
        sa.Column("answer_id", sa.String(43), primary_key=True),
        sa.Column("voter", sa.String(64), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("document_ids", sa.Text, nullable=False),
    )
    op.execute(
        "INSERT INTO votes (answer_id, voter, day, helpful, reason, outcome, document_ids)"
        " SELECT answer_id, '', day, helpful, reason, outcome, document_ids FROM feedback"
    )
    op.drop_table("feedback")
    op.rename_table("votes", "feedback")
    op.create_index("ix_feedback_day", "feedback", ["day"])
    op.create_table(
        "secret_keys",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
    )
