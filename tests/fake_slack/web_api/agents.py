"""assistant.threads.* and agents.sessions.*"""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.events import is_subscribed
from tests.fake_slack.model import Channel, Json
from tests.fake_slack.sessions import STATUSES
from tests.fake_slack.web_api.call import Call, invalid_arguments
from tests.fake_slack.web_api.registry import method

MOST_PROMPTS = 4
MOST_LOADING_MESSAGES = 10
TITLE_LENGTH = 200
_SESSION_ERRORS = "channel_not_found user_not_found not_authorized thread_ts_required feature_disabled"


@method(
    "assistant.threads.setStatus",
    tier=None,
    scopes="assistant:write chat:write",
    errors="channel_not_found invalid_thread_ts message_not_found not_in_channel",
)
def set_status(call: Call) -> Json:
    """The line that tells what the app is doing; empty takes it away."""
    channel, thread_ts = _thread(call)
    loading = call.data("loading_messages") or []
    if len(loading) > MOST_LOADING_MESSAGES:
        raise invalid_arguments(f"no more than {MOST_LOADING_MESSAGES} items allowed: loading_messages")
    text = str(call.arguments.get("status") or "")
    call.slack.sessions.say(channel, thread_ts, call.app_id, text, [str(m) for m in loading])
    return {}


@method(
    "assistant.threads.setTitle",
    tier=4,
    scopes="assistant:write",
    errors="channel_not_found invalid_thread_ts message_not_found",
)
def set_title(call: Call) -> Json:
    """The title of a thread."""
    channel, thread_ts = _thread(call)
    call.slack.sessions.titles[channel.id, thread_ts] = call.required("title")
    call.slack.changed()
    return {}


@method(
    "assistant.threads.setSuggestedPrompts",
    tier=4,
    scopes="assistant:write",
    errors="channel_not_found invalid_thread_ts message_not_found too_many_prompts",
)
def set_suggested_prompts(call: Call) -> Json:
    """Prompts to choose from, in the Messages tab or, with `thread_ts`, in a thread."""
    channel = call.channel("channel_id")
    if call.text("thread_ts"):
        _thread(call)
    prompts = call.objects("prompts")
    if not prompts or any(not p.get("title") or not p.get("message") for p in prompts):
        raise invalid_arguments("each prompt needs a title and a message")
    if len(prompts) > MOST_PROMPTS:
        raise invalid_arguments(f"no more than {MOST_PROMPTS} items allowed: prompts")
    call.slack.sessions.suggest(channel, call.app_id, prompts, call.text("title"))
    return {}


@method(
    "agents.sessions.setStatus",
    tier=3,
    scopes="chat:write",
    errors=f"{_SESSION_ERRORS} invalid_status thread_ts_not_allowed",
)
def session_status(call: Call) -> Json:
    """Move a session to a status; the stop button is there while it is `processing`."""
    channel, thread_ts = _session_thread(call)
    status = call.text("status")
    if status not in STATUSES:
        raise SlackError("invalid_status")
    title, initiator = call.text("title"), call.text("initiator_user_id")
    if title and len(title) > TITLE_LENGTH:
        raise invalid_arguments(f"must be less than {TITLE_LENGTH + 1} characters: title")
    if initiator and initiator not in channel.members:
        raise SlackError("user_not_found")
    session = call.slack.sessions.set(channel, thread_ts, call.app_id, status, title, initiator)
    answer: Json = {"status": session.status, "agent_status": session.status}
    if session.title:
        answer["title"] = session.title
    if not is_subscribed(call.installation, "agent_session_stopped"):
        answer["warning"] = "missing_agent_session_stopped_event_subscription"
    return answer


@method(
    "agents.sessions.rename",
    tier=3,
    scopes="chat:write",
    errors=f"{_SESSION_ERRORS} session_not_found thread_ts_not_allowed invalid_name name_taken is_archived",
)
def rename(call: Call) -> Json:
    """Another title for a session."""
    channel, thread_ts = _session_thread(call)
    title = call.required("title")
    session = call.slack.sessions.get(channel, thread_ts, call.app_id)
    if session is None:
        raise SlackError("session_not_found")
    if len(title) > TITLE_LENGTH:
        raise invalid_arguments(f"must be less than {TITLE_LENGTH + 1} characters: title")
    session.title = title
    call.slack.changed()
    return {"title": title}


def _thread(call: Call) -> tuple[Channel, str]:
    channel, thread_ts = call.channel("channel_id"), call.required("thread_ts")
    if channel.message(thread_ts) is None:
        raise SlackError("invalid_thread_ts")
    return channel, thread_ts


def _session_thread(call: Call) -> tuple[Channel, str]:
    if not call.installation.app.is_agent:
        raise SlackError("not_authorized")
    channel = call.channel("channel_id")
    if call.bot.id not in channel.members:
        raise SlackError("not_authorized")
    thread_ts = call.text("thread_ts")
    if thread_ts is None:
        raise SlackError("thread_ts_required")
    return channel, thread_ts
