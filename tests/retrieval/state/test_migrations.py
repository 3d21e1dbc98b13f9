"""The steps of the state's schema: they end where the tables are, and databases from before them open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config

from retrieval.catalogue.database import STATE, open_engine
from retrieval.state.conversations import Conversations, Turn
from retrieval.state.feedback import FeedbackBook, Judgement, Tally
from retrieval.state.gaps import Gaps
from retrieval.state.tables import metadata
from tests.databases import connected, executed, migration_of

# As it was made before there were steps.
STORED = """
CREATE TABLE turns (
    id INTEGER NOT NULL, conversation_id VARCHAR(43) NOT NULL, owner VARCHAR(120) NOT NULL,
    at FLOAT NOT NULL, answer_id VARCHAR(43) NOT NULL, question TEXT NOT NULL,
    outcome VARCHAR(32) NOT NULL, document_ids TEXT NOT NULL, PRIMARY KEY (id), UNIQUE (answer_id)
);
CREATE INDEX ix_turns_conversation_id ON turns (conversation_id);
CREATE INDEX ix_turns_at ON turns (at);
INSERT INTO turns VALUES (1, 'c', 'anna', 1000000.0, 'answer', 'Qui a des ruches ?', 'answered', 'a b');
"""


def test_the_steps_end_in_the_tables_that_the_code_uses(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url, STATE)

    with engine.connect() as connection:
        differences = compare_metadata(migration_of(connection, "state_version"), metadata)
    engine.dispose()

    assert differences == []


def test_a_database_from_before_the_steps_opens_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(STORED)
    url = f"sqlite:///{path}"

    with closing(Conversations(url, now=lambda: 1_000_000.0)) as conversations:
        turns = conversations.turns("c", "anna")
        conversations.add("c", "anna", Turn("Et à Namur ?", "answered", (), "Qui à Namur ?", "fr"))
        assert conversations.turn("answer") == turns[0]
    with closing(Gaps(url)) as gaps:
        assert gaps.all("space") == []

    assert turns == (Turn("Qui a des ruches ?", "answered", ("a", "b")),)


def test_judgements_from_before_there_were_voters_stay_as_one_vote_an_answer(empty_database_url: str) -> None:
    url = empty_database_url
    stepped(url, "0005")
    executed(
        url,
        "INSERT INTO feedback (answer_id, day, helpful, reason, outcome, document_ids)"
        " VALUES ('old', '1970-01-12', false, 'Trop vieux', 'answered', 'a b')",
    )

    with closing(FeedbackBook(url, now=lambda: 1_000_000.0)) as book:
        assert book.of("old") == Judgement(False, "Trop vieux", "answered", ("a", "b"))
        assert book.of("old", by="anna") is None
        book.give("old", Judgement(True, "", "answered", ("a", "b")), None, by="anna")
        assert book.tally() == Tally(helpful=1, not_helpful=1)
        book.give("old", Judgement(True, "", "answered", ("a", "b")), None)
        assert book.tally() == Tally(helpful=2, not_helpful=0)


def stepped(url: str, step: str) -> None:
    """A database as an older version left it."""
    config = Config()
    config.set_main_option("script_location", STATE)
    config.set_main_option("path_separator", "os")
    with connected(url) as connection:
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            config.attributes["versions"] = "state_version"
        command.upgrade(config, step)


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    Gaps(url).close()
    before = (tmp_path / "new.sqlite3").read_bytes()

    Gaps(url).close()

    assert (tmp_path / "new.sqlite3").read_bytes() == before
