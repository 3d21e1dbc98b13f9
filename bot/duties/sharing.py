"""What one person saw is shown to a channel: asked again, as what everybody there may read."""

from __future__ import annotations

from bot.duties.notices import tell
from bot.errors import Refused, Uncertain
from bot.parts import Parts
from bot.store.answers import Given
from bot.store.jobs import Job, Task, lane_of
from bot.tasks import Gesture, Question
from bot.views.requests import asked_message


def share(job: Job, pressed: Gesture, given: Given, parts: Parts) -> None:
    """Ask in the channel, once; in a thread of its own where it was asked in none. Raises SlackFailure."""
    if (refusal := _refusal(job, pressed, given, parts)) is not None:
        tell(refusal, job, parts, response_url=pressed.response_url)
        return
    if not parts.work.marks.first(job.team, f"shared:{given.id}"):
        tell("shared_already", job, parts, response_url=pressed.response_url)
        return
    thread = given.thread or _begun(job, given, parts)
    if thread:
        parts.jobs.take_in(_task(job, pressed, given, thread), [f"shared:{given.id}"])


def _refusal(job: Job, pressed: Gesture, given: Given, parts: Parts) -> str | None:
    """Why this is not shown there; None where it is."""
    workspace = parts.choices.workspace(job.team)
    if not given.asked.private or given.channel.startswith("D"):
        return "not_yours"
    if workspace.channel(given.channel).answers == "never":
        return "channel_off"
    outsiders = parts.audiences.channel(job.team, given.channel, shared=pressed.shared).outsiders
    return "outsiders" if outsiders and not workspace.outsiders else None


def _begun(job: Job, given: Given, parts: Parts) -> str:
    """A message that says who asks what; nothing where it cannot be written, or may be there already."""
    message = asked_message(job.user, given.asked.question, given.asked.language)
    try:
        told = parts.clients.of(job.team).call("chat.postMessage", channel=given.channel, **message)
    except Uncertain:
        return ""
    except Refused:
        tell("closed", job, parts, directly=True)
        return ""
    return str(told["ts"])


def _task(job: Job, pressed: Gesture, given: Given, thread: str) -> Task:
    """The question as if it were asked there: a process that dies in the middle of the answer leaves it to the next."""
    asked = given.asked
    question = Question(
        text=asked.question,
        surface="channel",
        thread=thread,
        shared=pressed.shared,
        language=asked.language,
        filters=asked.given,
        infer=asked.infer,
        for_all=True,
    )
    return Task(
        team=job.team,
        channel=given.channel,
        message=job.message,
        user=job.user,
        kind="ask",
        lane=lane_of(job.team, given.channel, thread)[:120],
        turn=job.message,
        payload=question.model_dump_json(),
    )
