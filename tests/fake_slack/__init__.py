"""A faithful Slack on 127.0.0.1: the Web API, events, Socket Mode, and the people who use it. See README.md."""

from __future__ import annotations

from tests.fake_slack.admins import Admin
from tests.fake_slack.apps import Installation, SlackApp
from tests.fake_slack.errors import InvalidManifest, NotPossible, TimedOut
from tests.fake_slack.fake import FakeSlack, Team
from tests.fake_slack.people import Person

__all__ = [
    "Admin",
    "FakeSlack",
    "Installation",
    "InvalidManifest",
    "NotPossible",
    "Person",
    "SlackApp",
    "Team",
    "TimedOut",
]
