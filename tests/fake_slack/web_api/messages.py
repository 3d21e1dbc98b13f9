"""chat.*, but for streams."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.block_kit import check_blocks, length_problem
from bot.block_kit.blocks import MARKDOWN_LENGTH
from tests.fake_slack.conversations import is_within
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Channel, Json, Message
from tests.fake_slack.web_api.call import Call
from tests.fake_slack.web_api.registry import method

POSTING_ERRORS = (
    "channel_not_found not_in_channel is_archived no_text msg_too_long msg_blocks_too_long invalid_blocks"
    " invalid_blocks_format invalid_metadata_format invalid_metadata_schema metadata_too_large markdown_text_conflict"
    " message_limit_exceeded messages_tab_disabled rate_limited restricted_action restricted_action_read_only_channel"
    " restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked"
    " thread_not_found too_many_attachments cannot_reply_to_message messaging_processing_failed team_not_found"
)
TEXT_LENGTH = 40_000
UPDATE_LENGTH = 4_000
METADATA_LENGTH = 8_000


@method("chat.postMessage", tier=None, scopes="chat:write", errors=POSTING_ERRORS)
def post_message(call: Call) -> Json:
    """A message in a channel, a thread or direct messages (a user id as `channel` opens them)."""
    channel = writable(call)
    content, warnings = _content(call)
    thread_ts = _thread(call, channel)
    wait = call.slack.limits.wait_for_post(call.app_id, channel.id)
    if wait is not None:
        raise SlackError("rate_limited", retry_after=wait)
    message = call.slack.conversations.post(
        channel,
        call.bot,
        content.pop("text"),
        thread_ts=thread_ts,
        is_broadcast=call.flag("reply_broadcast"),
        unfurls=call.flag("unfurl_links"),
        **content,
    )
    call.slack.sessions.answered(message)
    told = {"channel": channel.id, "ts": message.ts, "message": call.slack.conversations.json(message)}
    return told | ({"response_metadata": {"warnings": warnings}} if warnings else {})


@method("chat.postEphemeral", tier=4, scopes="chat:write", errors=f"{POSTING_ERRORS} user_not_in_channel")
def post_ephemeral(call: Call) -> Json:
    """A message that only one member of the channel sees."""
    channel = writable(call)
    user = call.required("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content, _ = _content(call)
    message = call.slack.conversations.post_ephemeral(
        channel, call.bot, content.pop("text"), user, thread_ts=_thread(call, channel), **content
    )
    return {"message_ts": message.ts}


@method(
    "chat.update",
    tier=3,
    scopes="chat:write",
    errors=f"{POSTING_ERRORS} message_not_found cant_update_message edit_window_closed streaming_state_conflict",
)
def update(call: Call) -> Json:
    """Other content for a message of the app's own."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    if call.slack.streams.is_streaming(channel.id, message.ts):
        raise SlackError("streaming_state_conflict")
    if len(str(call.arguments.get("text") or "")) > UPDATE_LENGTH:
        raise SlackError("msg_too_long")
    content, _ = _content(call, kept=message)
    changed = call.slack.conversations.change(channel, message, by=call.bot, **content)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": call.slack.conversations.json(changed),
    }


@method(
    "chat.delete",
    tier=3,
    scopes="chat:write",
    errors="channel_not_found message_not_found cant_delete_message",
)
def delete(call: Call) -> Json:
    """Take back a message of the app's own."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    call.slack.conversations.delete(channel, message, call.bot)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", tier=None, errors="channel_not_found message_not_found")
def get_permalink(call: Call) -> Json:
    """The address of a message."""
    channel = call.channel()
    message = channel.message(call.required("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    domain = call.slack.directory.workspaces[call.team_id].domain
    path = f"archives/{channel.id}/p{message.ts.replace('.', '')}"
    query = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": f"https://{domain}.slack.test/{path}{query}"}


@method(
    "chat.scheduleMessage",
    tier=3,
    scopes="chat:write",
    errors=f"{POSTING_ERRORS} time_in_past time_too_far invalid_time restricted_too_many",
)
def schedule_message(call: Call) -> Json:
    """A message for later; it is posted when the server's clock has come there and somebody looks."""
    channel = writable(call)
    post_at, now = call.number("post_at", 0), call.slack.clock.now()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + 120 * 86_400:
        raise SlackError("time_too_far")
    content, _ = _content(call)
    bot, thread_ts = call.bot, _thread(call, channel)
    scheduled_id = call.slack.directory.new_id("Q")
    text = content.pop("text")
    call.slack.scheduled.append(
        (post_at, lambda: call.slack.conversations.post(channel, bot, text, thread_ts=thread_ts, **content))
    )
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled_id,
        "post_at": post_at,
        "message": {"text": text},
    }


@method(
    "chat.unfurl",
    tier=3,
    scopes="links:write",
    errors="cannot_auth_user cannot_find_channel cannot_find_message cannot_find_service cannot_parse_attachment"
    " cannot_prompt cannot_unfurl_message cannot_unfurl_url error_processing_metadata invalid_metadata_format"
    " invalid_source invalid_unfurl_id invalid_unfurls_format missing_channel missing_source missing_ts"
    " missing_unfurl_id missing_unfurls",
)
def unfurl(call: Call) -> Json:
    """Cards under the links of a message."""
    channel, message = _unfurled(call)
    unfurls, metadata = (
        call.data("unfurls", "invalid_unfurls_format"),
        call.data("metadata", "invalid_metadata_format"),
    )
    cards = [_card(call, message, url, card) for url, card in (unfurls or {}).items()]
    cards += [_entity(call, message, entity) for entity in (metadata or {}).get("entities", [])]
    if not cards:
        raise SlackError("missing_unfurls")
    author = call.slack.directory.users[message.user]
    attachments = [*message.attachments, *cards]
    call.slack.conversations.change(channel, message, by=author, edited=False, attachments=attachments)
    return {}


