"""Tables of who belongs to the network and of fiches in the making; in the catalogue's database, so that a fiche and the
document that it becomes change in one transaction. The migrations create them; a test holds both equal.

Moments are UTC, ISO 8601 to the second. Where a person is forgotten, their rows go, or the row stays without them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from retrieval.catalogue.tables import metadata as metadata  # which these tables join

_RowId = BigInteger().with_variant(Integer, "sqlite")
_MOMENT, _DAY = String(25), String(10)


def _person(name: str = "person_id", *, kept: bool = False) -> Column[str]:
    """Whose row it is; `kept`: the row outlives them."""
    gone = "SET NULL" if kept else "CASCADE"
    return Column(name, ForeignKey("people.id", ondelete=gone), nullable=kept, index=True)


def _organisation() -> Column[str]:
    return Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True)


def _submission() -> Column[str]:
    return Column(
        "submission_id", ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False, index=True
    )


organisations = Table(
    "organisations",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("language", String(2), nullable=False),
    Column("municipality", String(40)),
    Column("email_domains", Text, nullable=False),  # between spaces
)

people = Table(
    "people",
    metadata,
    Column("id", String(40), primary_key=True),  # random: alone it names nobody
    Column("name", String(200), nullable=False),
    Column("language", String(2), nullable=False),
    Column("email", String(254), unique=True),  # in lower case
    Column("since", _DAY, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    _person(),
    _organisation(),
    Column("role", String(16), nullable=False),
    Column("remit", Text, nullable=False),  # filters as JSON, names in order
    UniqueConstraint("person_id", "organisation_id", "role", "remit"),
    sqlite_autoincrement=True,
)

# A bearer token is "psl_<id>_<secret>"; of the secret only its SHA-256 is kept.
tokens = Table(
    "tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    _person(),
    _organisation(),
    Column("secret_hash", String(64), nullable=False),
    Column("scopes", String(40), nullable=False),  # between spaces
    Column("label", String(100), nullable=False),
    Column("created", _DAY, nullable=False),
    Column("expires", _DAY, nullable=False),  # the last day on which it is good
    Column("revoked", _DAY),
    Column("last_used", _DAY),
)

# A fiche in the making; its id is that of the document which it becomes.
submissions = Table(
    "submissions",
    metadata,
    Column("id", String(120), primary_key=True),
    _organisation(),
    _person("author_id", kept=True),
    Column("state", String(16), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("published_version", Integer),
    Column("was_submitted", Boolean, nullable=False),
    Column("updated_at", _MOMENT, nullable=False, index=True),
)

# Its places and themes as they are now: what decides who reviews it.
submission_terms = Table(
    "submission_terms",
    metadata,
    _submission(),
    Column("facet", String(32), nullable=False),
    Column("value", String(500), nullable=False),
    PrimaryKeyConstraint("submission_id", "facet", "value"),
    Index("ix_submission_terms_facet_value", "facet", "value"),
)

# Every state that was ever saved.
submission_versions = Table(
    "submission_versions",
    metadata,
    _submission(),
    Column("version", Integer, nullable=False),
    Column("step", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("draft", Text, nullable=False),  # the whole `Draft` as JSON
    Column("reason", Text, nullable=False),
    _person(kept=True),
    Column("at", _MOMENT, nullable=False),
    PrimaryKeyConstraint("submission_id", "version"),
)

submission_comments = Table(
    "submission_comments",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    _submission(),
    Column("version", Integer, nullable=False),  # that was commented
    Column("field", String(64), nullable=False),  # empty: the whole fiche
    Column("text", Text, nullable=False),
    _person(kept=True),
    Column("at", _MOMENT, nullable=False),
    sqlite_autoincrement=True,
)

# Who did what, when. Nothing is ever changed or removed here: triggers refuse it. `actor` is a person's random id, or
# the name of a door; when the person is forgotten, it leads nowhere.
audit = Table(
    "audit",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("at", _MOMENT, nullable=False, index=True),
    Column("actor", String(40), nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("subject_kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("detail", Text, nullable=False),  # names and numbers, never what somebody wrote
    Index("ix_audit_subject", "subject_kind", "subject"),
    sqlite_autoincrement=True,
)

# What is to be told to whom; a door delivers it and notes when.
notices = Table(
    "notices",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    _person(),
    _organisation(),  # for which they are told: rights are theirs in it
    Column("kind", String(32), nullable=False),
    Column("subject", String(120), nullable=False),  # a fiche, or a watch
    Column("documents", Text, nullable=False),  # ids between spaces, of a digest
    Column("once", String(200), nullable=False),  # the same thing is told once
    Column("created_at", _MOMENT, nullable=False),
    Column("not_before", _MOMENT, nullable=False, index=True),
    Column("claimed_until", _MOMENT),  # a door is delivering it
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", _MOMENT),
    Column("channel", String(20)),  # the door that delivered it
    UniqueConstraint("person_id", "once"),
    sqlite_autoincrement=True,
)

watches = Table(
    "watches",
    metadata,
    Column("id", String(40), primary_key=True),
    _person(),
    _organisation(),
    Column("question", Text, nullable=False),
    Column("filters", Text, nullable=False),  # as JSON
    Column("like_ours", Boolean, nullable=False),  # municipalities of about our size alone
    Column("cadence", String(8), nullable=False),
    Column("quiet_from", Integer),  # hours of the day, local time
    Column("quiet_to", Integer),
    Column("language", String(2), nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("told_at", _MOMENT, nullable=False),  # when the last digest was made
    Column("looked_at", Integer, nullable=False),  # the revision of the catalogue that was last compared
)

# Documents that a watch knows: told, to be told in the next digest, or there when it began.
watch_documents = Table(
    "watch_documents",
    metadata,
    Column("watch_id", ForeignKey("watches.id", ondelete="CASCADE"), nullable=False),
    Column("document_id", String(120), nullable=False),
    Column("waiting", Boolean, nullable=False),
    PrimaryKeyConstraint("watch_id", "document_id"),
)
