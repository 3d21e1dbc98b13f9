"""Where the tests of the server begin: an app's client at a desk, or a Bolt app in a scene."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.fake_slack.apps import Installation
from tests.fake_slack.building import a_bolt_app, a_client, a_manifest, connected, served
from tests.fake_slack.fake import FakeSlack, Team
from tests.fake_slack.model import Channel
from tests.fake_slack.people import Person


@dataclass
class Desk:
    """An app's client in a workspace with a channel, and nobody listening at the app's address."""

    fake: FakeSlack
    team: Team
    installation: Installation
    client: WebClient
    ana: Person
    channel: Channel


@contextmanager
def a_desk(**manifest: Any) -> Iterator[Desk]:
    # Without events nothing is delivered: these tests are about calls.
    with FakeSlack() as fake:
        fake.limits.is_on = False
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(**{"events": [], **manifest}))
        ana = team.person("ana", email="ana@namur.be")
        channel = team.channel("#mobilite", ana, installation)
        yield Desk(fake, team, installation, a_client(fake, installation), ana, channel)


def error_of(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return str(caught.value.response["error"])


@dataclass
class Scene:
    """A workspace with an app in #mobilite, a person who is in it, and the app's Bolt."""

    fake: FakeSlack
    team: Team
    installation: Installation
    bolt: App
    ana: Person
    channel: Any

    def delivered(self, kind: str) -> list[Any]:
        return [d for d in self.fake.deliveries.log if d.kind == kind]


@contextmanager
def a_scene(*, socket_mode: bool = False, **manifest: Any) -> Iterator[Scene]:
    with FakeSlack() as fake:
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(socket_mode=socket_mode, **manifest))
        ana = team.person("ana")
        channel = team.channel("#mobilite", ana, installation)
        bolt = a_bolt_app(fake, installation)
        yield Scene(fake, team, installation, bolt, ana, channel)


@contextmanager
def running(scene: Scene) -> Iterator[None]:
    app = scene.installation.app
    if app.uses_socket_mode:
        with connected(scene.fake, scene.bolt, app):
            yield
            scene.fake.settled()
    else:
        with served(scene.bolt, app):
            yield
            scene.fake.settled()
