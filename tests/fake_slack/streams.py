"""Messages that are being written: five minutes at most, or until someone presses stop."""

from __future__ import annotations

from typing import Any

from bot.block_kit import check_blocks
from bot.block_kit.blocks import MARKDOWN_LENGTH
from bot.block_kit.surfaces import MOST_BLOCKS
from tests.fake_slack.apps import Installation
from tests.fake_slack.clock import Clock
from tests.fake_slack.conversations import Conversations
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Channel, Json, Message, Stream, User

_STATUSES = ("pending", "in_progress", "complete", "error")
_CHUNKS = ("markdown_text", "task_update", "plan_update", "blocks")


class Streams:
    """All streams, ended ones too.

    `longest` and `longest_silence` in seconds of the server's clock; `stop_after_press_works` says whether
    `chat.stopStream` still finishes a message whose stream a person stopped.
    """

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self.longest = 300.0
        self.longest_silence = 120.0
        self.stop_after_press_works = True
        self.all: dict[tuple[str, str], Stream] = {}
        self._conversations = conversations
        self._clock = clock

    def start(
        self, channel: Channel, author: User, app_id: str, thread_ts: str, chunks: list[Json]
    ) -> Stream:
        """A new message in a thread, and its stream."""
        now = self._clock.now()
        stream = Stream(channel.id, "", app_id, now, now)
        self._add(stream, chunks)
        message = self._conversations.post(
            channel, author, stream.text, thread_ts=thread_ts, unfurls=False, **_shown(stream)
        )
        stream.ts = message.ts
        self.all[channel.id, message.ts] = stream
        return stream

    def append(
        self, channel: Channel, ts: str, installation: Installation, author: User, chunks: list[Json]
    ) -> Stream:
        """More text; raises SlackError `message_not_found`, `message_not_in_streaming_state`, `stopped_by_user`…"""
        stream, message = self._open(channel, ts, installation)
        self._add(stream, chunks)
        stream.last = self._clock.now()
        self._write(channel, message, stream, author)
        return stream

    def stop(
        self,
        channel: Channel,
        ts: str,
        installation: Installation,
        author: User,
        chunks: list[Json],
        blocks: list[Json],
        metadata: Any,
    ) -> Message:
        """The last of it; `blocks` stand below the text. Raises what `append` raises."""
        stream, message = self._open(channel, ts, installation, stopping=True)
        if problems := check_blocks(blocks):
            messages = [problem.as_slack_message() for problem in problems]
            raise SlackError("invalid_blocks", response_metadata={"messages": messages})
        self._add(stream, chunks)
        stream.state = "stopped"
        message.metadata = metadata or message.metadata
        self._write(channel, message, stream, author, blocks)
        return message

    def is_streaming(self, channel: str, ts: str) -> bool:
        """Whether that message is being written now."""
        stream = self.all.get((channel, ts))
        return bool(stream and self._state(stream) == "streaming")

    def open_in(self, channel: Channel, root: str, app_id: str) -> list[Stream]:
        """The streams of an app that run in a thread."""
        inside = {m.ts for m in channel.thread(root)}
        return [
            s
            for s in self.all.values()
            if s.channel == channel.id
            and s.ts in inside
            and s.app_id == app_id
            and self._state(s) == "streaming"
        ]

    def expire(self, channel: str, ts: str) -> None:
        """Let a stream die now."""
        if stream := self.all.get((channel, ts)):
            stream.state = "expired"

    def unfinished(self) -> list[Stream]:
        """Streams that nobody ended: they look to people as if the app were still typing."""
        return [s for s in self.all.values() if s.state == "streaming"]

    def _open(
        self, channel: Channel, ts: str, installation: Installation, *, stopping: bool = False
    ) -> tuple[Stream, Message]:
        stream, message = self.all.get((channel.id, ts)), channel.message(ts)
        if message is None:
            raise SlackError("message_not_found")
        if stream is None:
            raise SlackError("message_not_in_streaming_state")
        if stream.app_id != installation.app.id:
            raise SlackError("message_not_owned_by_app")
        state = self._state(stream)
        if state == "stopped_by_user" and not (stopping and self.stop_after_press_works):
            raise SlackError("stopped_by_user")
        if state in ("stopped", "expired"):
            raise SlackError("message_not_in_streaming_state")
        return stream, message

    def _state(self, stream: Stream) -> str:
        now = self._clock.now()
        too_old = now - stream.started >= self.longest or now - stream.last >= self.longest_silence
        if stream.state == "streaming" and too_old:
            stream.state = "expired"
        return stream.state

    def _add(self, stream: Stream, chunks: list[Json]) -> None:
        """Take the chunks in, all or none."""
        text = stream.text + "".join(
            str(c.get("text", "")) for c in chunks if c.get("type") == "markdown_text"
        )
        blocks = stream.blocks + [b for c in chunks if c.get("type") == "blocks" for b in c["blocks"]]
        if len(text) > MARKDOWN_LENGTH:
            raise SlackError("msg_too_long")
        if len(blocks) > MOST_BLOCKS["message"]:
            raise SlackError("msg_blocks_too_long")
        for chunk in chunks:
            _check_chunk(chunk)
        stream.text, stream.blocks = text, blocks
        for chunk in chunks:
            if chunk["type"] == "plan_update":
                stream.plan = chunk["title"]
            elif chunk["type"] == "task_update":
                known = stream.tasks.get(chunk["id"], {"type": "task_card", "task_id": chunk["id"]})
                stream.tasks[chunk["id"]] = known | _task(chunk)

    def _write(
        self,
        channel: Channel,
        message: Message,
        stream: Stream,
        author: User,
        last_blocks: list[Json] | None = None,
    ) -> None:
        self._conversations.change(
            channel,
            message,
            by=author,
            kind="streamed" if last_blocks is None else "changed",
            edited=False,
            text=stream.text,
            **_shown(stream, last_blocks or []),
        )


def _shown(stream: Stream, last_blocks: list[Json] | None = None) -> Json:
    tasks = list(stream.tasks.values())
    if stream.plan and tasks:
        tasks = [{"type": "plan", "title": stream.plan, "tasks": tasks}]
    text = [{"type": "markdown", "text": stream.text}] if stream.text else []
    return {"blocks": [*tasks, *text, *stream.blocks, *(last_blocks or [])]}


def _task(chunk: Json) -> Json:
    task = {key: chunk[key] for key in ("title", "status", "sources") if chunk.get(key)}
    for key in ("details", "output"):
        if chunk.get(key):
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": chunk[key]}]}
            task[key] = {"type": "rich_text", "elements": [section]}
    return task


def _check_chunk(chunk: Json) -> None:
    kind = chunk.get("type")
    if kind not in _CHUNKS:
        raise SlackError("invalid_chunks")
    if kind == "task_update":
        is_complete = chunk.get("id") and chunk.get("title") and chunk.get("status") in _STATUSES
        sources = chunk.get("sources") or []
        if not is_complete or any(not s.get("text") or not s.get("url") for s in sources):
            raise SlackError("invalid_chunks")
    if kind == "blocks" and (problems := check_blocks(chunk.get("blocks"))):
        messages = [problem.as_slack_message() for problem in problems]
        raise SlackError("invalid_blocks", response_metadata={"messages": messages})
