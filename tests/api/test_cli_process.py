"""The command as people start it: a process of its own, with its streams, signals and exit codes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "api.cli")


def environment(home: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    # No model is there to load: these tests are about the process, not about what it finds.
    own = {"PASSERELLE_HOME": str(home), "PASSERELLE_EMBEDDER": str(home / "no-model"), **settings}
    return {**kept, **own}


def passerelle(home: Path, *arguments: str | bytes, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_ask_without_index_or_model_answers_that_it_is_unavailable(tmp_path: Path) -> None:
    done = passerelle(tmp_path, "ask", b"Qui a des capteurs \xff ?", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outcome"] == "unavailable"
    assert "capteurs" not in done.stderr


def test_a_dry_run_needs_no_model_and_keeps_progress_off_stdout(tmp_path: Path) -> None:
    done = passerelle(tmp_path, "ingest", "corpus/practices", "--dry-run", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] > 50
    assert "ingest: reading" in done.stderr


def test_control_c_while_a_batch_is_read_is_one_line(tmp_path: Path) -> None:
    pipe = tmp_path / "questions"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*COMMAND, "ask", "--batch", str(pipe)],
        cwd=ROOT,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with pipe.open("w"):  # waits until the command reads; it then waits for the first line
        time.sleep(2)  # it has opened the pipe; now it reads
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert (process.returncode, stdout, stderr) == (130, "", "passerelle: stopped\n")


def started(home: Path, port: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    pytest.fail(f"the server does not start: {process.communicate()}")


def test_serve_says_where_it_listens_answers_and_stops_on_control_c(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = started(tmp_path, port)
    try:
        address = f"http://127.0.0.1:{port}"
        ready = httpx.get(f"{address}/readyz", timeout=30)
        answer = httpx.post(f"{address}/v1/ask", json={"question": "Qui a des licornes ?"}, timeout=30)
    finally:
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert ready.status_code == 503
    assert answer.json()["outcome"] == "unavailable"
    assert process.returncode == 0
    assert stdout == ""
    assert f"Passerelle on {address}" in stderr
    assert "licornes" not in stderr
    assert "Traceback" not in stderr
