"""Looking into a database behind the program's back, whichever kind it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from retrieval.catalogue.postgresql import DRIVER, is_postgresql


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection of its own that commits at the end."""
    address = make_url(url)
    if is_postgresql(address):
        address = address.set(drivername=DRIVER)
    engine = create_engine(address, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def executed(url: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows that a statement gives, none where it gives none."""
    with connected(url) as connection:
        result = connection.execute(text(statement), values)
        return [tuple(row) for row in result] if result.returns_rows else []


def migration_of(connection: Connection, versions: str) -> MigrationContext:
    """To compare a database's tables with those that the code uses; on PostgreSQL texts have no length."""
    on_sqlite = connection.dialect.name == "sqlite"
    opts = {"compare_type": True} if on_sqlite else {"compare_type": False, "version_table": versions}
    return MigrationContext.configure(connection, opts=opts)


def everything_in(url: str) -> bytes:
    """On SQLite every byte of its files, scraps included; on PostgreSQL, every value of every row."""
    address = make_url(url)
    if not is_postgresql(address):
        path = Path(str(address.database))
        return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))
    with connected(url) as connection:
        tables = inspect(connection).get_table_names()
        rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
