"""What the catalogue knows of itself, by name, in the transaction of whoever asks."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from retrieval.catalogue.tables import properties

IDENTITY = "catalogue_id"
REVISION = "revision"
SCRAPS = "scraps"  # "yes" while texts that were removed may still be read from the file

_VALUE = select(properties.c.value).where(properties.c.name == bindparam("name"))


def read_property(connection: Connection, name: str) -> str | None:
    """The value, or None where it was never written."""
    value: str | None = connection.execute(_VALUE, {"name": name}).scalar_one_or_none()
    return value


def write_property(connection: Connection, name: str, value: str) -> None:
    """Set or replace the value."""
    if read_property(connection, name) is None:
        connection.execute(insert(properties).values(name=name, value=value))
    else:
        connection.execute(update(properties).where(properties.c.name == name).values(value=value))


def read_revision(connection: Connection) -> int:
    """How often documents were changed."""
    return int(read_property(connection, REVISION) or 0)


def next_revision(connection: Connection) -> None:
    """Count a change of documents; part of the transaction that makes it."""
    write_property(connection, REVISION, str(read_revision(connection) + 1))
