"""Writing, editing, deleting, reacting."""

from __future__ import annotations

from typing import Any

from tests.fake_slack.apps import SlackApp
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.model import Message
from tests.fake_slack.people.account import Account, Where
from tests.fake_slack.typing_text import as_sent, rich_text


class Writing(Account):
    """What is written is told to apps in the background."""

    def says(
        self, where: Where, text: str, *, thread: Message | None = None, as_typed: bool = True, **more: Any
    ) -> Message:
        """Write in a channel, or in a thread. `@name` mentions; `as_typed=False` sends Slack's mark-up unchanged."""
        with self._fake.slack.lock:
            channel = self._writable(where)
            sent = as_sent(text, self._ids()) if as_typed else text
            more.setdefault("client_msg_id", self._fake.slack.directory.new_id("m"))
            thread_ts = thread.root if thread else None
            return self._fake.slack.conversations.post(
                channel, self.user, sent, thread_ts=thread_ts, blocks=rich_text(sent), **more
            )

    def mentions(
        self,
        where: Where,
        text: str,
        *,
        app: SlackApp | None = None,
        thread: Message | None = None,
        **more: Any,
    ) -> Message:
        """Write to an app in a channel: its mention, then the text."""
        bot = self._installation(app).bot_user
        sent = f"<@{bot}> {as_sent(text, self._ids())}"
        return self.says(where, sent, thread=thread, as_typed=False, **more)

    def writes_to_app(
        self, text: str, *, app: SlackApp | None = None, thread: Message | None = None
    ) -> Message:
        """Write to an app in direct messages."""
        return self.says(self.dm(app), text, thread=thread)

    def attaches(self, where: Where, name: str, text: str = "", *, thread: Message | None = None) -> Message:
        """Share a file, with a text or without."""
        file = {"id": self._fake.slack.directory.new_id("F"), "name": name, "title": name, "user": self.id}
        return self.says(where, text, thread=thread, subtype="file_share", files=[file])

    def edits(self, message: Message, text: str) -> None:
        """Change a message of one's own."""
        with self._fake.slack.lock:
            self._own(message)
            sent = as_sent(text, self._ids())
            channel = self._fake.slack.directory.channels[message.channel]
            self._fake.slack.conversations.change(
                channel, message, by=self.user, text=sent, blocks=rich_text(sent)
            )

    def deletes(self, message: Message) -> None:
        """Take a message of one's own back."""
        with self._fake.slack.lock:
            self._own(message)
            channel = self._fake.slack.directory.channels[message.channel]
            self._fake.slack.conversations.delete(channel, message, self.user)

    def reacts(self, message: Message, emoji: str) -> None:
        """React to a message."""
        with self._fake.slack.lock:
            channel = self._seen_channel(message)
            message.reactions.setdefault(emoji, []).append(self.id)
            item = {"type": "message", "channel": channel.id, "ts": message.ts}
            event = {
                "type": "reaction_added",
                "user": self.id,
                "reaction": emoji,
                "item_user": message.user,
                "item": item,
            }
            self._fake.slack.events.in_channel(channel, event, "reaction_added")

    def _own(self, message: Message) -> None:
        self._seen_channel(message)
        if message.user != self.id:
            raise NotPossible("this message is somebody else's")
