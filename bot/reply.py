"""One reply in a thread: streamed while it is made, and complete in the end whatever breaks.

What can be lost on the way is never the answer itself: a stream begins with a line that says what is being done, a
message with a line that says that the answer follows. Only when Slack has said which message that is, it is filled in,
by calls that may be repeated. So nobody gets two answers, and a process that dies leaves a message to be completed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.calls import Calls
from bot.content import Content, shortened
from bot.errors import Refused, SlackFailure, Throttled, Uncertain
from bot.escaping import plain

_TOO_MUCH = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "invalid_arguments"}
)
# Nothing can be written there, whatever it is.
CLOSED = frozenset(
    "not_in_channel channel_not_found is_archived restricted_action restricted_action_read_only_channel"
    " restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked"
    " messages_tab_disabled message_limit_exceeded".split()
)
# What Slack says of a stream that is over already.
_OVER = frozenset({"message_not_in_streaming_state", "message_not_found", "stopped_by_user"})
_INSISTS = 3
_BUFFER = 160  # characters that are worth a call
_METADATA = "passerelle_reply"
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


class Reply:
    """A message in the making. `begun` is told its timestamp as soon as there is one.

    `ended_session`: Slack knows that the work is over, and shows no status any more.
    """

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
        self._streams = False
        self._may_stream = bool(resumes)  # a stream that a former process began
        self._sent = self._waiting = ""
        self._task: dict[str, Any] = {}
        self.ended_session = False

    def open(self, doing: str) -> None:
        """Begin to stream, with what is being done; where that is not possible the reply comes in one piece."""
        if self._ts:
            return
        self._task = {
            "type": "task_update",
            "id": "search",
            "title": plain(doing, 200),
            "status": "in_progress",
        }
        try:
            told = self._calls.call(
                "chat.startStream",
                patience=0.0,
                channel=self._place.channel,
                thread_ts=self._place.thread,
                recipient_user_id=self._place.user,
                recipient_team_id=self._place.team,
                chunks=[self._task],
            )
            self._is(str(told["ts"]))
        except Uncertain:
            self._adopt()
        except Refused as refused:
            if refused.error in CLOSED:
                raise
            _log.info("no stream: %s", refused)
        self._streams = self._may_stream = bool(self._ts)

    def add(self, text: str) -> None:
        """More of the text, escaped; raises StoppedByUser. A stream that breaks is completed by `finish`."""
        self._waiting += text
        if self._streams and len(self._waiting) >= _BUFFER:
            self._append([{"type": "markdown_text", "text": self._waiting}], self._waiting)

    def still_there(self) -> None:
        """Say that it is still being worked on: Slack closes a stream that is silent for long."""
        if self._streams and self._task:
            self._append([self._task], "")

    def finish(self, content: Content) -> str:
        """Complete the message; returns its timestamp. Raises SlackFailure where nothing can be shown at all."""
        if not (self._streams and self._stopped(content)):
            self._write(content)
        for part in content.further_parts:
            self._calls.quietly(
                "chat.postMessage",
                channel=self._place.channel,
                thread_ts=self._place.thread,
                markdown_text=part,
            )
        return self._ts

    def interrupt(self, note: str) -> None:
        """End where it is, and say that it was interrupted."""
        text = f"{self._sent}\n\n" if self._sent else ""
        content = Content(text=f"{text}_{note}_", summary=note)
        if (
            self._streams
            and self._sent
            and self._end([{"type": "markdown_text", "text": f"\n\n_{note}_"}], ())
        ):
            return
        self._write(content)

    # -- streaming ----------------------------------------------------------------------------------

    def _append(self, chunks: list[dict[str, Any]], text: str) -> None:
        try:
            self._calls.call(
                "chat.appendStream", patience=1.0, channel=self._place.channel, ts=self._ts, chunks=chunks
            )
        except Throttled:
            return  # it goes with what follows
        except SlackFailure as failure:
            self._streams = False
            if isinstance(failure, Refused) and failure.error == "stopped_by_user":
                raise StoppedByUser from failure
            _log.info("the stream broke: %s", failure)
            return
        self._sent += text
        self._waiting = self._waiting.removeprefix(text) if text else self._waiting

    def _stopped(self, content: Content) -> bool:
        """End the stream with the rest of the text and the blocks; False where the message must be written anew."""
        whole = content.first_part
        if not whole.startswith(self._sent):
            return False
        rest = whole[len(self._sent) :]
        chunks: list[dict[str, Any]] = [{"type": "markdown_text", "text": rest}] if rest else []
        if self._task:
            sources = [
                {"type": "url", "text": plain(title, 200), "url": url} for title, url in content.sources
            ]
            chunks.insert(
                0, {**self._task, "status": "complete", **({"sources": sources} if sources else {})}
            )
        if self._end(chunks, content.blocks):
            return True
        return self._streams and content.simpler != content.blocks and self._end(chunks, content.simpler)

    def _end(self, chunks: list[dict[str, Any]], blocks: tuple[dict[str, Any], ...]) -> bool:
        try:
            self._calls.call(
                "chat.stopStream",
                channel=self._place.channel,
                ts=self._ts,
                chunks=chunks or None,
                blocks=list(blocks) or None,
                metadata=self._metadata(),
                session_status="active",
            )
        except SlackFailure as failure:
            # Blocks that are not liked leave the stream open: it may end with others.
            self._streams = isinstance(failure, Refused) and failure.error in _TOO_MUCH
            _log.info("the stream did not end: %s", failure)
            return False
        self._streams = self._may_stream = False
        self.ended_session = True
        return True

    # -- in one piece -------------------------------------------------------------------------------

    def _write(self, content: Content) -> None:
        """Put the whole content into our message, in the best form that Slack takes."""
        self._close()
        if not self._ts:
            self._post_placeholder()
        for blocks in content.forms():
            try:
                self._update(blocks, content)
                return
            except Refused as refused:
                if refused.error in _TOO_MUCH:
                    continue
                if refused.error in CLOSED:
                    raise
                _log.info("our message cannot be changed: %s", refused)
                break
        self._calls.call(
            "chat.postMessage",
            channel=self._place.channel,
            thread_ts=self._place.thread,
            markdown_text=content.first_part or content.summary,
        )

    def _update(self, blocks: tuple[dict[str, Any], ...], content: Content) -> None:
        for last in (False, True):
            try:
                self._calls.call(
                    "chat.update",
                    channel=self._place.channel,
                    ts=self._ts,
                    text=shortened(content.summary if blocks else content.first_part or content.summary),
                    blocks=list(blocks),
                )
                return
            except Refused as refused:
                if last or refused.error != "streaming_state_conflict":
                    raise
                self._may_stream = True
                self._close()

    def _close(self) -> None:
        """End a stream that may still be open, so that the message can be changed."""
        if self._may_stream:
            self._streams = self._may_stream = False
            for _ in range(_INSISTS):
                if self._try_to_stop():
                    return

    def _try_to_stop(self) -> bool:
        """Whether the stream is over, now or before."""
        try:
            self._calls.call(
                "chat.stopStream", channel=self._place.channel, ts=self._ts, session_status="active"
            )
        except Refused as refused:
            return refused.error in _OVER
        except SlackFailure:
            return False
        self.ended_session = True
        return True

    def _post_placeholder(self) -> None:
        for last in (False, True):
            try:
                told = self._calls.call(
                    "chat.postMessage",
                    channel=self._place.channel,
                    thread_ts=self._place.thread,
                    text=self._placeholder,
                    metadata=self._metadata(),
                )
                self._is(str(told["ts"]))
                return
            except Uncertain:
                self._adopt()
                if self._ts:
                    return
                if last:
                    raise
            except Refused as refused:
                if last or refused.error not in _TOO_MUCH:
                    raise

    def _adopt(self) -> None:
        """Find the message that was begun by a call whose answer got lost, where we may read the thread."""
        told = self._calls.quietly(
            "conversations.replies",
            tries=_INSISTS,
            channel=self._place.channel,
            ts=self._place.thread,
            limit=200,
            include_all_metadata=True,
        )
        for message in reversed((told or {}).get("messages") or []):
            if message.get("bot_id") and self._began(message):
                self._is(str(message["ts"]))
                return

    def _began(self, message: dict[str, Any]) -> bool:
        """Whether a message is one that we began and did not write yet."""
        if message.get("text") == self._placeholder:
            return True
        kinds = {block.get("type") for block in message.get("blocks") or ()}
        return not message.get("text") and kinds == {"task_card"}

    def _is(self, ts: str) -> None:
        self._ts = ts
        self._begun(ts)

    def _metadata(self) -> dict[str, Any]:
        return {"event_type": _METADATA, "event_payload": {"job": self._place.job}}
