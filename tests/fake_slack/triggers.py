"""What a gesture lets an app do next: a trigger opens one view within three seconds, a response address is for five answers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tests.fake_slack.clock import Clock
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Message

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 1800.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The right to open a view on one person's screen; `view_id` is the view on which they acted, if any."""

    id: str
    user: str
    team_id: str
    app_id: str
    expires_at: float
    view_id: str | None = None
    is_used: bool = False


@dataclass
class ResponseAddress:
    """Where an app answers a gesture; `message` is what the gesture was made on, if it was a message."""

    path: str
    user: str
    channel: str
    app_id: str
    team_id: str
    expires_at: float
    message: Message | None = None
    thread_ts: str | None = None
    uses: int = 0


class Triggers:
    """Issued triggers and response addresses; both grow old on the server's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._addresses: dict[str, ResponseAddress] = {}

    def issue(self, user: str, team_id: str, app_id: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        expires_at = self._clock.now() + TRIGGER_SECONDS
        self._triggers[trigger_id] = Trigger(trigger_id, user, team_id, app_id, expires_at, view_id)
        return trigger_id

    def use(self, trigger_id: str, app_id: str) -> Trigger:
        """Spend a trigger.

        Raises SlackError `invalid_trigger_id` (also for another app's), `exchanged_trigger_id`, `expired_trigger_id`.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None or trigger.app_id != app_id:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if trigger.expires_at < self._clock.now():
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def issue_address(
        self, user: str, channel: str, app_id: str, team_id: str, message: Message | None
    ) -> str:
        """The path of a new response address."""
        path = f"{team_id}/{secrets.randbelow(10**12)}/{secrets.token_urlsafe(18)}"
        expires_at = self._clock.now() + RESPONSE_SECONDS
        thread_ts = message.thread_ts if message else None
        address = ResponseAddress(path, user, channel, app_id, team_id, expires_at, message, thread_ts)
        self._addresses[path] = address
        return path

    def use_address(self, path: str) -> ResponseAddress:
        """Spend one of five uses; raises SlackError `invalid_url`, `expired_url` or `used_url`."""
        address = self._addresses.get(path)
        if address is None:
            raise SlackError("invalid_url")
        if address.expires_at < self._clock.now():
            raise SlackError("expired_url")
        if address.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        address.uses += 1
        return address
