"""What a Slack is made of: workspaces, people, channels, messages. Plain records; the rules are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChannelKind = Literal["public", "private", "im", "mpim"]


@dataclass
class User:
    """A person, or the bot user of an installed app."""

    id: str
    team_id: str
    name: str
    real_name: str
    email: str
    locale: str = "fr-BE"
    tz: str = "Europe/Brussels"
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_email_confirmed: bool = True
    deleted: bool = False
    bot_id: str | None = None
    app_id: str | None = None

    @property
    def is_guest(self) -> bool:
        """Whether this is a guest: one who sees only the channels that they were put in."""
        return self.is_restricted or self.is_ultra_restricted


@dataclass
class Workspace:
    """A team, as Slack's API calls it."""

    id: str
    name: str
    domain: str


@dataclass
class Message:
    """A message in a channel; an ephemeral one has a `reader`."""

    ts: str
    channel: str
    user: str
    text: str
    team: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    thread_ts: str | None = None
    subtype: str | None = None
    app_id: str | None = None
    bot_id: str | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    edited: Json | None = None
    reader: str | None = None
    is_broadcast: bool = False
    username: str | None = None

    @property
    def root(self) -> str:
        """The `ts` of the thread that an answer to this message goes to."""
        return self.thread_ts or self.ts


@dataclass
class Channel:
    """A public or private channel, a direct message or a group of them."""

    id: str
    team_id: str
    name: str
    kind: ChannelKind
    members: list[str] = field(default_factory=list)
    shared_with: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_general: bool = False
    is_read_only: bool = False
    created: int = 0
    messages: list[Message] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)

    @property
    def teams(self) -> list[str]:
        """Every workspace that has this channel, the host first."""
        return [self.team_id, *self.shared_with]

    @property
    def channel_type(self) -> str:
        """The word of a message event's `channel_type`."""
        return {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}[self.kind]

    def message(self, ts: str | None) -> Message | None:
        """The message of that `ts`, or None."""
        return next((m for m in self.messages if m.ts == ts), None)

    def thread(self, root: str) -> list[Message]:
        """The root and its answers, oldest first."""
        return [m for m in self.messages if m.ts == root or m.thread_ts == root]


@dataclass
class View:
    """A modal or a home tab on one person's screen."""

    id: str
    team_id: str
    user: str
    app_id: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.content["type"])


@dataclass
class Session:
    """An agent's session in a thread."""

    channel: str
    thread_ts: str
    app_id: str
    status: str
    title: str | None = None
    initiator: str | None = None
    history: list[str] = field(default_factory=list)
    since: float = 0.0


@dataclass
class Stream:
    """A message that is being written."""

    channel: str
    ts: str
    app_id: str
    started: float
    last: float
    state: Literal["streaming", "stopped", "stopped_by_user", "expired"] = "streaming"
    text: str = ""
    tasks: dict[str, Json] = field(default_factory=dict)
    plan: str | None = None
    blocks: list[Json] = field(default_factory=list)
