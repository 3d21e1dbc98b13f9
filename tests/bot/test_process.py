"""The assistant as people start it: a process that knows Slack by its address and secrets, and may be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.markdown import render_document
from tests.api.test_cli_process import COMMAND, ROOT
from tests.builders import a_fiche
from tests.fake_slack import FakeSlack, Installation
from tests.fake_slack.building import a_manifest
from tests.fake_slack.model import Message
from tests.fake_slack.people import Person

QUESTION = "Combien de projets de mobilité ?"
ANSWER = "3 initiatives"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three fiches, read by the command."""
    home = tmp_path_factory.mktemp("process")
    sheets = home / "sheets"
    sheets.mkdir()
    for number, town in enumerate(("Namur", "Liège", "Mons")):
        fiche = a_fiche(
            f"velos-{number}",
            title=f"Vélos à {town}",
            municipality=town,
            province=None,
            domains=("mobility",),
        )
        (sheets / f"{fiche.id}.md").write_text(render_document(fiche), "utf-8")
    done = subprocess.run(
        [*COMMAND, "ingest", str(sheets)],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(filled: Path) -> Path:
    """The same, where nothing of Slack was heard yet: each Slack of the tests numbers its messages alike."""
    for path in filled.glob("state.sqlite3*"):
        path.unlink()
    return filled


def environment(home: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    return {**kept, "PASSERELLE_HOME": str(home), **settings}


@contextmanager
def started(
    home: Path, fake: FakeSlack, installation: Installation, *, port: int = 0
) -> Iterator[subprocess.Popen[str]]:
    """By Socket Mode, or with a port in the server that takes Slack's requests too."""
    app = installation.app
    secret = (
        {"PASSERELLE_SLACK_SIGNING_SECRET": app.signing_secret}
        if port
        else {"PASSERELLE_SLACK_APP_TOKEN": app.app_token}
    )
    settings = {
        "PASSERELLE_SLACK_API_URL": fake.base_url,
        "PASSERELLE_SLACK_BOT_TOKEN": installation.bot_token,
    }
    command = ["serve", "--port", str(port)] if port else ["slack"]
    process = subprocess.Popen(
        [*COMMAND, *command],
        cwd=ROOT,
        env=environment(home, **settings, **secret),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        if port:
            fake.wait_until(lambda: _listens(port), 60, "the server")
            app.listens_on(f"http://127.0.0.1:{port}")
        else:
            fake.wait_until(lambda: fake.is_connected(app, 2), 60, "its sockets")
        yield process
    finally:
        process.kill()
        process.communicate(timeout=20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(ana: Person, asked: Message) -> list[str]:
    return [text for one in ana.answers_to(asked) if ANSWER in (text := ana.screen(one))]


@pytest.mark.parametrize("socket_mode", [True, False], ids=["slack", "serve"])
def test_the_command_answers_and_ends_in_order(home: Path, socket_mode: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = 0 if socket_mode else probe.getsockname()[1]
    with FakeSlack() as fake:
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(socket_mode=socket_mode))
        ana = team.person("ana")
        team.channel("#mobilite", ana, installation)
        with started(home, fake, installation, port=port) as process:
            asked = ana.mentions("#mobilite", QUESTION)
            fake.wait_until(lambda: answers(ana, asked), 60, "the answer")
            fake.settled()
            assert len(ana.answers_to(asked)) == 1
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) in (0, 128 + signal.SIGTERM, -signal.SIGTERM)
            said = process.stderr.read() if process.stderr else ""
        assert installation.bot_token not in said
        assert "mobilité" not in said
        assert "Traceback" not in said
        assert fake.unfinished() == []
        assert fake.slow_acknowledgements() == []


def test_a_process_that_is_killed_in_the_middle_leaves_the_answer_to_the_next(home: Path) -> None:
    with FakeSlack() as fake:
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(socket_mode=True))
        ana = team.person("ana")
        team.channel("#mobilite", ana, installation)
        with started(home, fake, installation) as first:
            fake.faults.hang_seconds = 30.0
            fake.faults.on_call("chat.stopStream", "accepted_then_lost")
            asked = ana.mentions("#mobilite", QUESTION)
            fake.wait_until(lambda: fake.faults.by_phase(), 60, "the end of the stream")
            first.send_signal(signal.SIGKILL)
            first.wait(10)
        with started(home, fake, installation):
            # Another process takes over when nobody has answered for the job for some seconds.
            fake.wait_until(lambda: "chat.update" in [call.method for call in fake.calls], 60, "the next")
            fake.settled()
            assert len(answers(ana, asked)) == 1, ana.reads()
            assert len(ana.answers_to(asked)) == 1
            assert fake.unfinished() == []
