"""Tables of what is remembered of use. The migrations create them; a test holds both equal."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(43), nullable=False, index=True),
    Column("owner", String(120), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("answer_id", String(43), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("document_ids", Text, nullable=False),
    Column("meant", Text, nullable=False, server_default=""),  # the question as it stands alone
    Column("language", String(2), nullable=False, server_default=""),
)

# One judgement an answer and voter. `voter` is a digest of both under a key: empty for those whom we cannot tell apart.
feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", String(43), primary_key=True),
    Column("voter", String(64), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("document_ids", Text, nullable=False),
)

# Random, made once each, when first needed.
secret_keys = Table(
    "secret_keys",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("key", String(64), nullable=False),  # 32 bytes as hexadecimals
)

# Questions without a (helpful) answer, each wording once; personal data was taken out of `text`.
gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("space", String(80)),  # which vectors this one may be compared with; null without a vector
    Column("vector", LargeBinary),  # float32, little-endian
    Column("answered_by", Text, nullable=False),  # ids of documents; empty while the question is open
    Column("asked_of", String(80), nullable=False),  # the state of the catalogue that was last asked
    UniqueConstraint("text_hash", "language"),
    sqlite_autoincrement=True,  # an id names a group to its readers: it is never used for another one
)

# Each time that a gap was met. The answer's id leads back to its conversation as long as that is kept.
askings = Table(
    "askings",
    metadata,
    Column("answer_id", String(43), primary_key=True),
    Column("gap_id", ForeignKey("gaps.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("day", Date, nullable=False, index=True),
    Column("outcome", String(32), nullable=False),
)

# -- Slack ------------------------------------------------------------------------------------------

# What was taken in, so that nothing is done twice: deliveries, messages and gestures, each by its key.
slack_seen = Table(
    "slack_seen",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("team", String(32), nullable=False, index=True),
    Column("at", Float, nullable=False, index=True),
)

# What is to be done. `payload` is emptied when it is done; `lane` is what keeps its order.
slack_jobs = Table(
    "slack_jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("lane", String(120), nullable=False, index=True),
    Column("turn", String(32), nullable=False),  # the message's timestamp: order inside the lane
    Column("kind", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("message", String(32), nullable=False),  # the message that it answers
    Column("user", String(32), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),  # waiting, running, done, dropped
    Column("stopped", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reply", String(32), nullable=False),  # the message of ours that is being written
    Column("not_before", Float, nullable=False),
    Column("lease", Float, nullable=False),  # until when its worker answers for it
    Column("at", Float, nullable=False, index=True),
    Column("begun", Float, nullable=False),
    Index("slack_jobs_message", "team", "channel", "message"),
    sqlite_autoincrement=True,
)

slack_threads = Table(
    "slack_threads",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("thread", String(32), primary_key=True),
    Column("reader", String(120), primary_key=True),  # on whose behalf: what one may read, another may not
    Column("conversation_id", String(43), nullable=False),
    Column("at", Float, nullable=False, index=True),
)

# What the buttons below an answer lead back to; a button carries the id alone.
slack_answers = Table(
    "slack_answers",
    metadata,
    Column("id", String(43), primary_key=True),
    Column("team", String(32), nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("thread", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("content", Text, nullable=False),
    Column("at", Float, nullable=False, index=True),
)

slack_people = Table(
    "slack_people",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("language", String(2), nullable=False),
)

slack_workspaces = Table(
    "slack_workspaces",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("settings", Text, nullable=False),
)

# Questions handed to the coordinators of a workspace, until they are answered.
slack_requests = Table(
    "slack_requests",
    metadata,
    Column("id", String(43), primary_key=True),
    Column("answer", String(43), nullable=False, unique=True),
    Column("team", String(32), nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("thread", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("question", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("asked_in", String(32), nullable=False),  # the coordinators' channel
    Column("asked_as", String(32), nullable=False),  # and the message there
    Column("answered_by", String(32), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("words", Text, nullable=False, server_default=""),  # the answer
)

# Installations; `tokens` is sealed with a key that is not in the database.
slack_installations = Table(
    "slack_installations",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("enterprise", String(32), nullable=False),
    Column("app", String(32), nullable=False),
    Column("bot_user", String(32), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("tokens", LargeBinary, nullable=False),
    Column("expires", Float, nullable=False),  # 0: never
    Column("refreshing", Float, nullable=False),  # until when somebody is refreshing the tokens
    Column("at", Float, nullable=False),
)

slack_oauth_states = Table(
    "slack_oauth_states",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("at", Float, nullable=False),
)

# What was erased when a workspace left: numbers only.
slack_receipts = Table(
    "slack_receipts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Column("erased", Text, nullable=False),
)

# -- Slack: fiches, reviews and watches ---------------------------------------------------------------

# Forms that somebody is filling in, until they are sent or kept as a draft.
slack_forms = Table(
    "slack_forms",
    metadata,
    Column("id", String(43), primary_key=True),
    Column("team", String(32), nullable=False, index=True),
    Column("user", String(32), nullable=False),
    Column("fiche", String(120), nullable=False),  # the fiche in the making that it changes, if there is one
    Column("version", Integer, nullable=False),  # of that fiche, as it was read
    Column("typed", Text, nullable=False),  # JSON
    Column("at", Float, nullable=False, index=True),
)

# Under which account of Slack a person of the network was met, so that notices reach them.
slack_members = Table(
    "slack_members",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("person", String(40), nullable=False, index=True),
    Column("at", Float, nullable=False),
)

# Messages of ours that show the state of something, to be written anew when it changes.
slack_cards = Table(
    "slack_cards",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),  # fiche, pair, relay
    Column("subject", String(255), nullable=False, index=True),
    Column("team", String(32), nullable=False, index=True),
    Column("user", String(32), nullable=False),  # its only reader; empty in a channel
    Column("channel", String(32), nullable=False),
    Column("message", String(32), nullable=False),
    Column("what", String(32), nullable=False),  # of a fiche: the kind of its notice, whose sentence stays
    Column("at", Float, nullable=False, index=True),
)

# Messages from one member of the network to whoever is behind a fiche, until somebody answers.
slack_relays = Table(
    "slack_relays",
    metadata,
    Column("id", String(43), primary_key=True),
    Column("team", String(32), nullable=False, index=True),
    Column("user", String(32), nullable=False),
    Column("language", String(2), nullable=False),
    Column("sender", String(300), nullable=False),  # who writes, as the other side reads it: never an address
    Column("document", String(200), nullable=False),
    Column("words", Text, nullable=False),
    Column("state", String(16), nullable=False),  # sent, with_coordinators, answered
    Column("answered_by", String(32), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("sent_at", Float, nullable=False),
)

# How far something was looked at in a workspace.
slack_marks = Table(
    "slack_marks",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("name", String(255), primary_key=True),
    Column("value", Integer, nullable=False),
    Column("at", Float, nullable=False),
)
