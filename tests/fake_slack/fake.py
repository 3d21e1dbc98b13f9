"""FakeSlack: a whole Slack for one test, with its workspaces, people and knobs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, TypeVar

from tests.fake_slack.admins import Admin
from tests.fake_slack.apps import Distribution, Installation, SlackApp
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import TimedOut
from tests.fake_slack.interactions import Interactions
from tests.fake_slack.model import Channel, ChannelKind, Json, Message, User, Workspace
from tests.fake_slack.people import Person
from tests.fake_slack.server import Server
from tests.fake_slack.slack import Slack

T = TypeVar("T")
_GLANCE_SECONDS = 0.05


class FakeSlack:
    """A Slack server on a free port of 127.0.0.1; use it as a context.

    `speed` is that of its clock (0: only `clock.advance` moves it), `seed` that of its faults.
    """

    def __init__(self, *, speed: float = 1.0, seed: int = 0) -> None:
        self.slack = Slack(speed=speed, seed=seed)
        self.interactions = Interactions(self.slack)
        self.offers: dict[tuple[str, str, str], list[Json]] = {}
        self.clock = self.slack.clock
        self.faults = self.slack.faults
        self.limits = self.slack.limits
        self.deliveries = self.slack.deliveries
        self.streams = self.slack.streams
        self.sessions = self.slack.sessions
        self._server = Server(self.slack)

    def __enter__(self) -> FakeSlack:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        if error is None and self.slack.defects:
            raise AssertionError("; ".join(self.slack.defects))

    @property
    def base_url(self) -> str:
        """What `WebClient(base_url=…)` takes."""
        return f"{self.slack.base_url}/api/"

    @property
    def authorize_url(self) -> str:
        """What `OAuthSettings(authorization_url=…)` takes."""
        return f"{self.slack.base_url}/oauth/v2/authorize"

    @property
    def calls(self) -> list[Any]:
        """The calls of the Web API so far (`ApiCall`), oldest first."""
        return list(self.slack.calls)

    def workspace(self, name: str) -> Team:
        """A new workspace."""
        with self.slack.lock:
            return Team(self, self.slack.directory.add_workspace(name))

    def registers(self, manifest: Json, *, distribution: Distribution = "internal") -> SlackApp:
        """A new app; raises InvalidManifest where Slack would not take the manifest."""
        with self.slack.lock:
            return self.slack.credentials.register(manifest, distribution)

    def disconnects(self, app: SlackApp, reason: str = "refresh_requested") -> None:
        """Close the app's sockets as Slack does now and then; it is to come back by itself."""
        self.deliveries.run(self.slack.sockets.disconnect(app.id, reason)).result(timeout=10)

    def is_connected(self, app: SlackApp, connections: int = 1) -> bool:
        """Whether the app has so many sockets open."""
        return self.slack.sockets.count(app.id) >= connections

    def wait_until(self, condition: Callable[[], T], seconds: float = 5.0, what: str = "") -> T:
        """Wait until the condition holds and return its value; raises TimedOut after that many of our seconds."""
        deadline = time.monotonic() + seconds
        with self.slack.lock:
            while True:
                self.slack.post_what_is_due()
                if value := condition():
                    return value
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimedOut(f"{what or 'it'} did not come within {seconds} s\n{self._recent()}")
                self.slack.lock.wait(min(left, _GLANCE_SECONDS))

    def settled(self, seconds: float = 10.0) -> None:
        """Wait until nothing is on its way to any app."""
        self.wait_until(lambda: self.deliveries.is_idle, seconds, "the end of all deliveries")

    def answer(self, to: Message, person: Person, *, seconds: float = 5.0, count: int = 1) -> Message:
        """Wait for an app's answer in a message's thread, as that person sees it, and return it (the `count`-th)."""
        self.wait_until(
            lambda: len(person.answers_to(to)) >= count, seconds, f"answer {count} to {to.text!r}"
        )
        return person.answers_to(to)[count - 1]

    def slow_acknowledgements(self, seconds: float = 3.0) -> list[Delivery]:
        """The deliveries that an app took that long to acknowledge, or did not acknowledge at all."""
        with self.slack.lock:
            return [d for d in self.deliveries.log if d.slowest >= seconds or d.outcome == "failed"]

    def unfinished(self) -> list[str]:
        """What an app left behind: streams that were not ended, status lines, sessions at work. Empty when all is well."""
        with self.slack.lock:
            streams = [f"stream {s.ts} in {s.channel}" for s in self.streams.unfinished()]
            return streams + self.sessions.stuck()

    def mass_mentions(self) -> list[str]:
        """The texts of apps by which whole channels or groups were called."""
        bots = {user.id for user in self.slack.directory.users.values() if user.bot_id}
        with self.slack.lock:
            return [
                line.text
                for line in self.slack.journal.lines
                if line.author in bots and any(called.startswith("<!") for called in line.called)
            ]

    def put_in(self, channel: Channel, user: User, inviter: User | None) -> None:
        """Make someone a member of a channel, and tell apps."""
        if user.id in channel.members:
            return
        channel.members.append(user.id)
        event: Json = {
            "type": "member_joined_channel",
            "user": user.id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind == "public" else "G",
            "team": user.team_id,
        }
        if inviter:
            event["inviter"] = inviter.id
        self.slack.events.in_channel(channel, event, "member_joined_channel")
        self.slack.changed()

    def take_out(self, channel: Channel, user: User) -> None:
        """End a membership, and tell apps."""
        channel.members.remove(user.id)
        event = {"type": "member_left_channel", "user": user.id, "channel": channel.id, "team": user.team_id}
        self.slack.events.in_channel(channel, event, "member_left_channel")

    def _recent(self) -> str:
        lines = [f"{line.kind} {line.author}: {line.text}" for line in self.slack.journal.lines[-8:]]
        calls = [f"{call.method} → {call.error or 'ok'}" for call in list(self.slack.calls)[-8:]]
        sent = [f"{d.kind}: {d.outcome}" for d in self.deliveries.log[-8:]]
        return "\n".join(["shown:", *lines, "called:", *calls, "delivered:", *sent])


class Team:
    """A workspace, to put people and channels in."""

    def __init__(self, fake: FakeSlack, workspace: Workspace) -> None:
        self._fake = fake
        self.workspace = workspace
        with fake.slack.lock:
            self.admin = Admin(fake, fake.slack.directory.add_user(workspace.id, "admin", is_admin=True))

    @property
    def id(self) -> str:
        """The team id."""
        return self.workspace.id

    def person(self, name: str, **more: Any) -> Person:
        """A new member; `email`, `locale`, `is_restricted` (a guest)… as the fields of User."""
        with self._fake.slack.lock:
            return Person(self._fake, self._fake.slack.directory.add_user(self.id, name, **more))

    def guest(self, name: str, *channels: Channel, **more: Any) -> Person:
        """A new guest, who sees only these channels."""
        person = self.person(name, is_restricted=True, **more)
        for channel in channels:
            channel.members.append(person.id)
        return person

    def channel(self, name: str, *members: Person | Installation, private: bool = False) -> Channel:
        """A new channel with these people and apps in it; the administrator is in each."""
        ids: Iterable[str] = (m.bot_user if isinstance(m, Installation) else m.id for m in members)
        with self._fake.slack.lock:
            kind: ChannelKind = "private" if private else "public"
            members_once = dict.fromkeys([self.admin.id, *ids])
            return self._fake.slack.directory.add_channel(self.id, name.removeprefix("#"), kind, members_once)
