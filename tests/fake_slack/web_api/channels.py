"""conversations.*"""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.limits import UNLISTED_PAGE
from tests.fake_slack.model import Channel, Json, Message
from tests.fake_slack.web_api.call import Call
from tests.fake_slack.web_api.registry import method

_FAMILY = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
_READ = "channels:read groups:read im:read mpim:read"
MOST_IN_A_GROUP = 8
_HISTORY = "channels:history groups:history im:history mpim:history"


@method(
    "conversations.info",
    tier=3,
    scopes=_READ,
    errors="channel_not_found method_not_supported_for_channel_type",
)
def info(call: Call) -> Json:
    """One channel."""
    channel = call.channel()
    call.needs(f"{_FAMILY[channel.kind]}:read")
    told = call.slack.directory.channel_json(channel, seen_by=call.bot.id)
    if call.flag("include_num_members"):
        told["num_members"] = len(channel.members)
    return {"channel": told}


@method(
    "conversations.members",
    tier=4,
    scopes=_READ,
    errors="channel_not_found fetch_members_failed invalid_cursor invalid_limit",
)
def members(call: Call) -> Json:
    """Who is in a channel, page by page."""
    channel = call.channel()
    call.needs(f"{_FAMILY[channel.kind]}:read")
    page, metadata = call.page(channel.members)
    return {"members": page, "response_metadata": metadata}


@method(
    "conversations.list",
    tier=2,
    scopes=_READ,
    errors="invalid_cursor invalid_limit invalid_types team_not_found",
)
def listing(call: Call) -> Json:
    """The channels that the bot may know of, page by page."""
    page, metadata = call.page(_listed(call))
    seen_by = call.bot.id
    channels = [call.slack.directory.channel_json(channel, seen_by=seen_by) for channel in page]
    return {"channels": channels, "response_metadata": metadata}


@method(
    "users.conversations",
    tier=3,
    scopes=_READ,
    errors="invalid_cursor invalid_limit invalid_types user_not_found",
)
def of_user(call: Call) -> Json:
    """The channels that a person and the bot are in (the bot's own without `user`), page by page."""
    wanted = {call.bot.id, call.user().id if call.text("user") else call.bot.id}
    page, metadata = call.page([c for c in _listed(call) if wanted <= set(c.members)])
    channels = [call.slack.directory.channel_json(channel, seen_by=call.bot.id) for channel in page]
    return {"channels": channels, "response_metadata": metadata}


@method(
    "conversations.open",
    tier=3,
    scopes="im:write mpim:write",
    errors="channel_not_found user_not_found user_not_visible user_disabled users_list_not_supplied not_enough_users"
    " too_many_users invalid_user_combination restricted_action method_not_supported_for_channel_type"
    " app_cannot_join_channel",
)
def opening(call: Call) -> Json:
    """Direct messages with one person or several."""
    channel = call.channel() if call.text("channel") else _opened(call)
    if call.flag("return_im"):
        return {"channel": call.slack.directory.channel_json(channel, seen_by=call.bot.id)}
    return {"channel": {"id": channel.id}}


def _opened(call: Call) -> Channel:
    ids = [u for u in str(call.arguments.get("users") or "").replace(" ", "").split(",") if u]
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > MOST_IN_A_GROUP:
        raise SlackError("too_many_users")
    call.needs("im:write" if len(ids) == 1 else "mpim:write")
    for user_id in ids:
        _check_writable_to(call, user_id)
    directory = call.slack.directory
    return directory.direct(call.bot.id, ids[0]) if len(ids) == 1 else directory.group([call.bot.id, *ids])


def _check_writable_to(call: Call, user_id: str) -> None:
    user = call.slack.directory.users.get(user_id)
    if user is None or user.bot_id:
        raise SlackError("user_not_found")
    if user.team_id != call.team_id and not _meets(call, user_id):
        raise SlackError("user_not_visible")
    if user.deleted:
        raise SlackError("user_disabled")


@method(
    "conversations.history",
    tier=3,
    scopes=_HISTORY,
    errors="channel_not_found not_in_channel invalid_cursor invalid_ts_latest invalid_ts_oldest",
)
def history(call: Call) -> Json:
    """The messages of a channel that are no answers in a thread, newest first."""
    channel = _readable(call)
    shown = [m for m in channel.messages if m.thread_ts in (None, m.ts) or m.is_broadcast]
    return _messages(call, list(reversed(_between(call, shown))))


@method(
    "conversations.replies",
    tier=3,
    scopes=_HISTORY,
    errors="channel_not_found not_in_channel thread_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest",
)
def replies(call: Call) -> Json:
    """A thread, oldest first."""
    channel = _readable(call)
    thread = channel.thread(call.required("ts"))
    if not thread:
        raise SlackError("thread_not_found")
    return _messages(call, _between(call, thread))


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.needs(f"{_FAMILY[channel.kind]}:history")
    if call.bot.id not in channel.members and channel.kind != "public":
        raise SlackError("not_in_channel")
    return channel


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    inclusive = call.flag("inclusive")
    if inclusive:
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def _messages(call: Call, messages: list[Message]) -> Json:
    most = UNLISTED_PAGE if call.installation.app.distribution == "unlisted" else 1000
    page, metadata = call.page(messages, default=100, most=most)
    has_more = bool(metadata["next_cursor"])
    told = {"messages": [call.slack.conversations.json(m) for m in page], "has_more": has_more}
    return told | ({"response_metadata": metadata} if has_more else {})


def _listed(call: Call) -> list[Channel]:
    wanted = (call.text("types") or "public_channel").replace(" ", "").split(",")
    names = {"public": "public_channel", "private": "private_channel", "im": "im", "mpim": "mpim"}
    if not set(wanted) <= set(names.values()):
        raise SlackError("invalid_types")
    without_archived = call.flag("exclude_archived")
    return [
        channel
        for channel in call.slack.directory.channels.values()
        if names[channel.kind] in wanted
        and call.has(f"{_FAMILY[channel.kind]}:read")
        and call.knows(channel)
        and not (channel.is_archived and without_archived)
    ]


def _meets(call: Call, user_id: str) -> bool:
    return any(
        user_id in c.members and call.bot.id in c.members for c in call.slack.directory.channels.values()
    )
