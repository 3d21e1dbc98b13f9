"""A PostgreSQL server for the tests: a cluster of its own in a temporary folder, reached through a socket there.

Its databases sort as French readers do, as a server that somebody set up may: what relies on the order of code points
must say so itself.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from retrieval.catalogue.database import CATALOGUE, STATE, open_engine

_OLDEST = 15  # the first version that takes its order of texts from ICU
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # a test kills programs, not the machine
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
_SECONDS = 30.0
_USER = "passerelle"
_ICU = ("--locale-provider=icu", "--icu-locale=fr-BE", "--locale=C.UTF-8")


def programs() -> Path | None:
    """The folder of the newest server's programs; None where there is none that is new enough."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    usable = [(_version(folder), folder) for folder in found]
    return max(((version, folder) for version, folder in usable if version >= _OLDEST), default=(0, None))[1]


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[2].split(".")[0])


class Server:
    """A running server."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._folder, self._binaries = folder, binaries
        self._numbers = count()
        self._process: subprocess.Popen[bytes] | None = None
        # The server refuses to be root's.
        self._as: dict[str, Any] = _somebody_else(folder) if os.geteuid() == 0 else {}
        initdb = [binaries / "initdb", "--pgdata", folder / "data", "--username", _USER, "--auth=trust"]
        run = subprocess.run(
            [*initdb, "--encoding=UTF8", "--no-sync", *_ICU], capture_output=True, text=True, **self._as
        )
        assert run.returncode == 0, run.stderr
        self.start()
        self._execute("CREATE DATABASE ready")
        for migrations in (CATALOGUE, STATE):
            open_engine(self.url("ready"), migrations).dispose()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        given = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [self._binaries / "postgres", "-D", self._folder / "data", "-k", self._folder, *given]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._as)
        until = time.monotonic() + _SECONDS
        while True:
            try:
                self._execute("SELECT 1")
                return
            except psycopg.OperationalError:
                assert time.monotonic() < until, (self._folder / "log").read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, as when its machine goes down."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(_SECONDS)
            self._process = None

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{_USER}@/{database}?host={self._folder}"

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The address of a new database, without tables where it is to be empty."""
        name = f"t{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else 'ready'}")
        yield self.url(name)
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self._folder), user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def _somebody_else(folder: Path) -> dict[str, Any]:
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": folder}


@contextmanager
def a_server() -> Iterator[Server | None]:
    """A server that runs until the block is left; None where its programs are not installed."""
    binaries = programs()
    if binaries is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = Server(Path(folder), binaries)
        try:
            yield server
        finally:
            server.stop()
