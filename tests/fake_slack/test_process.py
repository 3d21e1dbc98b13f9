"""The app as a process of its own, which knows the server only by its address and its secrets, and may die."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.fake_slack import FakeSlack, Installation
from tests.fake_slack.building import a_manifest

APP = """
import os, threading
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

base_url = os.environ["SLACK_BASE_URL"]
bolt = App(client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=base_url))

@bolt.event("app_mention")
def answer(event, say):
    say(text="Réponse de " + str(os.getpid()), thread_ts=event["ts"])

SocketModeHandler(bolt, os.environ["SLACK_APP_TOKEN"], web_client=WebClient(base_url=base_url)).connect()
threading.Event().wait()
"""


@contextmanager
def a_process(fake: FakeSlack, installation: Installation) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "SLACK_BASE_URL": fake.base_url,
        "SLACK_BOT_TOKEN": installation.bot_token,
        "SLACK_APP_TOKEN": installation.app.app_token,
    }
    process = subprocess.Popen([sys.executable, "-c", APP], env=environment)
    try:
        fake.wait_until(lambda: fake.is_connected(installation.app), 30, "the process")
        yield process
    finally:
        process.kill()
        process.wait(10)


def test_what_a_killed_process_did_not_acknowledge_is_told_to_the_next_one() -> None:
    with FakeSlack() as fake:
        fake.deliveries.compression = 20.0
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(socket_mode=True, events=["app_mention"]))
        ana = team.person("ana")
        team.channel("#mobilite", ana, installation)
        with a_process(fake, installation) as first:
            asked = ana.mentions("#mobilite", "Qui est là ?")
            assert fake.answer(asked, ana, seconds=10).text == f"Réponse de {first.pid}"
        fake.wait_until(lambda: not fake.is_connected(installation.app), what="the end of the process")
        asked = ana.mentions("#mobilite", "Et maintenant ?")
        with a_process(fake, installation) as second:
            assert fake.answer(asked, ana, seconds=20).text == f"Réponse de {second.pid}"
            fake.settled()
        attempts = [a for d in fake.deliveries.log[-1:] for a in d.attempts]
        assert attempts[0].failure == "connection_failed"
        assert attempts[-1].succeeded
