"""Telling one person what became of a gesture, where they made it or by direct message."""

from __future__ import annotations

from typing import Any

from bot.content import Block, Content, paragraph
from bot.errors import Uncertain
from bot.escaping import mrkdwn
from bot.parts import Parts
from bot.showing import show_privately
from bot.store.jobs import Job
from bot.views.documents import text
from bot.views.saying import say
from corpus.access import Caller
from corpus.models import Language

Message = dict[str, Any]
"""`text` and `blocks` of a message."""


def language_of(job: Job, parts: Parts) -> Language:
    """That of the one who made the gesture."""
    return parts.people.language(job.team, job.user)


def caller_of(job: Job, parts: Parts) -> Caller:
    """On whose behalf the gesture was made: with all that this person may read and do."""
    return parts.audiences.alone(job.team, job.user).caller


def told(
    what: str,
    job: Job,
    parts: Parts,
    *,
    response_url: str = "",
    below: tuple[Block, ...] = (),
    **values: object,
) -> None:
    """One sentence; what people wrote in it calls nobody."""
    sentence = say(what, language_of(job, parts), **values)
    message = {"text": mrkdwn(sentence), "blocks": [paragraph(text(sentence)), *below]}
    show(job, parts, message, response_url=response_url)


def show(job: Job, parts: Parts, message: Message, *, response_url: str = "") -> None:
    """A message to the one who made the gesture; not twice where it may have been seen."""
    calls = parts.clients.of(job.team)
    try:
        if response_url or job.channel != job.user:
            content = Content(text="", summary=message["text"], blocks=tuple(message["blocks"]))
            show_privately(calls, job, content, response_url=response_url)
        else:
            calls.call("chat.postMessage", channel=job.user, **message)
    except Uncertain:
        return
