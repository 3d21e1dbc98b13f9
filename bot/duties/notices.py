"""Telling somebody one sentence, and why there is no more."""

from __future__ import annotations

from bot.content import Content
from bot.errors import Uncertain
from bot.parts import Parts
from bot.showing import show_privately
from bot.store.jobs import Job, Task
from bot.tasks import Notice
from bot.views.notices import notice as sentence


def tell(
    what: str, task: Task, parts: Parts, *, thread: str = "", response_url: str = "", directly: bool = False
) -> None:
    """Tell the one who asked, and nobody else; `directly`: by direct message."""
    calls = parts.clients.of(task.team)
    text = sentence(what, parts.people.language(task.team, task.user))
    try:
        if directly:
            calls.call("chat.postMessage", channel=task.user, text=text)
        else:
            show_privately(
                calls, task, Content(text="", summary=text), response_url=response_url, thread=thread
            )
    except Uncertain:
        return  # it may have been seen; twice would be worse than once


def tell_outsiders(task: Task, parts: Parts, thread: str) -> None:
    """Why nothing is answered where people of other organisations read along."""
    tell("outsiders", task, parts, thread=thread)


def notice(job: Job, parts: Parts) -> None:
    """A sentence that was put into the queue."""
    given = Notice.model_validate_json(job.payload)
    if given.private:
        tell(given.what, job, parts, thread=given.thread, response_url=given.response_url)
        return
    text = sentence(given.what, parts.people.language(job.team, job.user))
    calls = parts.clients.of(job.team)
    try:
        calls.call("chat.postMessage", channel=job.channel, thread_ts=given.thread or None, text=text)
    except Uncertain:
        return
