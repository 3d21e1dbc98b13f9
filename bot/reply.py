"""One reply in a thread: streamed while it is made, and complete in the end whatever breaks.

What can be lost on the way is never the answer itself: a stream begins with a line that says what is being done, a
message with a line that says that the answer follows. Only when Slack has said which message that is, it is filled in,
by calls that may be repeated. So nobody gets two answers, and a process that dies leaves a message to be completed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from bot.calls import Calls
from bot.content import Content, Form, shortened
from bot.errors import Refused, Uncertain
from bot.stream import Place, Stream

# Nothing can be written there, whatever it is.
CLOSED = frozenset(
    "not_in_channel channel_not_found is_archived restricted_action restricted_action_read_only_channel"
    " restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked"
    " messages_tab_disabled message_limit_exceeded".split()
)
_LOOKS = 3  # for a message whose beginning may have got lost
_log = logging.getLogger(__name__)


class Reply:
    """A message in the making. `begun` is told its timestamp as soon as there is one; `resumes` is that of a former process."""

    def __init__(
        self,
        calls: Calls,
        place: Place,
        begun: Callable[[str], None],
        *,
        resumes: str = "",
        placeholder: str = "…",
    ) -> None:
        self._calls = calls
        self._place = place
        self._begun = begun
        self._placeholder = placeholder
        self._ts = resumes
        self._stream = Stream(calls, place, resumes=resumes)

    @property
    def ended_session(self) -> bool:
        """Whether Slack knows that the work is over, and shows no status any more."""
        return self._stream.ended_session

    def open(self, doing: str) -> None:
        """Begin to stream, with what is being done; where that is not possible the reply comes in one piece."""
        if self._ts:
            return
        try:
            self._is(self._stream.begin(doing))
        except Uncertain:
            if found := self._found():
                self._stream.is_begun(found)
                self._is(found)
        except Refused as refused:
            if refused.error in CLOSED:
                raise
            _log.info("no stream: %s", refused)

    def add(self, text: str) -> None:
        """More of the text, escaped; raises StoppedByUser. A stream that breaks is completed by `finish`."""
        self._stream.add(text)

    def still_there(self) -> None:
        """Say that it is still being worked on; raises StoppedByUser."""
        self._stream.still_there()

    def finish(self, content: Content) -> str:
        """Complete the message; returns its timestamp. Raises SlackFailure where nothing can be shown at all."""
        form = self._stream.complete(content) or self._write(content)
        for part in form.further_parts:
            self._calls.quietly("chat.postMessage", **self._there, markdown_text=part)
        return self._ts

    def interrupt(self, note: str) -> None:
        """End where it is, and say that it was interrupted."""
        emphasised = f"_{note}_"
        if not self._stream.interrupt(emphasised):
            text = "\n\n".join(part for part in (self._stream.sent, emphasised) if part)
            self._write(Content(text=text, summary=note))

    # -- in one piece -------------------------------------------------------------------------------

    @property
    def _there(self) -> dict[str, Any]:
        return {"channel": self._place.channel, "thread_ts": self._place.thread}

    def _write(self, content: Content) -> Form:
        """Put the whole content into our message, in the best form that Slack takes; below it, where it takes none."""
        self._stream.close()
        if not self._ts:
            self._post_placeholder()
        for form in content.forms():
            try:
                self._change(form, content)
                return form
            except Refused as refused:
                if refused.is_of_form:
                    continue
                if refused.error in CLOSED:
                    raise
                _log.info("our message cannot be changed: %s", refused)
                break
        self._calls.call("chat.postMessage", **self._there, markdown_text=form.first_part or content.summary)
        return form

    def _change(self, form: Form, content: Content) -> None:
        """Write our message anew; where Slack says that it is still being streamed, end that and try once more."""
        words = content.summary if form.blocks else form.first_part or content.summary
        given: dict[str, Any] = {
            "channel": self._place.channel,
            "ts": self._ts,
            "text": shortened(words),
            "blocks": list(form.blocks),
        }
        try:
            self._calls.call("chat.update", **given)
        except Refused as refused:
            if refused.error != "streaming_state_conflict":
                raise
            self._stream.close(surely_open=True)
            self._calls.call("chat.update", **given)

    def _post_placeholder(self) -> None:
        """Say that the answer follows; where the answer to that got lost, look for it before saying it again."""
        for last in (False, True):
            try:
                told = self._calls.call(
                    "chat.postMessage", **self._there, text=self._placeholder, metadata=self._place.metadata
                )
                self._is(str(told["ts"]))
                return
            except Uncertain:
                if found := self._found():
                    self._is(found)
                    return
                if last:
                    raise
            except Refused as refused:
                if last or not refused.is_of_form:
                    raise

    def _found(self) -> str:
        """The message that was begun by a call whose answer got lost; empty where we may not read the thread."""
        told = self._calls.quietly(
            "conversations.replies",
            tries=_LOOKS,
            channel=self._place.channel,
            ts=self._place.thread,
            limit=200,
            include_all_metadata=True,
        )
        messages = reversed((told or {}).get("messages") or [])
        return next((str(one["ts"]) for one in messages if one.get("bot_id") and self._is_empty(one)), "")

    def _is_empty(self, message: dict[str, Any]) -> bool:
        """Whether a message is one that we began and did not write yet."""
        if message.get("text") == self._placeholder:
            return True
        kinds = {block.get("type") for block in message.get("blocks") or ()}
        return not message.get("text") and kinds == {"task_card"}

    def _is(self, ts: str) -> None:
        self._ts = self._stream.ts = ts
        self._begun(ts)
