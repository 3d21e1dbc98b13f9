"""Writing in channels: each post, edit and deletion changes the channel, is put on screens, and is told to apps."""

from __future__ import annotations

import copy
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from bot.block_kit import live_mentions
from tests.fake_slack.apps import Installation
from tests.fake_slack.clock import Clock
from tests.fake_slack.credentials import Credentials
from tests.fake_slack.directory import Directory
from tests.fake_slack.events import Events
from tests.fake_slack.journal import Journal, Kind, Shown
from tests.fake_slack.model import Channel, Json, Message, User
from tests.fake_slack.rendering import message_text, names_of

SUBSCRIPTIONS = {
    "public": "message.channels",
    "private": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
_LINK = re.compile(r"<(https?://[^|>\s]+)")
_MENTIONED = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


class Conversations:
    """The messages of all channels."""

    def __init__(
        self, directory: Directory, credentials: Credentials, events: Events, journal: Journal, clock: Clock
    ) -> None:
        self._directory = directory
        self._credentials = credentials
        self._events = events
        self._journal = journal
        self._clock = clock

    def post(
        self,
        channel: Channel,
        author: User,
        text: str,
        *,
        unfurls: bool = True,
        is_silent: bool = False,
        **more: Any,
    ) -> Message:
        """A new message of a person or a bot; `more` are fields of Message. Silent: no event (a stream's first text)."""
        message = self._made(channel, author, text, **more)
        channel.messages.append(message)
        self.show(channel, message, "posted")
        if not is_silent:
            self._tell(channel, self.message_event(channel, message), author)
        if not author.bot_id:
            self._tell_mentioned(channel, message, author)
        if unfurls:
            self._tell_links(channel, message)
        return message

    def post_ephemeral(self, channel: Channel, author: User, text: str, reader: str, **more: Any) -> Message:
        """A message that one person sees, and no app is told of; nobody sees one in a thread without a reply."""
        message = self._made(channel, author, text, reader=reader, **more)
        if message.thread_ts and all(one.thread_ts != message.thread_ts for one in channel.messages):
            return message
        channel.ephemerals.append(message)
        self.show(channel, message, "ephemeral")
        return message

    def change(
        self,
        channel: Channel,
        message: Message,
        *,
        by: User,
        kind: Kind = "changed",
        edited: bool = True,
        **changes: Any,
    ) -> Message:
        """Replace fields of a message; `changes` are fields of Message."""
        previous = self.json(message)
        for name, value in changes.items():
            setattr(message, name, fill_names(value) if name == "blocks" else value)
        if edited and message.reader is None:
            message.edited = {"user": by.id, "ts": self._clock.timestamp()}
        self.show(channel, message, "ephemeral" if message.reader else kind)
        if message.reader is None:
            self._tell_changed(channel, message, previous, by)
        return message

    def delete(self, channel: Channel, message: Message, by: User) -> None:
        """Take a message away, from screens too."""
        previous = self.json(message)
        place = channel.ephemerals if message.reader else channel.messages
        place.remove(message)
        self._journal.show(
            Shown(
                self._clock.now(),
                "deleted",
                channel.id,
                message.ts,
                message.user,
                "",
                self._readers(channel, message),
            )
        )
        if message.reader is None:
            event = self._hidden(channel, "message_deleted") | {
                "deleted_ts": message.ts,
                "previous_message": previous,
            }
            self._tell(channel, event, by)

    def show(self, channel: Channel, message: Message, kind: Kind) -> None:
        """Put a message on the screens of those who may read it now."""
        names = names_of(self._directory.users.values())
        line = Shown(
            self._clock.now(),
            kind,
            channel.id,
            message.ts,
            message.user,
            message_text(message, names),
            self._readers(channel, message),
            message.thread_ts,
            tuple(live_mentions([message.text, message.blocks, message.attachments])),
        )
        self._journal.show(line)

    def json(self, message: Message) -> Json:
        """A `message` object as the API and events give it."""
        told: Json = {
            "type": "message",
            **({} if message.subtype == "bot_message" else {"user": message.user}),
            "ts": message.ts,
            "text": message.text,
            "team": message.team,
        }
        optional = ("subtype", "client_msg_id", "thread_ts", "edited", "metadata", "username")
        told |= {name: value for name in optional if (value := getattr(message, name))}
        for name in ("blocks", "attachments", "files"):
            if value := getattr(message, name):
                told[name] = copy.deepcopy(value)
        if message.reactions:
            told["reactions"] = [
                {"name": name, "users": users, "count": len(users)}
                for name, users in message.reactions.items()
            ]
        if message.bot_id:
            told["bot_id"] = message.bot_id
        if message.app_id:
            told |= {"app_id": message.app_id, "bot_profile": self._bot_profile(message)}
        return told | self._thread_facts(message)

    def message_event(self, channel: Channel, message: Message) -> Json:
        """The `message` event of a new message."""
        event = self.json(message) | {"channel": channel.id, "channel_type": channel.channel_type}
        event["event_ts"] = message.ts
        return event | self._foreign(channel, message)

    def _made(self, channel: Channel, author: User, text: str, **more: Any) -> Message:
        blocks = fill_names(more.pop("blocks", None) or [])
        message = Message(
            self._clock.timestamp(), channel.id, author.id, text, author.team_id, blocks=blocks, **more
        )
        if author.bot_id:
            message.bot_id, message.app_id = author.bot_id, author.app_id
        return message

    def _tell(self, channel: Channel, event: Json, author: User) -> None:
        self._events.in_channel(channel, event, SUBSCRIPTIONS[channel.kind], author_team=author.team_id)

    def _tell_changed(self, channel: Channel, message: Message, previous: Json, by: User) -> None:
        event = self._hidden(channel, "message_changed") | {
            "message": self.json(message),
            "previous_message": previous,
        }
        self._tell(channel, event, by)

    def _tell_mentioned(self, channel: Channel, message: Message, author: User) -> None:
        """A mention is told beside the message, with an `event_id` of its own; direct messages have none."""
        if channel.kind == "im":
            return
        for user_id in dict.fromkeys(_MENTIONED.findall(message.text)):
            mentioned = self._directory.users.get(user_id)
            if mentioned and mentioned.app_id:
                event = self.message_event(channel, message) | {"type": "app_mention"}
                event.pop("channel_type")
                self._events.in_channel(
                    channel, event, "app_mention", author_team=author.team_id, app_id=mentioned.app_id
                )

    def _tell_links(self, channel: Channel, message: Message) -> None:
        for installation in self._credentials.active(channel.teams):
            domains = installation.app.manifest.get("features", {}).get("unfurl_domains", [])
            links = [
                {"domain": domain, "url": url}
                for url in dict.fromkeys(_LINK.findall(message.text))
                for domain in domains
                if is_within(urlsplit(url).hostname or "", domain)
            ]
            if links:
                self._events.to(
                    installation,
                    self._link_event(channel, message, links, installation),
                    "link_shared",
                    channel,
                )

    def _link_event(
        self, channel: Channel, message: Message, links: list[Json], installation: Installation
    ) -> Json:
        return {
            "type": "link_shared",
            "user": message.user,
            "channel": channel.id,
            "message_ts": message.ts,
            "links": links,
            "source": "conversations_history",
            "unfurl_id": f"{channel.id}-{message.ts}",
            "is_bot_user_member": installation.bot_user in channel.members,
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        }

    def _hidden(self, channel: Channel, subtype: str) -> Json:
        return {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.channel_type,
            "ts": self._clock.timestamp(),
        }

    def _foreign(self, channel: Channel, message: Message) -> Json:
        """What an event says of an author from another workspace."""
        if message.team == channel.team_id:
            return {}
        return {"user_team": message.team, "source_team": message.team}

    def _thread_facts(self, message: Message) -> Json:
        channel = self._directory.channels[message.channel]
        answers = [m for m in channel.messages if m.thread_ts == message.ts and m is not message]
        if not answers or message.reader:
            return {}
        return {
            "thread_ts": message.ts,
            "reply_count": len(answers),
            "reply_users": list(dict.fromkeys(m.user for m in answers)),
            "reply_users_count": len({m.user for m in answers}),
            "latest_reply": answers[-1].ts,
        }

    def _bot_profile(self, message: Message) -> Json:
        app = self._credentials.apps[str(message.app_id)]
        return {
            "id": message.bot_id,
            "app_id": app.id,
            "user_id": message.user,
            "name": app.name,
            "deleted": False,
            "updated": int(self._clock.now()),
            "team_id": message.team,
            "icons": {},
        }

    def _readers(self, channel: Channel, message: Message) -> frozenset[str]:
        return frozenset({message.reader}) if message.reader else self._directory.readers(channel)


def fill_names(blocks: list[Json]) -> list[Json]:
    """A copy of the blocks in which each block and each interactive element has a name, as Slack gives them.

    The `block_id` of a `markdown` block is not kept.
    """
    filled = copy.deepcopy(blocks)
    for block in filled:
        if block.get("type") == "markdown":
            block.pop("block_id", None)
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for j, element in enumerate(elements_of(block)):
            if element.get("type") not in ("image", "mrkdwn", "plain_text"):
                element.setdefault("action_id", f"a{j}")
    return filled


def elements_of(block: Json) -> list[Json]:
    """The elements of a block that a person could use."""
    if block.get("type") in ("actions", "context_actions"):
        return list(block.get("elements") or [])
    nested = block.get("elements") or block.get("child_blocks") or []
    if block.get("type") in ("carousel", "container"):
        return [element for inner in nested for element in elements_of(inner)]
    if block.get("type") == "card":
        return list(block.get("actions") or [])
    return [block[key] for key in ("accessory", "element") if block.get(key)]


def is_within(host: str, domain: str) -> bool:
    """Whether a host is of a domain."""
    return host == domain or host.endswith("." + domain)
