"""The database of what is remembered of use, apart from the catalogue: a busy assistant never waits for an ingest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from retrieval.catalogue.database import STATE, open_engine, reading_connection
from retrieval.state.errors import StateUnavailable


class StateDatabase:
    """Transactions on the database at `url`, whose tables are brought up to date; raises CatalogueError."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url, STATE)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads all see one state; raises StateUnavailable."""
        try:
            with reading_connection(self._engine) as connection:
                yield connection
        except DatabaseError as error:
            raise _unavailable(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction; leaving it in error leaves no trace. Raises StateUnavailable."""
        try:
            with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise _unavailable(error) from error


def storable(text: str) -> str:
    """The text without what no database takes: lone surrogates (from a command line that is no UTF-8), and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "?")


def _unavailable(error: DatabaseError) -> StateUnavailable:
    return StateUnavailable(f"what is remembered of use cannot be read or written: {error.orig}")
