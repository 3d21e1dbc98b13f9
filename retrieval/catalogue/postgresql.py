"""PostgreSQL made to behave as SQLite does here: one writer at a time, and texts in the order of their code points.

What is written relies on both: a step reads what it changes without a thought of who else writes, and pages go on after
an id that Python, the index and the database must order alike. Readers wait for nobody.
"""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.pool import QueuePool

DRIVER = "postgresql+psycopg"
_NAMES = ("postgresql", "postgres")  # as addresses of servers begin when no driver is named
_CONNECT_SECONDS = 10
_LOCKS = 0x70736C  # "psl": of the locks of a database, those that are ours

# Texts of our tables that have a length or another order. A length is what the program's edges see to; SQLite knows none,
# and a file that one database takes must not end the ingest of the other.
_UNLIKE_SQLITE = text("""
    SELECT c.relname AS table, string_agg(format('ALTER COLUMN %I TYPE text COLLATE "C"', a.attname), ', ') AS changes
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_collation o ON o.oid = a.attcollation
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(:tables)
      AND a.attnum > 0 AND NOT a.attisdropped AND t.typname IN ('text', 'varchar')
      AND (o.collname <> 'C' OR t.typname = 'varchar')
    GROUP BY c.relname
""")


def is_postgresql(url: URL) -> bool:
    """Whether an address is of a PostgreSQL server."""
    return url.get_backend_name() in _NAMES


def engine_on(url: URL, *, pool_size: int, max_overflow: int) -> Engine:
    """An engine whose connections survive a restart of the server; raises ImportError without the driver."""
    plain = url.drivername in _NAMES
    return create_engine(
        url.set(drivername=DRIVER) if plain else url,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_pre_ping=True,
        # A writer waits for its turn first and must see what was written meanwhile, whatever the server's default.
        isolation_level="READ COMMITTED",
        connect_args={} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS},
    )


def one_writer_at_a_time(engine: Engine, number: int, *, wait_ms: int) -> None:
    """Transactions with the option `immediate` begin with the lock `number` of the database, and end with it."""

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("immediate", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_ms}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCKS}, {number})").close()


def level_texts(connection: Connection, metadata: MetaData) -> None:
    """Give texts of these tables no length and the order of code points, after the steps that made them."""
    found = connection.execute(_UNLIKE_SQLITE, {"tables": list(metadata.tables)}).all()
    for table, changes in found:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {changes}')
