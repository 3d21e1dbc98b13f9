"""One call of a method: its arguments, read as Slack reads them, and who makes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.fake_slack.apps import Installation, Token
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Channel, Json, User
from tests.fake_slack.slack import Slack


@dataclass
class Call:
    """What a handler works with. Arguments of a form are strings, those of JSON have their types; both are read alike."""

    slack: Slack
    method: str
    arguments: Json
    token: Token | None = None
    basic: tuple[str, str] | None = None
    bearer: str | None = None

    @property
    def installation(self) -> Installation:
        """The installation whose bot token was given."""
        if self.token is None or self.token.installation is None:
            raise SlackError("not_allowed_token_type")
        return self.token.installation

    @property
    def app_id(self) -> str:
        """The app that calls."""
        return self.installation.app.id

    @property
    def team_id(self) -> str:
        """The workspace in which it calls."""
        return self.installation.team_id

    @property
    def bot(self) -> User:
        """The bot user that calls."""
        return self.slack.directory.users[self.installation.bot_user]

    def has(self, scope: str) -> bool:
        """Whether a scope was granted."""
        return scope in self.installation.scopes

    def needs(self, *scopes: str) -> None:
        """Raise SlackError `missing_scope` unless one of the scopes was granted."""
        if not set(scopes) & set(self.installation.scopes):
            raise missing_scope(scopes, self.installation.scopes)

    def text(self, name: str) -> str | None:
        """A string argument, or None where it is not given or empty."""
        value = self.arguments.get(name)
        return None if value in (None, "") else str(value)

    def required(self, name: str) -> str:
        """A string argument that must be there; raises SlackError `invalid_arguments`."""
        value = self.text(name)
        if value is None:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no: true, 1, "true", "1"."""
        value = self.arguments.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.arguments.get(name) or default)
        except ValueError:
            raise invalid_arguments(f"must be an integer: {name}") from None

    def data(self, name: str, error: str = "invalid_arguments") -> Any:
        """An argument that is JSON, whether it came as such or as a string; raises SlackError `error`."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def objects(self, name: str, error: str = "invalid_arguments") -> list[Json]:
        """An argument that is a list of objects; empty where it is not given."""
        value = self.data(name, error) or []
        if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
            raise SlackError(error)
        return value

    def channel(self, name: str = "channel") -> Channel:
        """The channel of an argument, if the bot may know of it; raises SlackError `channel_not_found`."""
        wanted = self.required(name)
        directory = self.slack.directory
        channel = directory.channels.get(wanted) or directory.named(self.team_id, wanted)
        if channel is None or not self.knows(channel):
            raise SlackError("channel_not_found")
        return channel

    def knows(self, channel: Channel) -> bool:
        """Whether the bot may know of a channel: it is in it, or it is a public one of its workspace."""
        if self.team_id not in channel.teams:
            return False
        return channel.kind == "public" or self.bot.id in channel.members

    def user(self, name: str = "user") -> User:
        """The person of an argument; raises SlackError `user_not_found`, `user_not_visible`."""
        user = self.slack.directory.users.get(self.required(name))
        if user is None:
            raise SlackError("user_not_found")
        if user.team_id != self.team_id and not self._shares_a_channel_with(user):
            raise SlackError("user_not_visible")
        return user

    def page(self, items: Sequence[Any], default: int = 100, most: int = 1000) -> tuple[list[Any], Json]:
        """One page of a list, and the `response_metadata` that leads to the next."""
        limit = max(1, min(self.number("limit", default), most))
        cursor = self.text("cursor")
        if cursor and not cursor.removeprefix("page:").isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor.removeprefix("page:")) if cursor else 0
        after = start + limit
        following = f"page:{after}" if after < len(items) else ""
        return list(items[start:after]), {"next_cursor": following}

    def _shares_a_channel_with(self, user: User) -> bool:
        return any(
            user.id in channel.members and self.team_id in channel.teams
            for channel in self.slack.directory.channels.values()
        )


def invalid_arguments(*messages: str) -> SlackError:
    """The error of arguments that are not of their form."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})


def missing_scope(needed: Sequence[str], provided: Sequence[str]) -> SlackError:
    """The error that tells the administrator what to grant."""
    return SlackError("missing_scope", needed=",".join(sorted(needed)), provided=",".join(sorted(provided)))