def writable(call: Call, name: str = "channel") -> Channel:
    """The channel of an argument, if the bot may write there now.

    Raises SlackError `channel_not_found`, `not_in_channel`, `is_archived`, `restricted_action_read_only_channel`,
    `messages_tab_disabled`.
    """
    wanted = call.required(name)
    user = call.slack.directory.users.get(wanted)
    if user and (user.team_id != call.team_id or user.deleted or user.bot_id):
        raise SlackError("channel_not_found")
    channel = call.slack.directory.direct(call.bot.id, user.id) if user else call.channel(name)
    may_write_anywhere = channel.kind == "public" and call.has("chat:write.public")
    if call.bot.id not in channel.members and not may_write_anywhere:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_read_only:
        raise SlackError("restricted_action_read_only_channel")
    app_home = call.installation.app.manifest.get("features", {}).get("app_home", {})
    if channel.kind == "im" and app_home.get("messages_tab_enabled") is False:
        raise SlackError("messages_tab_disabled")
    return channel


def metadata_of(call: Call) -> Json | None:
    """The `metadata` of a message; raises SlackError where it is not of its form."""
    metadata = call.data("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not metadata.get("event_type"):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > METADATA_LENGTH:
        raise SlackError("metadata_too_large")
    return metadata


def _content(call: Call, kept: Message | None = None) -> tuple[Json, list[str]]:
    """Text, blocks, attachments and metadata of a call, checked; and warnings. `kept` gives what a change leaves out."""
    text, markdown = str(call.arguments.get("text") or ""), call.text("markdown_text")
    blocks = call.objects("blocks", "invalid_blocks_format")
    attachments = call.objects("attachments", "invalid_blocks_format")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if markdown:
        if len(markdown) > MARKDOWN_LENGTH:
            raise SlackError("msg_too_long")
        blocks, text = [{"type": "markdown", "text": markdown}], markdown
    check_content(blocks, attachments)
    if not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    warnings = ["message_truncated"] if len(text) > TEXT_LENGTH else []
    content: Json = {"text": text[:TEXT_LENGTH], "blocks": blocks, "metadata": metadata_of(call)}
    if kept is None or "attachments" in call.arguments:
        content["attachments"] = attachments
    if kept is not None:
        content["metadata"] = content["metadata"] or kept.metadata
    return content, warnings


def check_content(blocks: list[Json], attachments: list[Json]) -> None:
    """Raise the SlackError that Slack answers such blocks and attachments with, if any."""
    if len(attachments) > 100:
        raise SlackError("too_many_attachments")
    for place in [blocks, *(a.get("blocks") or [] for a in attachments)]:
        if problems := check_blocks(place):
            messages = [problem.as_slack_message() for problem in problems]
            raise SlackError("invalid_blocks", response_metadata={"messages": messages}, errors=messages)
        if error := length_problem(place):
            raise SlackError(error)


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.text("thread_ts")
    if thread_ts is None:
        return None
    root = channel.message(thread_ts)
    if root is None:
        raise SlackError("thread_not_found")
    return root.root


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = channel.message(call.required("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.app_id != call.app_id or message.team != call.team_id:
        raise SlackError(error)
    return message


def _unfurled(call: Call) -> tuple[Channel, Message]:
    """The message that is named by `unfurl_id` and `source`, or by `channel` and `ts`."""
    channel_id, ts = call.text("channel"), call.text("ts")
    if unfurl_id := call.text("unfurl_id"):
        if call.text("source") not in ("composer", "conversations_history"):
            raise SlackError("invalid_source" if call.text("source") else "missing_source")
        channel_id, _, ts = unfurl_id.partition("-")
    elif not channel_id or not ts:
        raise SlackError("missing_ts" if channel_id else "missing_channel")
    channel = call.slack.directory.channels.get(channel_id)
    if channel is None or call.team_id not in channel.teams:
        raise SlackError("cannot_find_channel")
    message = channel.message(ts)
    if message is None:
        raise SlackError("cannot_find_message")
    return channel, message


def _card(call: Call, message: Message, url: str, card: Any) -> Json:
    _check_unfurlable(call, message, url)
    if not isinstance(card, dict):
        raise SlackError("invalid_unfurls_format")
    try:
        check_content(card.get("blocks") or [], [])
    except SlackError as error:
        raise SlackError("cannot_parse_attachment", **error.details) from error
    return {"from_url": url, **card}


def _entity(call: Call, message: Message, entity: Any) -> Json:
    needed = {"app_unfurl_url", "entity_type", "entity_payload"}
    if not isinstance(entity, dict) or not needed <= entity.keys():
        raise SlackError("error_processing_metadata")
    url = str(entity["app_unfurl_url"])
    _check_unfurlable(call, message, url)
    attributes = entity["entity_payload"].get("attributes", {})
    title = attributes.get("title", {}).get("text", "") if isinstance(attributes, dict) else ""
    return {"from_url": url, "title": title, "entity": entity}


def _check_unfurlable(call: Call, message: Message, url: str) -> None:
    """Only links of the message, and only those of the app's own domains."""
    if url not in message.text and url.replace("&", "&amp;") not in message.text:
        raise SlackError("cannot_unfurl_message")
    domains = call.installation.app.manifest.get("features", {}).get("unfurl_domains", [])
    if not any(is_within(urlsplit(url).hostname or "", domain) for domain in domains):
        raise SlackError("cannot_unfurl_url")
