"""The need of a fiche as its texts in all languages tell it is kept beside its profile; the next scan makes it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty."""
    op.add_column("likeness_profiles", sa.Column("told", sa.LargeBinary, nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("likeness_profiles", "told")
