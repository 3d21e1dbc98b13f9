"""Answers to a gesture: in the conversation, to the one who made it or to all, or in place of what it was made on."""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Channel, Json, Message, User
from tests.fake_slack.slack import Slack
from tests.fake_slack.triggers import ResponseAddress
from tests.fake_slack.web_api.messages import check_content


def respond(slack: Slack, path: str, body: Json) -> None:
    """Do what was posted to a response address.

    Raises SlackError `invalid_url`, `used_url`, `expired_url`, `invalid_blocks`, `no_text`, `message_not_found`.
    """
    with slack.lock:
        address = slack.triggers.use_address(path)
        installation = slack.credentials.installation(address.app_id, address.team_id)
        if installation is None or not installation.is_active:
            raise SlackError("invalid_url")
        channel = slack.directory.channels[address.channel]
        bot = slack.directory.users[installation.bot_user]
        if body.get("delete_original"):
            slack.conversations.delete(channel, _original(channel, address.message), bot)
            return
        blocks = body.get("blocks") or []
        check_content(blocks, body.get("attachments") or [])
        if not str(body.get("text") or "").strip() and not blocks:
            raise SlackError("no_text")
        _write(slack, address, channel, bot, body)


def _write(slack: Slack, address: ResponseAddress, channel: Channel, bot: User, body: Json) -> None:
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    if body.get("replace_original"):
        original = _original(channel, address.message)
        slack.conversations.change(channel, original, by=bot, text=text, blocks=blocks)
        return
    thread_ts = body.get("thread_ts") or address.thread_ts
    more: Json = {"blocks": blocks, "attachments": body.get("attachments") or [], "thread_ts": thread_ts}
    if body.get("response_type") == "in_channel":
        slack.conversations.post(channel, bot, text, **more)
    else:
        slack.conversations.post_ephemeral(channel, bot, text, address.user, **more)


def _original(channel: Channel, message: Message | None) -> Message:
    if message is None or message not in (*channel.messages, *channel.ephemerals):
        raise SlackError("message_not_found")
    return message
