"""reactions.*"""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Channel, Json, Message
from tests.fake_slack.web_api.call import Call
from tests.fake_slack.web_api.registry import method


@method(
    "reactions.add",
    tier=3,
    scopes="reactions:write",
    errors="already_reacted bad_timestamp channel_not_found invalid_name is_archived message_not_found"
    " no_item_specified thread_locked too_many_emoji too_many_reactions",
)
def add(call: Call) -> Json:
    """React to a message."""
    channel, message = _item(call)
    users = message.reactions.setdefault(call.required("name").strip(":"), [])
    if call.bot.id in users:
        raise SlackError("already_reacted")
    users.append(call.bot.id)
    _tell(call, channel, message, "reaction_added")
    return {}


@method(
    "reactions.remove",
    tier=2,
    scopes="reactions:write",
    errors="no_reaction bad_timestamp channel_not_found invalid_name is_archived message_not_found no_item_specified",
)
def remove(call: Call) -> Json:
    """Take a reaction back."""
    channel, message = _item(call)
    name = call.required("name").strip(":")
    if call.bot.id not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    message.reactions[name].remove(call.bot.id)
    if not message.reactions[name]:
        del message.reactions[name]
    _tell(call, channel, message, "reaction_removed")
    return {}


def _item(call: Call) -> tuple[Channel, Message]:
    channel = call.channel()
    message = channel.message(call.required("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel, message


def _tell(call: Call, channel: Channel, message: Message, kind: str) -> None:
    event: Json = {
        "type": kind,
        "user": call.bot.id,
        "reaction": call.required("name").strip(":"),
        "item_user": message.user,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
    }
    call.slack.events.in_channel(channel, event, kind)
    call.slack.changed()
