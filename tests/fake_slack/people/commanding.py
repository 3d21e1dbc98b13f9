"""Slash commands, shortcuts, and the stop button."""

from __future__ import annotations

from concurrent.futures import Future

from tests.fake_slack import answers
from tests.fake_slack.apps import SlackApp
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.events import is_subscribed
from tests.fake_slack.model import Message
from tests.fake_slack.people.account import Account, Where
from tests.fake_slack.typing_text import as_sent


class Commanding(Account):
    """What a person asks of an app otherwise than by writing to it."""

    def runs(self, command_line: str, where: Where | None = None) -> Delivery:
        """Run a slash command in a channel, #general where none is given."""
        return self._wait(self.begins_command(command_line, where))

    def begins_command(self, command_line: str, where: Where | None = None) -> Future[Delivery]:
        """The same, without waiting for the acknowledgement."""
        name, _, text = command_line.partition(" ")
        with self._fake.slack.lock:
            channel = self._writable(where or "general")
            for installation in self._fake.slack.credentials.active([self.user.team_id]):
                if (command := installation.app.command(name)) and "commands" in installation.scopes:
                    break
            else:
                raise NotPossible(f"{name} is not a valid command")
            if command.get("should_escape"):
                text = as_sent(text, self._ids())
            sent = self._fake.interactions.command(self.user, installation, command, text, channel)
            bot = self._fake.slack.directory.users[installation.bot_user]
        slack = self._fake.slack
        return self._then(
            sent, lambda delivery: answers.after_command(slack, self.user, channel, bot, name, delivery)
        )

    def uses_shortcut(
        self, callback_id: str, message: Message | None = None, *, app: SlackApp | None = None
    ) -> Delivery:
        """Choose a shortcut, in the menu of a message or in that of Slack."""
        with self._fake.slack.lock:
            installation = self._installation(app)
            kind = "message" if message else "global"
            if installation.app.shortcut(callback_id, kind) is None:
                raise NotPossible(f"there is no {kind} shortcut {callback_id!r}")
            if message:
                self._seen_channel(message)
                sent = self._fake.interactions.message_shortcut(self.user, installation, callback_id, message)
            else:
                sent = self._fake.interactions.global_shortcut(self.user, installation, callback_id)
        return self._wait(self._then(sent, self._noticed))

    def presses_stop(self, message: Message, *, app: SlackApp | None = None) -> None:
        """Press the stop button of the session in that message's thread."""
        slack = self._fake.slack
        with slack.lock:
            channel, installation = self._seen_channel(message), self._installation(app)
            session = slack.sessions.get(channel, message.root, installation.app.id)
            if session is None or session.status != "processing":
                raise NotPossible("no session is at work here")
            if not is_subscribed(installation, "agent_session_stopped"):
                raise NotPossible(
                    "the app shows no stop button: it did not subscribe to agent_session_stopped"
                )
            stopped = slack.streams.open_in(channel, message.root, installation.app.id)
            for stream in stopped:
                stream.state = "stopped_by_user"
            event = {
                "type": "agent_session_stopped",
                "user": self.id,
                "channel": channel.id,
                "thread_ts": message.root,
                "streaming_message_ts": [stream.ts for stream in stopped],
            }
            slack.events.to(installation, event, "agent_session_stopped", channel)
