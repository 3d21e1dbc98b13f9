"""The steps of the schema: they end where the tables are, and old databases open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from sqlalchemy import inspect

from corpus.access import ANONYMOUS
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.database import CATALOGUE, STATE, open_engine
from retrieval.catalogue.governance_tables import metadata
from tests.databases import connected, executed, migration_of
from tests.doubles import HashEmbedder
from tests.postgres import Server

_STORED = Path(__file__).with_name("stored_0001.sql")


def test_the_steps_end_in_the_tables_that_the_code_uses(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)

    with engine.connect() as connection:
        differences = compare_metadata(migration_of(connection, "catalogue_version"), metadata)
    engine.dispose()

    assert differences == []


def test_a_database_of_the_first_step_opens_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_STORED.read_text("utf-8"))

    with closing(Catalogue.open(f"sqlite:///{path}")) as catalogue:
        document = catalogue.get("eclairage-namur", ANONYMOUS)
        table = catalogue.vectors.entry_table(HashEmbedder.fingerprint, HashEmbedder.dimension)
        revision = catalogue.revision

    assert document.initiative is not None
    assert document.initiative.budget_eur == Decimal("134729.08")
    assert revision == 1
    assert len(table.entries) > 5


@pytest.mark.parametrize("step", ["0001", "0002", "0003", "0004", "0005"])
def test_a_database_of_any_step_is_brought_to_the_last_one(empty_database_url: str, step: str) -> None:
    url = empty_database_url
    config = Config()
    config.set_main_option("script_location", CATALOGUE)
    config.set_main_option("path_separator", "os")
    with connected(url) as connection:
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            config.attributes["versions"] = "catalogue_version"
        command.upgrade(config, step)

    engine = open_engine(url)

    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    assert set(metadata.tables) <= found


def test_on_postgresql_every_text_has_the_order_of_code_points_and_no_length(postgres: Server) -> None:
    with postgres.database(empty=True) as url:
        for migrations in (CATALOGUE, STATE):  # one database may hold both
            open_engine(url, migrations).dispose()
        unlike = executed(
            url,
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (data_type = 'character varying' OR (data_type = 'text' AND collation_name IS DISTINCT FROM 'C'))",
        )

    assert {table for table, _ in unlike} == {"catalogue_version", "state_version"}


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    Catalogue.open(url).close()
    before = (tmp_path / "new.sqlite3").read_bytes()

    Catalogue.open(url).close()

    assert (tmp_path / "new.sqlite3").read_bytes() == before


def test_a_new_database_has_the_rules_that_writing_relies_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'deep' / 'new.sqlite3'}")

    with engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    engine.dispose()

    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
    }
