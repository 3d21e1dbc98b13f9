"""Rows that may be there already."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import IntegrityError


def insert_if_new(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Whether the row was new; another writer may have been quicker, on any database."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(values))
    except IntegrityError:
        return False
    return True
