"""Rows that may be there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

# Both say it alike, SQLAlchemy only for each.
_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_if_new(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Whether the row was new; another writer may have been quicker, on any database."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(values))
    except IntegrityError:
        return False
    return True


def insert_or_change(
    connection: Connection, table: Table, key: Mapping[str, object], values: Mapping[str, object]
) -> None:
    """Set `values` in the row of this primary or unique `key`, which begins where there is none."""
    new = _INSERT[connection.dialect.name](table).values(**key, **values)
    connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=dict(values)))
