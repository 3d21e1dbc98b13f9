"""One Slack: all parts over one clock and one lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition

from tests.fake_slack.clock import Clock
from tests.fake_slack.conversations import Conversations
from tests.fake_slack.credentials import Credentials
from tests.fake_slack.deliveries import Deliveries
from tests.fake_slack.directory import Directory
from tests.fake_slack.events import Events
from tests.fake_slack.faults import Faults
from tests.fake_slack.files import Files
from tests.fake_slack.journal import Journal
from tests.fake_slack.limits import RateLimits
from tests.fake_slack.model import Json
from tests.fake_slack.sessions import Sessions
from tests.fake_slack.socket_mode import Sockets
from tests.fake_slack.streams import Streams
from tests.fake_slack.triggers import Triggers
from tests.fake_slack.views import Views


@dataclass(frozen=True)
class ApiCall:
    """A call that was made: what for, and how it was answered. Tokens are left out."""

    at: float
    method: str
    team_id: str
    app_id: str
    arguments: Json = field(repr=False)
    error: str = ""
    status: int = 200


class Slack:
    """The state of one server. Whoever reads or changes it holds `lock`; waiters are woken by `changed`."""

    def __init__(self, *, speed: float = 1.0, seed: int = 0) -> None:
        self.lock = Condition()
        self.clock = Clock(speed)
        self.faults = Faults(seed)
        self.limits = RateLimits(self.clock)
        self.sockets = Sockets()
        self.journal = Journal(self.changed)
        self.directory = Directory(self.clock)
        self.credentials = Credentials(self.directory, self.clock)
        self.deliveries = Deliveries(self.clock, self.faults, self.sockets, self.changed)
        self.events = Events(self.directory, self.credentials, self.deliveries, self.clock)
        self.conversations = Conversations(
            self.directory, self.credentials, self.events, self.journal, self.clock
        )
        self.views = Views(self.directory, self.journal, self.clock)
        self.triggers = Triggers(self.clock)
        self.streams = Streams(self.conversations, self.clock)
        self.sessions = Sessions(self.directory, self.journal, self.clock)
        self.files = Files(self.directory)
        self.calls: deque[ApiCall] = deque(maxlen=100_000)
        self.presented: list[Json] = []
        self.scheduled: list[tuple[float, Callable[[], object]]] = []
        # What the server itself did wrong, such as an error that its method does not document.
        self.defects: list[str] = []
        self.base_url = ""

    def changed(self) -> None:
        """Wake whoever waits for something to become true."""
        with self.lock:
            self.lock.notify_all()

    def post_what_is_due(self) -> None:
        """Post the scheduled messages whose time has come."""
        now = self.clock.now()
        due = [post for at, post in self.scheduled if at <= now]
        self.scheduled = [(at, post) for at, post in self.scheduled if at > now]
        for post in due:
            post()
