"""Showing something to one person alone, wherever they are: in answer to their gesture, in the channel, or by direct message."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.webhook import WebhookClient

from bot.calls import Calls
from bot.content import Content, Form
from bot.errors import Refused, Uncertain
from bot.store.jobs import Task

_TIMEOUT_SECONDS = 10
_log = logging.getLogger(__name__)


def show_privately(
    calls: Calls, task: Task, content: Content, *, response_url: str = "", thread: str = ""
) -> None:
    """Show it so that nobody else sees it, once; never in public because private did not work.

    Raises SlackFailure where it can be shown in no way.
    """
    for form in content.forms():
        message = _message(content, form)
        if response_url and _responded(response_url, message):
            return
        try:
            if _shown_in_channel(calls, task, message, thread):
                return
            calls.call("chat.postMessage", channel=task.user, **message)
            return
        except Refused as refused:
            if refused.is_of_form:
                continue
            raise


def _message(content: Content, form: Form) -> dict[str, Any]:
    if form.blocks:
        return {"text": content.summary or form.first_part, "blocks": list(form.blocks)}
    return {"text": form.first_part or content.summary}


def _responded(response_url: str, message: dict[str, Any]) -> bool:
    """Answer the gesture itself: works in every channel, for half an hour."""
    client = WebhookClient(response_url, timeout=_TIMEOUT_SECONDS, retry_handlers=[], logger=_quiet)
    try:
        answer = client.send_dict({"response_type": "ephemeral", "replace_original": False, **message})
    except (OSError, ValueError) as error:  # the address is a secret: only the kind of the failure is told
        _log.info("a gesture could not be answered: %s", type(error).__name__)
        return False
    if answer.status_code != 200:
        _log.info("a gesture could not be answered: HTTP %s", answer.status_code)
    return answer.status_code == 200


def _shown_in_channel(calls: Calls, task: Task, message: dict[str, Any], thread: str) -> bool:
    """As a message that one person sees; in direct messages an ordinary one is that already.

    Slack shows none in a thread that nobody has replied in: below a message that begins one it stands in the channel.
    """
    begun = thread if thread != task.message else ""
    if task.channel.startswith("D"):
        calls.call("chat.postMessage", channel=task.channel, thread_ts=thread or None, **message)
        return True
    try:
        calls.call(
            "chat.postEphemeral", channel=task.channel, user=task.user, thread_ts=begun or None, **message
        )
    except Refused as refused:
        if refused.is_of_form:
            raise
        return False
    except Uncertain:
        return True  # it may have been seen; twice would be worse than once
    return True


_quiet = logging.getLogger(f"{__name__}.sdk")
_quiet.setLevel(logging.CRITICAL)
