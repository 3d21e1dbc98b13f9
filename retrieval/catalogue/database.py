"""Opening a database: connection rules of SQLite, and migrations."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import QueuePool

from retrieval.errors import CatalogueError

CATALOGUE = "retrieval.catalogue:migrations"
_BUSY_TIMEOUT_MS = 10_000
_MIGRATING = Lock()  # alembic keeps what it is doing in module variables
_LOG_TIMEOUT_MS = 500  # a reader in the way only puts it off


def open_engine(url: str, migrations: str = CATALOGUE) -> Engine:
    """An engine on `url` whose tables are where the migrations lead; raises CatalogueError."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, poolclass=QueuePool, pool_size=8, max_overflow=24)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        _migrate(engine, migrations)
    except (ArgumentError, DatabaseError, OSError) as error:
        raise CatalogueError(f"the database {url.split('@')[-1]} cannot be opened: {error}") from error
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, a patient lock; and BEGIN sent by us, since the driver's own comes too late."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # a document that is forgotten leaves no bytes behind
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def reading_connection(engine: Engine) -> Connection:
    """A connection whose reads all see the state of the first one."""
    if engine.dialect.name == "sqlite":  # true of every transaction there
        return engine.connect()
    return engine.connect().execution_options(isolation_level="REPEATABLE READ")


def compact(engine: Engine) -> bool:
    """Write the database anew, since SQLite leaves scraps of removed rows even where it overwrites them.

    False when a reader was in the way, who may still see the former pages; raises CatalogueError.
    """
    if engine.dialect.name != "sqlite":
        return True
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        try:
            cursor.execute("VACUUM")
            cursor.execute(f"PRAGMA busy_timeout = {_LOG_TIMEOUT_MS}")
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        except sqlite3.Error as error:
            raise CatalogueError(f"what was removed cannot be erased from the disk yet: {error}") from error
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")


def _migrate(engine: Engine, migrations: str) -> None:
    config = Config()
    config.set_main_option("script_location", migrations)
    config.set_main_option("path_separator", "os")
    if _is_current(engine, config):
        return  # a reader must not have to wait for whoever writes
    with _MIGRATING, engine.connect().execution_options(immediate=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_current(engine: Engine, config: Config) -> bool:
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(config).get_heads())
