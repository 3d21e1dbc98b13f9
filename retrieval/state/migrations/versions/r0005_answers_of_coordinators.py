"""Slack: what a coordinator answered, so that it can be offered to the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Answers to questions that were handed over begin to be remembered, as long as the question."""
    op.add_column("slack_requests", sa.Column("words", sa.Text, nullable=False, server_default=""))
