"""Who belongs to the network, tokens, fiches in the making with their history, notices, watches, and arrivals."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_MOMENT, _DAY = sa.String(25), sa.String(10)


def upgrade() -> None:
    """Create the tables, and what keeps the audit trail from being changed."""
    op.create_table(
        "arrivals",
        sa.Column("document_id", sa.String(120), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False, index=True),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("municipality", sa.String(40)),
        sa.Column("email_domains", sa.Text, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("email", sa.String(254), unique=True),
        sa.Column("since", _DAY, nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("id", _RowId, primary_key=True, autoincrement=True),
        _person(),
        _organisation(),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("remit", sa.Text, nullable=False),
        sa.UniqueConstraint("person_id", "organisation_id", "role", "remit"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(16), primary_key=True),
        _person(),
        _organisation(),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(40), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("created", _DAY, nullable=False),
        sa.Column("expires", _DAY, nullable=False),
        sa.Column("revoked", _DAY),
        sa.Column("last_used", _DAY),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(120), primary_key=True),
        _organisation(),
        _person("author_id", kept=True),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("published_version", sa.Integer),
        sa.Column("was_submitted", sa.Boolean, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "submission_terms",
        _submission(),
        sa.Column("facet", sa.String(32), nullable=False),
        sa.Column("value", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "facet", "value"),
        sa.Index("ix_submission_terms_facet_value", "facet", "value"),
    )
    op.create_table(
        "submission_versions",
        _submission(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _person(kept=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "version"),
    )
    op.create_table(
        "submission_comments",
        sa.Column("id", _RowId, primary_key=True, autoincrement=True),
        _submission(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        _person(kept=True),
        sa.Column("at", _MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", _RowId, primary_key=True, autoincrement=True),
        sa.Column("at", _MOMENT, nullable=False, index=True),
        sa.Column("actor", sa.String(40), nullable=False, index=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Index("ix_audit_subject", "subject_kind", "subject"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notices",
        sa.Column("id", _RowId, primary_key=True, autoincrement=True),
        _person(),
        _organisation(),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("documents", sa.Text, nullable=False),
        sa.Column("once", sa.String(200), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False, index=True),
        sa.Column("claimed_until", _MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("delivered_at", _MOMENT),
        sa.Column("channel", sa.String(20)),
        sa.UniqueConstraint("person_id", "once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "watches",
        sa.Column("id", sa.String(40), primary_key=True),
        _person(),
        _organisation(),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("like_ours", sa.Boolean, nullable=False),
        sa.Column("cadence", sa.String(8), nullable=False),
        sa.Column("quiet_from", sa.Integer),
        sa.Column("quiet_to", sa.Integer),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.Column("looked_at", sa.Integer, nullable=False),
    )
    op.create_table(
        "watch_documents",
        sa.Column("watch_id", sa.String(40), sa.ForeignKey("watches.id", ondelete="CASCADE"), nullable=False),
        sa.Column("document_id", sa.String(120), nullable=False),
        sa.Column("waiting", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("watch_id", "document_id"),
    )
    _append_only("audit")


def _person(name: str = "person_id", *, kept: bool = False) -> sa.Column[str]:
    gone = "SET NULL" if kept else "CASCADE"
    return sa.Column(
        name, sa.String(40), sa.ForeignKey("people.id", ondelete=gone), nullable=kept, index=True
    )


def _organisation() -> sa.Column[str]:
    return sa.Column(
        "organisation_id", sa.String(120), sa.ForeignKey("organisations.id"), nullable=False, index=True
    )


def _submission() -> sa.Column[str]:
    return sa.Column(
        "submission_id",
        sa.String(120),
        sa.ForeignKey("submissions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


def _append_only(table: str) -> None:
    """Refuse every change and removal of a row."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'the {table} trail is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION 'the {table} trail is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )


def downgrade() -> None:
    """Drop everything."""
    for table in (
        "watch_documents",
        "watches",
        "notices",
        "audit",
        "submission_comments",
        "submission_versions",
        "submission_terms",
        "submissions",
        "tokens",
        "memberships",
        "people",
        "organisations",
        "arrivals",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_append_only()")
