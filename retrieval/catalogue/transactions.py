"""Transactions on the catalogue's database: reads of one state, writes that are whole or leave no trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from threading import local

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from retrieval.catalogue.database import reading_connection
from retrieval.catalogue.properties import read_revision
from retrieval.errors import CatalogueError, CatalogueLocked


@dataclass
class _Snapshot:
    """One state, so one revision: a search asks for it several times."""

    connection: Connection
    revision: int | None = None


class Transactions:
    """Hands out connections; what the database raises becomes CatalogueError or CatalogueLocked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._thread = local()  # `snapshot`: that of the block which the thread is in

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads of this thread inside the block see one state; a block inside another sees its state."""
        if self._held() is not None:
            yield
            return
        with self.reading() as connection:
            self._thread.snapshot = _Snapshot(connection)
            try:
                yield
            finally:
                self._thread.snapshot = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection of the thread's snapshot, or one of its own."""
        held = self._held()
        try:
            with nullcontext(held.connection) if held else reading_connection(self.engine) as connection:
                yield connection
        except DatabaseError as error:
            raise _translated(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction; leaving it in error leaves no trace."""
        try:
            with self.engine.connect().execution_options(immediate=True) as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise _translated(error) from error

    @property
    def revision(self) -> int:
        """The revision of the state that a read sees now."""
        held = self._held()
        if held is not None and held.revision is not None:
            return held.revision
        with self.reading() as connection:
            revision = read_revision(connection)
        if held is not None:
            held.revision = revision
        return revision

    def _held(self) -> _Snapshot | None:
        held: _Snapshot | None = getattr(self._thread, "snapshot", None)
        return held


# How the two databases say that somebody else was in the way.
_IN_THE_WAY = ("locked", "busy", "lock timeout", "deadlock")


def _translated(error: DatabaseError) -> CatalogueError:
    if any(words in str(error.orig) for words in _IN_THE_WAY):
        return CatalogueLocked("another process is writing to the catalogue; nothing was changed, try again")
    return CatalogueError(f"the catalogue cannot be used: {error.orig}")
