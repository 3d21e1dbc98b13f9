"""The table behind a computed answer, as a file that a spreadsheet opens."""

from __future__ import annotations

import logging
from typing import Any

import httpx

from bot.calls import Calls
from bot.duties.notices import tell
from bot.errors import Refused, SlackFailure, Uncertain
from bot.parts import Parts
from bot.store.answers import Given
from bot.store.jobs import Job
from corpus.access import Caller
from corpus.text import mark, translate
from retrieval.answering.tables import csv_of, table_of

_NAME = "passerelle.csv"
_HERE = mark("Voici le tableau demandé.")
_SECONDS = 20.0
_log = logging.getLogger(__name__)


def send_table(job: Job, given: Given, parts: Parts, *, shared: bool) -> None:
    """Put the file where the answer stands, as what its readers may read; else say that it did not work."""
    calls = parts.clients.of(job.team)
    in_channel = not given.asked.private and not given.channel.startswith("D")
    audience = (
        parts.audiences.channel(job.team, job.channel, shared=shared)
        if in_channel
        else parts.audiences.alone(job.team, job.user)
    )
    try:
        channel, thread = _place(calls, job, given)
        file = _uploaded(calls, _table(given, audience.caller, parts))
        arguments: dict[str, Any] = {
            "files": [{"id": file, "title": _NAME}],
            "channel_id": channel,
            "thread_ts": thread or None,
        }
        calls.call("files.completeUploadExternal", **arguments)
    except Uncertain:
        return  # it may be there; twice would be worse than once
    except SlackFailure as failure:
        _log.warning("a table was not sent: %s", failure)
        tell("no_table", job, parts, thread=given.thread)


def _place(calls: Calls, job: Job, given: Given) -> tuple[str, str]:
    """Where the answer stands; for one that only one person sees, direct messages with them."""
    if not given.asked.private or given.channel.startswith("D"):
        return given.channel, given.thread
    told = calls.call("chat.postMessage", channel=job.user, text=translate(given.asked.language, _HERE))
    return str(told["channel"]), ""


def _table(given: Given, caller: Caller, parts: Parts) -> bytes:
    knowledge, asked = parts.knowledge, given.asked
    documents = knowledge.catalogue.documents(asked.document_ids, caller)
    rows = table_of(asked.figures, documents, knowledge.links, asked.language) if asked.figures else iter(())
    return "".join(csv_of(rows)).encode()


def _uploaded(calls: Calls, content: bytes) -> str:
    """The id of the file, whose content Slack has."""
    told = calls.call("files.getUploadURLExternal", filename=_NAME, length=len(content))
    try:
        answer = httpx.post(str(told["upload_url"]), content=content, timeout=_SECONDS)
    except httpx.HTTPError as error:
        raise Uncertain("upload", type(error).__name__) from error
    if answer.status_code != 200:
        raise Refused("upload", f"http_{answer.status_code}")
    return str(told["file_id"])
