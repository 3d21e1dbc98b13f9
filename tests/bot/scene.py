"""A town in FakeSlack with the assistant in it, over a small real catalogue, by HTTP or Socket Mode."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from starlette.applications import Starlette

from api.slack import slack_service
from api.wiring import Passerelle
from bot.parts import Parts
from bot.service import Service
from retrieval.search.links import Links
from tests.api.world import SECRET_ORGANISATION
from tests.fake_slack import FakeSlack, Installation
from tests.fake_slack.building import a_manifest, listening
from tests.fake_slack.fake import Team
from tests.fake_slack.people import Person
from tests.network import an_organisation


@dataclass
class Scene:
    """Everybody and everything that a test looks at."""

    fake: FakeSlack
    team: Team
    installation: Installation
    passerelle: Passerelle
    service: Service
    ana: Person
    channel: Any

    @property
    def parts(self) -> Parts:
        return self.service.parts

    def settle(self) -> None:
        """Wait until nothing is under way, on either side."""
        self.fake.settled()
        self.fake.wait_until(lambda: self.parts.jobs.open() == 0, 20, "the end of all jobs")
        self.fake.settled()

    def assert_tidy(self) -> None:
        """What must hold after everything."""
        self.settle()
        assert self.fake.unfinished() == []
        assert self.fake.slow_acknowledgements() == []
        assert self.fake.mass_mentions() == []


@contextmanager
def a_town(
    passerelle: Passerelle,
    *,
    socket_mode: bool = False,
    seed: int = 0,
    speed: float = 1.0,
    start: bool = True,
    public_url: str = "",
    **manifest: Any,
) -> Iterator[Scene]:
    """Namur, with ana in #mobilite and the assistant running."""
    with FakeSlack(seed=seed, speed=speed) as fake:
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(socket_mode=socket_mode, **manifest))
        ana = team.person("ana")
        channel = team.channel("#mobilite", ana, installation)
        with serving(
            fake, installation, passerelle, socket_mode=socket_mode, start=start, public_url=public_url
        ) as service:
            yield Scene(fake, team, installation, passerelle, service, ana, channel)


@contextmanager
def serving(
    fake: FakeSlack,
    installation: Installation,
    passerelle: Passerelle,
    *,
    socket_mode: bool = False,
    start: bool = True,
    public_url: str = "",
) -> Iterator[Service]:
    """The assistant at work for that installation; it only listens where it is not started."""
    app = installation.app
    settings = passerelle.settings.model_copy(
        update={
            "slack_api_url": fake.base_url,
            "slack_bot_token": _secret(installation.bot_token),
            "slack_signing_secret": _secret(app.signing_secret),
            "slack_app_token": _secret(app.app_token),
        }
    )
    changes: dict[str, Any] = {"settings": settings}
    if public_url:
        changes["links"] = Links(public_url)
    parts = replace(passerelle, **changes)
    service = slack_service(parts, socket_mode=socket_mode)
    if socket_mode:
        service.start()
        fake.wait_until(lambda: fake.is_connected(app, 2), 15, "a socket")
        try:
            yield service
        finally:
            service.stop()
        return
    with listening(Starlette(routes=service.routes())) as address:
        app.listens_on(address)
        if start:
            service.start()
        try:
            yield service
        finally:
            service.stop()


def _secret(value: str) -> Any:
    from pydantic import SecretStr

    return SecretStr(value)


def belongs_to_the_secret_organisation(scene: Scene) -> None:
    """The town's workspace and its people are of the organisation whose documents nobody else may see."""
    an_organisation(scene.passerelle.governance, SECRET_ORGANISATION, email_domains=("namur.test",))
    choices = scene.parts.choices
    former = choices.workspace(scene.team.id)
    choices.change_workspace(
        scene.team.id, former.model_copy(update={"organisations": (SECRET_ORGANISATION,)})
    )
