"""Going somewhere: tabs of an app, channels, side panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fake_slack.apps import SlackApp
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.model import Channel, Json, Message
from tests.fake_slack.people.account import Account, Where

if TYPE_CHECKING:
    from tests.fake_slack.people import Person


class Going(Account):
    """Where a person is, and whom they bring."""

    def opens_dm(self, app: SlackApp | None = None) -> Channel:
        """Open the Messages tab of an app."""
        channel = self.dm(app)
        self._opens_tab(app, "messages", channel)
        return channel

    def opens_home(self, app: SlackApp | None = None) -> None:
        """Open the Home tab of an app."""
        self._opens_tab(app, "home", self.dm(app))

    def looks_at(self, where: Where | None, app: SlackApp | None = None) -> None:
        """Go to a channel (None: to nothing) while the app's panel is open."""
        with self._fake.slack.lock:
            installation = self._installation(app)
            entities = []
            if where is not None:
                channel = self._channel(where)
                entities = [
                    {"type": "slack#/types/channel_id", "value": channel.id, "team_id": channel.team_id}
                ]
            context = {"entities": entities} if entities else {}
            event = {
                "type": "app_context_changed",
                "user": self.id,
                "channel": self.dm(app).id,
                "context": context,
            }
            if installation.app.is_agent:
                self._fake.slack.events.to(installation, event, "app_context_changed")

    def joins(self, where: Where) -> None:
        """Join a public channel."""
        with self._fake.slack.lock:
            self._fake.put_in(self._readable(where), self.user, inviter=None)

    def invites(self, where: Where, who: Person | SlackApp) -> None:
        """Put a person or an app into a channel that one is in."""
        with self._fake.slack.lock:
            channel = self._writable(where)
            user = self._bot(who) if isinstance(who, SlackApp) else who.user
            self._fake.put_in(channel, user, inviter=self.user)

    def leaves(self, where: Where) -> None:
        """Leave a channel."""
        with self._fake.slack.lock:
            self._fake.take_out(self._writable(where), self.user)

    def opens_details(self, message: Message, url: str, *, app: SlackApp | None = None) -> None:
        """Open the side pane of a link's card."""
        slack = self._fake.slack
        with slack.lock:
            channel, installation = self._seen_channel(message), self._installation(app)
            cards = [a for a in message.attachments if a.get("from_url") == url and a.get("entity")]
            if not cards:
                raise NotPossible(f"there is no card of {url}")
            event = {
                "type": "entity_details_requested",
                "user": self.id,
                "external_ref": cards[0]["entity"].get("external_ref", {}),
                "entity_url": cards[0]["entity"].get("url", url),
                "app_unfurl_url": url,
                "link": {"url": url},
                "trigger_id": slack.triggers.issue(self.id, installation.team_id, installation.app.id),
                "user_locale": self.user.locale,
                "channel": channel.id,
                "message_ts": message.ts,
            }
            slack.events.to(installation, event, "entity_details_requested", channel)

    def _opens_tab(self, app: SlackApp | None, tab: str, channel: Channel) -> None:
        with self._fake.slack.lock:
            installation = self._installation(app)
            event: Json = {"type": "app_home_opened", "user": self.id, "channel": channel.id, "tab": tab}
            view = self._fake.slack.views.home(self.id, installation.app.id)
            if tab == "home" and view:
                event["view"] = self._fake.slack.views.json(view, installation)
            self._fake.slack.events.to(installation, event, "app_home_opened")
