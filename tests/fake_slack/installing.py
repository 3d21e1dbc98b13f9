"""Installing and leaving, wherever it is asked for."""

from __future__ import annotations

from tests.fake_slack.apps import Installation
from tests.fake_slack.model import Json
from tests.fake_slack.slack import Slack


def uninstall(slack: Slack, installation: Installation) -> None:
    """End an installation: its tokens are dead at once, and the app is told twice, in no certain order."""
    bots = slack.credentials.revoke(installation)
    events: list[tuple[Json, str]] = [
        ({"type": "app_uninstalled"}, "app_uninstalled"),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": bots}}, "tokens_revoked"),
    ]
    slack.faults.random.shuffle(events)
    for event, subscription in events:
        slack.events.to(installation, event, subscription)
    installation.is_active = False
    slack.directory.users[installation.bot_user].deleted = True
    for channel in slack.directory.channels.values():
        if installation.bot_user in channel.members and channel.kind != "im":
            channel.members.remove(installation.bot_user)
    slack.changed()
