"""What an administrator does: apps in and out, people, channels."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx

from tests.fake_slack.apps import Distribution, Installation, SlackApp
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.installing import uninstall
from tests.fake_slack.model import Channel, Json, Message, User
from tests.fake_slack.people import Person

if TYPE_CHECKING:
    from tests.fake_slack.fake import FakeSlack, Team

_LINK_TO_SLACK = re.compile(r'href="([^"]*/oauth/v2/authorize[^"]*)"')


class Admin(Person):
    """A person with the rights of an administrator of their workspace."""

    def __init__(self, fake: FakeSlack, user: User) -> None:
        super().__init__(fake, user)

    def installs(
        self,
        app: SlackApp | Json,
        *,
        scopes: list[str] | None = None,
        distribution: Distribution = "internal",
    ) -> Installation:
        """Install an app from its settings page: one that is registered, or a manifest.

        Raises InvalidManifest where Slack would not take the manifest.
        """
        with self._fake.slack.lock:
            made = app if isinstance(app, SlackApp) else self._fake.registers(app, distribution=distribution)
            return self._fake.slack.credentials.install(made, self.user, scopes)

    def installs_from(self, install_url: str, *, allows: bool = True) -> httpx.Response:
        """Go to an app's own install address, allow it (or not) on Slack's page, and come back to the app."""
        with httpx.Client(trust_env=False) as browser:
            page = browser.get(install_url)
            link = page.headers.get("location") or _link_in(page.text)
            authorize = self._at_this_slack(urljoin(install_url, link))
            decision = {"decision": "allow" if allows else "deny", "user": self.id}
            asked = browser.get(authorize)
            if asked.status_code != 200:
                raise NotPossible(f"Slack shows an error: {asked.text}")
            sent_back = browser.post(authorize, data=decision)
            return browser.get(sent_back.headers["location"])

    def uninstalls(self, app: SlackApp | None = None) -> None:
        """Remove an app from the workspace."""
        with self._fake.slack.lock:
            uninstall(self._fake.slack, self._installation(app))

    def revokes_tokens(self, app: SlackApp | None = None) -> None:
        """End an app's tokens without removing it."""
        with self._fake.slack.lock:
            installation = self._installation(app)
            bots = self._fake.slack.credentials.revoke(installation)
            event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": bots}}
            self._fake.slack.events.to(installation, event, "tokens_revoked")

    def deactivates_user(self, person: Person) -> None:
        """End a person's account."""
        with self._fake.slack.lock:
            person.user.deleted = True
            self._tell_changed(person.user)

    def makes_guest(self, person: Person, *, single_channel: bool = False) -> None:
        """Turn a member into a guest."""
        with self._fake.slack.lock:
            person.user.is_restricted, person.user.is_ultra_restricted = True, single_channel
            self._tell_changed(person.user)

    def shares_channel(self, channel: Channel, team: Team, *people: Person) -> None:
        """Share a channel with another organisation and let these of its people in (Slack Connect)."""
        with self._fake.slack.lock:
            channel.shared_with.append(team.workspace.id)
            event = {"type": "channel_shared", "connected_team_id": team.workspace.id, "channel": channel.id}
            self._fake.slack.events.in_channel(channel, event, "channel_shared")
            for person in people:
                self._fake.put_in(channel, person.user, inviter=None)

    def converts_to_private(self, channel: Channel) -> None:
        """Make a public channel private: those who are not in it see it no more."""
        self._converts(channel, "private")

    def converts_to_public(self, channel: Channel) -> None:
        """Make a private channel public: everybody may read all of it."""
        self._converts(channel, "public")

    def workflow_posts(self, channel: Channel, text: str, name: str = "Workflow") -> Message:
        """A message of a workflow: of a bot that is no app's, with a name and no user."""
        with self._fake.slack.lock:
            directory = self._fake.slack.directory
            bot = directory.add_user(self.user.team_id, name, bot_id=directory.new_id("B"))
            return self._fake.slack.conversations.post(
                channel, bot, text, subtype="bot_message", username=name
            )

    def archives(self, channel: Channel) -> None:
        """Archive a channel."""
        with self._fake.slack.lock:
            channel.is_archived = True
            event = {"type": "channel_archive", "channel": channel.id, "user": self.id}
            self._fake.slack.events.in_channel(channel, event, "channel_archive")

    def verifies_address(self, app: SlackApp) -> bool:
        """Whether the app answers the challenge that Slack sends to a new event address."""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        payload = {"token": app.verification_token, "challenge": challenge, "type": "url_verification"}
        delivery = Delivery(app, self.user.team_id, "url_verification", "events_api", payload, app.events_url)
        self._fake.slack.deliveries.submit(delivery).result(timeout=30)
        return delivery.answer in ({"challenge": challenge}, {"text": challenge})

    def _converts(self, channel: Channel, kind: str) -> None:
        with self._fake.slack.lock:
            channel.kind = "private" if kind == "private" else "public"
            self._fake.slack.conversations.post(
                channel, self.user, f"made this channel {kind}", subtype=f"channel_convert_to_{kind}"
            )

    def _tell_changed(self, user: User) -> None:
        told = self._fake.slack.directory.user_json(user, for_team=user.team_id, with_email=False)
        event = {"type": "user_change", "user": told}
        self._fake.slack.events.in_team([user.team_id], event, "user_change")

    def _at_this_slack(self, url: str) -> str:
        """The app sends people to slack.com unless told otherwise; here that is this server."""
        path = url.partition("/oauth/v2/authorize")[2]
        return f"{self._fake.slack.base_url}/oauth/v2/authorize{path}"


def _link_in(page: str) -> str:
    found = _LINK_TO_SLACK.search(page)
    if found is None:
        raise NotPossible("the install page leads to no authorisation")
    return unescape(found.group(1))
