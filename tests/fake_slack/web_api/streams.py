"""chat.startStream, chat.appendStream, chat.stopStream."""

from __future__ import annotations

from bot.block_kit.blocks import MARKDOWN_LENGTH
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Channel, Json
from tests.fake_slack.sessions import STATUSES
from tests.fake_slack.web_api.call import Call, invalid_arguments
from tests.fake_slack.web_api.messages import POSTING_ERRORS, metadata_of, writable
from tests.fake_slack.web_api.registry import method

_STATE = (
    "message_not_found message_not_in_streaming_state message_not_owned_by_app stopped_by_user invalid_chunks"
)


@method(
    "chat.startStream",
    tier=2,
    scopes="chat:write",
    errors=f"{POSTING_ERRORS} missing_recipient_team_id missing_recipient_user_id user_not_found invalid_chunks"
    " channel_type_not_supported invalid_thread_ts",
)
def start(call: Call) -> Json:
    """A message that is going to be written, always an answer in a thread."""
    channel = writable(call)
    thread_ts = call.text("thread_ts")
    if thread_ts is None or channel.message(thread_ts) is None:
        raise SlackError("invalid_thread_ts")
    _check_recipient(call, channel)
    if call.text("task_display_mode") not in (None, "timeline", "plan"):
        raise invalid_arguments("task_display_mode must be timeline or plan")
    stream = call.slack.streams.start(channel, call.bot, call.app_id, thread_ts, _chunks(call))
    _begin_session(call, channel, thread_ts)
    return {"channel": channel.id, "ts": stream.ts}


@method("chat.appendStream", tier=4, scopes="chat:write", errors=f"{POSTING_ERRORS} {_STATE}")
def append(call: Call) -> Json:
    """More of it."""
    channel, ts = call.channel(), call.required("ts")
    chunks = _chunks(call)
    if not chunks:
        raise SlackError("no_text")
    call.slack.streams.append(channel, ts, call.installation, call.bot, chunks)
    return {"channel": channel.id, "ts": ts}


@method(
    "chat.stopStream", tier=2, scopes="chat:write", errors=f"{POSTING_ERRORS} {_STATE} invalid_session_status"
)
def stop(call: Call) -> Json:
    """The end of it, with blocks below and the session moved on."""
    channel, ts = call.channel(), call.required("ts")
    status = call.text("session_status") or "active"
    if status not in STATUSES:
        raise SlackError("invalid_session_status")
    blocks, metadata = call.objects("blocks", "invalid_blocks_format"), metadata_of(call)
    message = call.slack.streams.stop(
        channel, ts, call.installation, call.bot, _chunks(call), blocks, metadata
    )
    call.slack.sessions.answered(message)
    if call.slack.sessions.get(channel, message.root, call.app_id):
        call.slack.sessions.set(channel, message.root, call.app_id, status)
    return {"channel": channel.id, "ts": ts, "message": call.slack.conversations.json(message)}


def _check_recipient(call: Call, channel: Channel) -> None:
    """In a channel Slack wants to know for whom the text is written."""
    if channel.kind == "im":
        return
    if not call.text("recipient_team_id"):
        raise SlackError("missing_recipient_team_id")
    if not call.text("recipient_user_id"):
        raise SlackError("missing_recipient_user_id")
    if call.text("recipient_user_id") not in call.slack.directory.users:
        raise SlackError("user_not_found")


def _chunks(call: Call) -> list[Json]:
    text = call.text("markdown_text")
    if text and len(text) > MARKDOWN_LENGTH:
        raise SlackError("msg_too_long")
    given = call.objects("chunks", "invalid_chunks")
    return ([{"type": "markdown_text", "text": text}] if text else []) + given


def _begin_session(call: Call, channel: Channel, thread_ts: str) -> None:
    """An agent that streams is at work, whether it says so or not."""
    sessions = call.slack.sessions
    if call.installation.app.is_agent:
        known = sessions.get(channel, thread_ts, call.app_id)
        if known is None or known.status != "processing":
            sessions.set(channel, thread_ts, call.app_id, "processing")
