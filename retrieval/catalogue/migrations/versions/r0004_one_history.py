"""Two steps that were made side by side, the network and likeness, have one history from here on."""

revision = "0004"
down_revision = ("0002", "0003")
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to change: each step has its own tables."""


def downgrade() -> None:
    """Nothing to take back."""
