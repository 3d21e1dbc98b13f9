"""A question goes to people: shown to the coordinators, followed until one of them answers, and the asker is told."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from bot.calls import Calls
from bot.duties.notices import tell
from bot.errors import Refused, SlackFailure, Uncertain
from bot.parts import Parts
from bot.store.answers import Given
from bot.store.choices import Workspace
from bot.store.jobs import Job
from bot.store.requests import Request
from bot.tasks import Answered
from bot.views.notices import notice as sentence
from bot.views.requests import answer_message, request_message

PATIENCE_DAYS = 3  # before coordinators are reminded of a question
_log = logging.getLogger(__name__)


def hand_over(job: Job, given: Given, parts: Parts, response_url: str) -> None:
    """Show a question to the coordinators of the workspace, once; the one who asked is told."""
    workspace = parts.choices.workspace(job.team)
    if not workspace.coordinators:
        tell("no_coordinator", job, parts, thread=given.thread, response_url=response_url)
        return
    channel = job.user if given.asked.private else given.channel
    request = parts.requests.open(
        given.id, job.team, channel, given.thread, job.user, given.asked.question, given.asked.language
    )
    if request is None:
        tell("handed_over_already", job, parts, thread=given.thread, response_url=response_url)
        return
    told = _shown(parts.clients.of(job.team), workspace, request, parts)
    tell(
        "handed_over" if told else "no_coordinator",
        job,
        parts,
        thread=given.thread,
        response_url=response_url,
    )


def _shown(calls: Calls, workspace: Workspace, request: Request, parts: Parts) -> bool:
    """Whether the coordinators can read it."""
    address = "" if request.channel.startswith(("D", "U", "W")) else _address(calls, request)
    message = request_message(request, address, workspace.language)
    try:
        told = calls.call("chat.postMessage", channel=workspace.coordinators, **message)
    except Uncertain:
        return True  # it may be there; twice would be worse than once
    except SlackFailure as failure:
        _log.warning("a question could not be handed over: %s", failure)
        parts.requests.withdraw(request.id)
        return False
    parts.requests.shown(request.id, str(told["channel"]), str(told["ts"]))
    return True


def _address(calls: Calls, request: Request) -> str:
    told = calls.quietly("chat.getPermalink", channel=request.channel, message_ts=request.thread)
    return str((told or {}).get("permalink", ""))


def answered(job: Job, parts: Parts) -> None:
    """A coordinator answers: in the thread, or by direct message where the question was asked alone."""
    given = Answered.model_validate_json(job.payload)
    request = parts.requests.get(given.request, job.team)
    if request is None:
        tell("gone", job, parts)
        return
    if not parts.requests.answer(request.id, job.team, job.user, given.text):
        tell("answered_already", job, parts)
        return
    calls = parts.clients.of(job.team)
    message = answer_message(request, job.user, given.text)
    _delivered(calls, request, message)
    if request.asked_as:
        done = replace(request, answered_by=job.user, words=given.text)
        shown = request_message(done, "", parts.choices.workspace(job.team).language)
        calls.call("chat.update", channel=request.asked_in, ts=request.asked_as, **shown)


def remind(parts: Parts) -> None:
    """Below a question that coordinators left for days, say once that somebody still waits."""
    for request in parts.requests.waiting(PATIENCE_DAYS):
        if parts.work.marks.first(request.team, f"reminded:{request.id}"):
            said = sentence("still_waiting", parts.choices.workspace(request.team).language)
            parts.clients.of(request.team).quietly(
                "chat.postMessage", channel=request.asked_in, thread_ts=request.asked_as, text=said
            )


def _delivered(calls: Calls, request: Request, message: dict[str, Any]) -> None:
    try:
        calls.call("chat.postMessage", channel=request.channel, thread_ts=request.thread or None, **message)
    except Uncertain:
        return
    except Refused as refused:  # the channel or its thread is gone
        _log.info("an answer goes by direct message: %s", refused)
        calls.call("chat.postMessage", channel=request.user, **message)
