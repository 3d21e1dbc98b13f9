"""Which app is told of what: subscriptions, scopes and membership decide; the envelope is Slack's."""

from __future__ import annotations

import secrets
from collections import Counter

from tests.fake_slack.apps import Installation
from tests.fake_slack.clock import Clock
from tests.fake_slack.credentials import Credentials
from tests.fake_slack.deliveries import Deliveries, Delivery
from tests.fake_slack.directory import Directory
from tests.fake_slack.manifest import EVENT_SCOPES
from tests.fake_slack.model import Channel, Json


class Events:
    """The Events API. `per_hour` events of one workspace to one app, then only `app_rate_limited`, once a minute."""

    def __init__(
        self, directory: Directory, credentials: Credentials, deliveries: Deliveries, clock: Clock
    ) -> None:
        self.per_hour = 30_000
        self._directory = directory
        self._credentials = credentials
        self._deliveries = deliveries
        self._clock = clock
        self._sent: Counter[tuple[str, str, int]] = Counter()
        self._told: set[tuple[str, str, int]] = set()

    def in_channel(
        self,
        channel: Channel,
        event: Json,
        subscription: str,
        *,
        author_team: str | None = None,
        app_id: str | None = None,
    ) -> None:
        """Tell each app whose bot is in the channel (or that app only); one that is in it twice is told once."""
        told: dict[str, Installation] = {}
        for installation in self._credentials.active(channel.teams):
            if installation.bot_user not in channel.members or app_id not in (None, installation.app.id):
                continue
            if not is_subscribed(installation, subscription):
                continue
            known = told.get(installation.app.id)
            if known is None or installation.team_id == author_team:
                told[installation.app.id] = installation
        for installation in told.values():
            self._send(installation, event, channel)

    def in_team(
        self, team_ids: list[str], event: Json, subscription: str, channel: Channel | None = None
    ) -> None:
        """Tell each app of those workspaces that subscribed, wherever its bot is."""
        for installation in self._credentials.active(team_ids):
            self.to(installation, event, subscription, channel)

    def to(
        self, installation: Installation, event: Json, subscription: str, channel: Channel | None = None
    ) -> None:
        """Tell one installation, if it subscribed."""
        if is_subscribed(installation, subscription):
            self._send(installation, event, channel)

    def _send(self, installation: Installation, event: Json, channel: Channel | None) -> None:
        if self._is_flooded(installation):
            return
        stamped = {"event_ts": self._clock.timestamp()} | event
        payload = self._envelope(installation, stamped, channel)
        self._submit(installation, str(event["type"]), payload)

    def _submit(self, installation: Installation, kind: str, payload: Json) -> None:
        app = installation.app
        self._deliveries.submit(
            Delivery(app, installation.team_id, kind, "events_api", payload, app.events_url)
        )

    def _envelope(self, installation: Installation, event: Json, channel: Channel | None) -> Json:
        return {
            "token": installation.app.verification_token,
            "team_id": installation.team_id,
            "context_team_id": installation.team_id,
            "context_enterprise_id": None,
            "api_app_id": installation.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._directory.new_id("Ev"),
            "event_time": int(self._clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": installation.team_id,
                    "user_id": installation.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared_with),
            "event_context": f"4-{secrets.token_urlsafe(24)}",
        }

    def _is_flooded(self, installation: Installation) -> bool:
        hour, minute = int(self._clock.now() // 3600), int(self._clock.now() // 60)
        key = (installation.app.id, installation.team_id)
        self._sent[*key, hour] += 1
        if self._sent[*key, hour] <= self.per_hour:
            return False
        if (*key, minute) not in self._told:
            self._told.add((*key, minute))
            self._submit(installation, "app_rate_limited", _rate_limited(installation, minute * 60))
        return True


def is_subscribed(installation: Installation, subscription: str) -> bool:
    """Whether an installation asked for such events and was granted what they need."""
    needed = EVENT_SCOPES[subscription]
    return subscription in installation.app.events and (not needed or bool(needed & set(installation.scopes)))


def _rate_limited(installation: Installation, minute: int) -> Json:
    return {
        "token": installation.app.verification_token,
        "type": "app_rate_limited",
        "team_id": installation.team_id,
        "minute_rate_limited": minute,
        "api_app_id": installation.app.id,
    }
