"""Real subprocesses: commands, a server, the bare model. All are stopped, and say on failure what they said.

They see no PASSERELLE_* variable but the home they are given: a user's settings are not measured.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from benchmarks.machine import ROOT

_HOST = "127.0.0.1"
_START_SECONDS = 180.0
_ANSWER_SECONDS = 60.0


class BenchmarkFailed(Exception):
    """Something that should have been measured did not work."""


@contextmanager
def bounded(minutes: float) -> Iterator[None]:
    """Give up after some minutes, or when asked to end, in a way that still stops what was started."""

    def late(_signal: int, _frame: object) -> None:
        raise BenchmarkFailed(f"not done after {minutes:g} minutes, or asked to end")

    former = {number: signal.signal(number, late) for number in (signal.SIGALRM, signal.SIGTERM)}
    signal.setitimer(signal.ITIMER_REAL, minutes * 60)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in former.items():
            signal.signal(number, handler)


def environment(home: Path | None, **more: str) -> dict[str, str]:
    """Ours without settings of Passerelle, except the home."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PASSERELLE_")}
    if home is not None:
        kept["PASSERELLE_HOME"] = str(home)
    return {**kept, **more}


def timed_command(
    arguments: Sequence[str], home: Path | None, *, cwd: Path = ROOT, minutes: float = 60, **more: str
) -> float:
    """Seconds that a command took, from start to exit; raises BenchmarkFailed with what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        list(arguments),
        env=environment(home, **more),
        cwd=cwd,
        timeout=minutes * 60,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        raise BenchmarkFailed(f"{' '.join(arguments)} ended with {done.returncode}:\n{_tail(done.stderr)}")
    return seconds


def passerelle(*arguments: str, python: str = sys.executable) -> list[str]:
    """The command line of Passerelle in this checkout, whether installed or not."""
    return [python, "-m", "api.cli", *arguments]


class Server:
    """A running `passerelle serve`, spoken to over one kept connection."""

    def __init__(self, process: subprocess.Popen[str], port: int, errors: IO[str]) -> None:
        self._process = process
        self._port = port
        self._errors = errors
        self._connection = http.client.HTTPConnection(_HOST, port, timeout=_ANSWER_SECONDS)
        self.begun = time.perf_counter()

    @property
    def address(self) -> str:
        """Where it is reached, on the loopback."""
        return f"http://{_HOST}:{self._port}"

    def get(self, path: str, **parameters: str) -> bytes:
        """The body of a 200; raises BenchmarkFailed."""
        return self._exchange("GET", f"{path}?{urlencode(parameters)}" if parameters else path, None)

    def post(self, path: str, body: object) -> bytes:
        """The body of a 200; raises BenchmarkFailed."""
        return self._exchange("POST", path, json.dumps(body).encode())

    def first_answer(self, question: str) -> dict[str, object]:
        """Ask until there is an answer; raises BenchmarkFailed when the server ends or stays silent."""
        while True:
            try:
                answer: dict[str, object] = json.loads(self.post("/v1/ask", {"question": question}))
                return answer
            except (OSError, http.client.HTTPException, BenchmarkFailed) as error:
                self._connection.close()
                if self._process.poll() is not None or time.perf_counter() - self.begun > _START_SECONDS:
                    raise BenchmarkFailed(f"no first answer ({error}):\n{self.said()}") from error
                time.sleep(0.02)

    def beside(self) -> Server:
        """The same server over another connection, for another asker."""
        return Server(self._process, self._port, self._errors)

    def first_event(self, path: str, body: object) -> float:
        """Seconds until the first event of a stream; the rest is read and left aside."""
        start = time.perf_counter()
        response = self._response("POST", path, json.dumps(body).encode(), accept="text/event-stream")
        response.readline()
        seconds = time.perf_counter() - start
        response.read()
        return seconds

    @property
    def resident_bytes(self) -> int:
        """VmRSS of the process: what it holds in memory, mapped files included."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))

    def said(self) -> str:
        """The end of its stderr."""
        self._errors.seek(0)
        return _tail(self._errors.read())

    def _exchange(self, method: str, path: str, body: bytes | None) -> bytes:
        response = self._response(method, path, body)
        content = response.read()
        if response.status != 200:
            raise BenchmarkFailed(
                f"{method} {path.partition('?')[0]} gave {response.status}: {content[:300]!r}"
            )
        return content

    def _response(
        self, method: str, path: str, body: bytes | None, *, accept: str = "application/json"
    ) -> http.client.HTTPResponse:
        headers = {"Accept": accept} | ({"Content-Type": "application/json"} if body else {})
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except http.client.RemoteDisconnected:  # idle for five seconds; the connection opens anew by itself
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()


@contextmanager
def serving(home: Path, *, python: str = sys.executable, cwd: Path = ROOT, **more: str) -> Iterator[Server]:
    """A server over `home` on a free port of the loopback; not awaited, but always stopped."""
    port = _free_port()
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            passerelle("serve", "--host", _HOST, "--port", str(port), python=python),
            env=environment(home, **more),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            text=True,
        )
        server = Server(process, port, errors)
        try:
            yield server
        except Exception:
            print(f"The server said:\n{server.said()}", file=sys.stderr)
            raise
        finally:
            _stop(process)


@dataclass(frozen=True)
class BareModel:
    """sentence-transformers alone in a process of its own, with the model loaded."""

    process: subprocess.Popen[str]
    loading_seconds: float

    def seconds(self, text: str) -> float:
        """What embedding the text took there."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        return float(_line(self.process))


@contextmanager
def bare_model(folder: Path) -> Iterator[BareModel]:
    """Start it and wait until the model is loaded."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bare", str(folder)],
            env=environment(None, HF_HUB_OFFLINE="1"),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            _line(process)
            yield BareModel(process, time.perf_counter() - start)
        except Exception:
            errors.seek(0)
            print(f"The bare model said:\n{_tail(errors.read())}", file=sys.stderr)
            raise
        finally:
            _stop(process)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise BenchmarkFailed("the bare model ended")
    return line.strip()


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(15)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _tail(text: str) -> str:
    return text[-3000:].strip() or "(nothing)"
