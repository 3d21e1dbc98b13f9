"""Where everything comes in: taken once whatever Slack repeats, within limits, and put into the queue."""

from __future__ import annotations

from dataclasses import dataclass

from bot.parts import Parts
from bot.store.jobs import Limits, Taken, Task, lane_of
from bot.tasks import Clearing, Notice, Question
from corpus.models import Frozen

MOST_IN_A_THREAD = 40  # answers in a day: a loop of two machines ends here
MOST_IN_AN_HOUR = 60  # of one person
_GRACE_SECONDS = 0.3


@dataclass(frozen=True)
class Incoming:
    """A message or gesture as it came. `keys` name it: whatever bears one of them again is the same."""

    team: str
    channel: str
    user: str
    message: str
    thread: str
    keys: tuple[str, ...]


class Desk:
    """Takes in; raises StateUnavailable where nothing can be kept, so that Slack tells us again."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def question(self, incoming: Incoming, question: Question) -> bool:
        """A question to answer; whether it was new. Beyond the limits its author is told, once."""
        task = self._task(incoming, "ask", question)
        limits = Limits(MOST_IN_A_THREAD, MOST_IN_AN_HOUR)
        # Two messages of a thread may arrive the other way round: the later one waits for the earlier.
        after = 0.0 if incoming.message == incoming.thread else _GRACE_SECONDS
        taken = self._parts.jobs.take_in(task, incoming.keys, limits=limits, after=after)
        if taken in (Taken.KEPT, Taken.SEEN):
            return taken is Taken.KEPT
        given = Notice(what=taken, thread=question.thread, private=True, response_url=question.response_url)
        whose = task.lane if taken is Taken.THREAD_FULL else task.user
        once = (*incoming.keys, f"limit:{taken}:{whose}")
        return self._parts.jobs.take_in(self._task(incoming, "notice", given), once) is Taken.KEPT

    def task(self, kind: str, incoming: Incoming, payload: Frozen) -> bool:
        """Anything else that is to be done; whether it was new."""
        return self._parts.jobs.take_in(self._task(incoming, kind, payload), incoming.keys) is Taken.KEPT

    def notice(self, incoming: Incoming, what: str, *, private: bool = False, response_url: str = "") -> bool:
        """A sentence to say; whether it was new."""
        given = Notice(what=what, thread=incoming.thread, private=private, response_url=response_url)
        return self.task("notice", incoming, given)

    def changed(self, incoming: Incoming, text: str) -> bool:
        """The author changed a question: if it still waits, the new text is answered."""

        def rewritten(payload: str) -> str:
            return Question.model_validate_json(payload).model_copy(update={"text": text}).model_dump_json()

        return self._parts.jobs.rewrite(incoming.team, incoming.channel, incoming.message, rewritten)

    def deleted(self, incoming: Incoming) -> None:
        """The author took a question back: it is not answered, or its answer goes, and it is forgotten."""
        replies = self._parts.jobs.take_back(incoming.team, incoming.channel, incoming.message)
        if replies:
            self.task("clear", incoming, Clearing(replies=replies, thread=incoming.thread))

    def stop(self, team: str, channel: str, thread: str) -> None:
        """Somebody pressed stop."""
        self._parts.jobs.stop(team, channel, thread)

    def _task(self, incoming: Incoming, kind: str, payload: Frozen) -> Task:
        thread = incoming.thread or f"{incoming.user}"
        return Task(
            team=incoming.team,
            channel=incoming.channel,
            message=incoming.message,
            user=incoming.user,
            kind=kind,
            lane=lane_of(incoming.team, incoming.channel, thread)[:120],
            turn=incoming.message,
            payload=payload.model_dump_json(),
        )
