"""Opening a database: connection rules of SQLite and of PostgreSQL, and migrations."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import QueuePool

from retrieval.catalogue import postgresql
from retrieval.errors import CatalogueError

CATALOGUE = "retrieval.catalogue:migrations"
STATE = "retrieval.state:migrations"
_BUSY_TIMEOUT_MS = 10_000
_MIGRATING = Lock()  # alembic keeps what it is doing in module variables
_LOG_TIMEOUT_MS = 500  # a reader in the way only puts it off
_POOL, _OVERFLOW = 8, 24
_LOCK_OF = {CATALOGUE: 1, STATE: 2}  # who writes the one keeps nobody from writing the other


def open_engine(url: str, migrations: str = CATALOGUE) -> Engine:
    """An engine on `url` whose tables are where the migrations lead; raises CatalogueError."""
    try:
        engine = _engine(make_url(url), migrations)
        _migrate(engine, migrations)
    except ImportError as error:
        raise CatalogueError(
            f"the driver of the database is missing: pip install 'passerelle[postgres]' ({error})"
        ) from error
    except (ArgumentError, DatabaseError, OSError) as error:
        raise CatalogueError(f"the database {url.split('@')[-1]} cannot be opened: {_said(error)}") from error
    return engine


def _engine(url: URL, migrations: str) -> Engine:
    if postgresql.is_postgresql(url):
        engine = postgresql.engine_on(url, pool_size=_POOL, max_overflow=_OVERFLOW)
        postgresql.one_writer_at_a_time(engine, _LOCK_OF[migrations], wait_ms=_BUSY_TIMEOUT_MS)
        return engine
    if url.get_backend_name() != "sqlite":
        raise ArgumentError("only SQLite and PostgreSQL are supported")
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=QueuePool, pool_size=_POOL, max_overflow=_OVERFLOW)
    _prepare_sqlite(engine)
    return engine


def _said(error: Exception) -> str:
    """What went wrong, without the statement that it went wrong at."""
    return str(error.orig if isinstance(error, DatabaseError) else error).strip()


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

    PostgreSQL clears its pages by itself, in its own time. False when a reader was in the way, who may still see the former pages; raises CatalogueError.
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
    versions = _versions(engine, migrations)
    if _is_current(engine, config, versions):
        return  # a reader must not have to wait for whoever writes
    with _MIGRATING, engine.connect().execution_options(immediate=True) as connection:
        config.attributes["connection"] = connection
        config.attributes["versions"] = versions
        command.upgrade(config, "head")


def _versions(engine: Engine, migrations: str) -> str:
    """Where the last step is noted; on a server both databases may be one, which is at a step of each."""
    if engine.dialect.name == "sqlite":
        return "alembic_version"
    return "catalogue_version" if migrations == CATALOGUE else "state_version"


def _is_current(engine: Engine, config: Config, versions: str) -> bool:
    with engine.connect() as connection:
        found = MigrationContext.configure(connection, opts={"version_table": versions}).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(config).get_heads())


def run_steps(metadata: MetaData) -> None:
    """Alembic's entry: run the steps on the connection that `open_engine` hands over."""
    attributes = context.config.attributes
    connection: Connection = attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=True,
        version_table=attributes.get("versions", "alembic_version"),
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "postgresql":
            postgresql.level_texts(connection, metadata)
