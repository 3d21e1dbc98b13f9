"""Tidying up, and what is shown when the direct messages are opened."""

from __future__ import annotations

from bot.errors import Refused
from bot.parts import Parts
from bot.store.jobs import Job
from bot.tasks import Clearing
from bot.views.prompts import prompts, prompts_title


def clear(job: Job, parts: Parts) -> None:
    """A question was deleted: our answer goes too, and with a thread's first question what was said in it is forgotten."""
    cleared = Clearing.model_validate_json(job.payload)
    calls = parts.clients.of(job.team)
    for reply in cleared.replies:
        calls.quietly("chat.stopStream", channel=job.channel, ts=reply, session_status="active")
        try:
            calls.call("chat.delete", channel=job.channel, ts=reply)
        except Refused:
            continue  # it is gone already
    parts.answers.forget(job.team, job.channel, cleared.thread)
    for conversation, reader in parts.threads.forget(job.team, job.channel, cleared.thread):
        parts.knowledge.conversations.forget(conversation, reader.rpartition("/")[0])


def suggest(job: Job, parts: Parts) -> None:
    """Put some questions forward that can be asked."""
    language = parts.people.language(job.team, job.user)
    parts.clients.of(job.team).quietly(
        "assistant.threads.setSuggestedPrompts",
        channel_id=job.channel,
        title=prompts_title(language),
        prompts=prompts(language),
    )
