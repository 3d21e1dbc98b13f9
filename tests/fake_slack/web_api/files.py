"""files.getUploadURLExternal, files.completeUploadExternal, files.info."""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Json
from tests.fake_slack.web_api.call import Call, invalid_arguments
from tests.fake_slack.web_api.messages import writable
from tests.fake_slack.web_api.registry import method


@method(
    "files.getUploadURLExternal",
    tier=4,
    scopes="files:write",
    errors="file_upload_size_restricted unknown_snippet_type",
)
def get_upload_url(call: Call) -> Json:
    """An address for the bytes of one file."""
    length = call.number("length", 0)
    if length < 1:
        raise invalid_arguments("length must be positive")
    file = call.slack.files.reserve(call.required("filename"), length, call.bot.id, call.app_id)
    return {"upload_url": f"{call.slack.base_url}/upload/v1/{file.secret}", "file_id": file.id}


@method(
    "files.completeUploadExternal",
    tier=4,
    scopes="files:write",
    errors="file_not_found channel_not_found not_in_channel is_archived invalid_channel thread_not_found",
)
def complete_upload(call: Call) -> Json:
    """Share uploaded files, in a channel or thread where one is named."""
    wanted = call.objects("files")
    channel = writable(call, "channel_id") if call.text("channel_id") else None
    done = [call.slack.files.complete(str(f.get("id")), f.get("title"), call.app_id) for f in wanted]
    told = [call.slack.files.json(file) for file in done]
    if channel:
        comment, thread_ts = call.text("initial_comment") or "", call.text("thread_ts")
        call.slack.conversations.post(
            channel, call.bot, comment, subtype="file_share", files=told, thread_ts=thread_ts, unfurls=False
        )
    return {"files": told}


@method("files.info", tier=4, scopes="files:read", errors="file_not_found file_deleted")
def info(call: Call) -> Json:
    """One file."""
    file = call.slack.files.all.get(call.required("file"))
    if file is None or file.app_id != call.app_id:
        raise SlackError("file_not_found")
    return {"file": call.slack.files.json(file)}
