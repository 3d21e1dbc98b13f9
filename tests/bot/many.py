"""The assistant as an app that many workspaces install, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pydantic import SecretStr
from starlette.applications import Starlette

from api.slack import slack_service
from api.wiring import Passerelle
from bot.manifest import manifest
from bot.parts import Parts
from bot.service import Service
from tests.fake_slack import FakeSlack
from tests.fake_slack.apps import SlackApp
from tests.fake_slack.building import listening

KEY = "a key of thirty-two characters at least"


@contextmanager
def for_many(fake: FakeSlack, passerelle: Passerelle) -> Iterator[tuple[Service, SlackApp, str]]:
    """The app that workspaces install, served over HTTP at an address of its own."""
    app = fake.registers(manifest(public_url="https://passerelle.test", socket_mode=False, many=True))
    with listening(Starlette()) as elsewhere:
        pass
    settings = passerelle.settings.model_copy(
        update={
            "slack_api_url": fake.base_url,
            "slack_client_id": app.client_id,
            "slack_client_secret": SecretStr(app.client_secret),
            "slack_key": SecretStr(KEY),
            "slack_signing_secret": SecretStr(app.signing_secret),
            "public_url": elsewhere,
        }
    )
    port = int(elsewhere.rpartition(":")[2])
    service = slack_service(replace(passerelle, settings=settings), socket_mode=False)
    with listening(Starlette(routes=service.routes()), port=port) as address:
        app.listens_on(address)
        service.start()
        try:
            yield service, app, address
        finally:
            service.stop()


def settle(fake: FakeSlack, parts: Parts) -> None:
    fake.settled()
    fake.wait_until(lambda: parts.jobs.open() == 0, 20, "the end of all jobs")
    fake.settled()
