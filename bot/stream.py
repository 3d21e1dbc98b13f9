"""A message that people see being written: begun, added to, ended. Slack may close it at any time; then it is told here.

What Slack calls a stream dies after some minutes, when somebody presses stop, and when an answer is not liked: each
method says what became of it, and none of the text is lost for whoever writes the message anew.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.calls import Calls
from bot.content import Content, Form
from bot.errors import Refused, SlackFailure, Throttled
from bot.escaping import plain

Json = dict[str, Any]
# What Slack says of a stream that is over already.
_OVER = frozenset({"message_not_in_streaming_state", "message_not_found", "stopped_by_user"})
_INSISTS = 3
_BUFFER = 160  # characters that are worth a call
_METADATA = "passerelle_reply"
_STEPS = ("search", "understood", "kept")  # names of what is done, in its order
_log = logging.getLogger(__name__)


class StoppedByUser(Exception):
    """Somebody pressed stop; not an error, a wish."""


@dataclass(frozen=True)
class Place:
    """A thread, and for whom the reply is; `team` is that of the reader's account."""

    channel: str
    thread: str
    user: str
    team: str
    job: int = 0

    @property
    def metadata(self) -> Json:
        """What tells our message from others."""
        return {"event_type": _METADATA, "event_payload": {"job": self.job}}


class Stream:
    """One message of that kind, or none yet.

    `ts` is its timestamp, `sent` the text that is in it. `is_open`: it can be added to. `ended_session`: Slack knows that
    the work is over, and shows no status any more.
    """

    def __init__(self, calls: Calls, place: Place, *, resumes: str = "") -> None:
        self.ts = resumes
        self.sent = ""
        self.is_open = False
        self.ended_session = False
        self._calls = calls
        self._place = place
        self._may_be_open = bool(resumes)  # a former process may have begun it
        self._waiting = ""
        self._task: Json = {}

    def begin(self, doing: str) -> str:
        """Begin with what is being done; returns the timestamp. Raises Refused, Uncertain."""
        title = plain(doing, 200)
        self._task = {"type": "task_update", "id": _STEPS[0], "title": title, "status": "in_progress"}
        told = self._calls.call(
            "chat.startStream",
            patience=0.0,
            channel=self._place.channel,
            thread_ts=self._place.thread,
            recipient_user_id=self._place.user,
            recipient_team_id=self._place.team,
            chunks=[self._task],
        )
        self.is_begun(str(told["ts"]))
        return self.ts

    def is_begun(self, ts: str) -> None:
        """It is there, whether Slack's answer came or the message was found."""
        self.ts = ts
        self.is_open = self._may_be_open = True

    def add(self, text: str) -> None:
        """More of the text, escaped; raises StoppedByUser."""
        self._waiting += text
        if self.is_open and len(self._waiting) >= _BUFFER:
            self._append([_words(self._waiting)], self._waiting)

    def still_there(self) -> None:
        """Say that it is still being worked on: Slack closes a stream that is silent for long. Raises StoppedByUser."""
        if self.is_open and self._task:
            self._append([self._task], "")

    def complete(self, content: Content) -> Form | None:
        """End with the rest of the content; returns its form, None where the message must be written anew."""
        for form in content.forms():
            if not self.is_open or not form.first_part.startswith(self.sent):
                break
            rest = form.first_part[len(self.sent) :]
            if self.end([*self._done(content), *([_words(rest)] if rest else [])], form.below):
                return form
        return None

    def end(self, chunks: Sequence[Json], blocks: Sequence[Json]) -> bool:
        """End with these below the text; False where it does not end so."""
        try:
            self._calls.call(
                "chat.stopStream",
                channel=self._place.channel,
                ts=self.ts,
                chunks=list(chunks) or None,
                blocks=list(blocks) or None,
                metadata=self._place.metadata,
                session_status="active",
            )
        except SlackFailure as failure:
            # Blocks that are not liked leave the stream open: it may end with others.
            self.is_open = isinstance(failure, Refused) and failure.is_of_form
            _log.info("the stream did not end: %s", failure)
            return False
        self.is_open = self._may_be_open = False
        self.ended_session = True
        return True

    def interrupt(self, note: str) -> bool:
        """End where it is, with a note; False where nothing is written yet, or it does not end so."""
        return self.is_open and bool(self.sent) and self.end([_words(f"\n\n{note}")], ())

    def close(self, *, surely_open: bool = False) -> None:
        """Let it be over, so that the message can be changed; `surely_open`: Slack said so."""
        if self._may_be_open or surely_open:
            self.is_open = self._may_be_open = False
            any(self._stops() for _ in range(_INSISTS))

    def _append(self, chunks: Sequence[Json], text: str) -> None:
        try:
            self._calls.call(
                "chat.appendStream",
                patience=1.0,
                channel=self._place.channel,
                ts=self.ts,
                chunks=list(chunks),
            )
        except Throttled:
            return  # it goes with what follows
        except SlackFailure as failure:
            self.is_open = False
            if isinstance(failure, Refused) and failure.error == "stopped_by_user":
                raise StoppedByUser from failure
            _log.info("the stream broke: %s", failure)
            return
        self.sent += text
        self._waiting = self._waiting.removeprefix(text)

    def _done(self, content: Content) -> list[Json]:
        """That the task is done, the steps that followed it, and with the last of them what was found."""
        if not self._task:
            return []
        titles = [str(self._task["title"]), *(plain(step, 200) for step in content.steps)]
        done = [
            {**self._task, "id": name, "title": title} for name, title in zip(_STEPS, titles, strict=False)
        ]
        done = [{**one, "status": "complete"} for one in done]
        found = [{"type": "url", "text": plain(title, 200), "url": url} for title, url in content.sources]
        return [*done[:-1], {**done[-1], **({"sources": found} if found else {})}]

    def _stops(self) -> bool:
        """Whether it is over, now or before."""
        try:
            self._calls.call(
                "chat.stopStream", channel=self._place.channel, ts=self.ts, session_status="active"
            )
        except Refused as refused:
            return refused.error in _OVER
        except SlackFailure:
            return False
        self.ended_session = True
        return True


def _words(text: str) -> Json:
    return {"type": "markdown_text", "text": text}
