"""Slack: forms being filled in, members, cards, messages passed on, and how far things were looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What members of the network do in Slack begins to be remembered."""
    op.create_table(
        "slack_forms",
        sa.Column("id", sa.String(43), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False, index=True),
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("fiche", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("typed", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "slack_members",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("user", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(40), nullable=False, index=True),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "slack_cards",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False, index=True),
        sa.Column("team", sa.String(32), nullable=False, index=True),
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("message", sa.String(32), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "slack_relays",
        sa.Column("id", sa.String(43), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False, index=True),
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("sender", sa.String(300), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answered_by", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("sent_at", sa.Float, nullable=False),
    )
    op.create_table(
        "slack_marks",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
