"""An agent's sessions, its status line and its suggested prompts."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fake_slack.clock import Clock
from tests.fake_slack.directory import Directory
from tests.fake_slack.journal import Journal, Kind, Shown
from tests.fake_slack.model import Channel, Json, Message, Session

STATUSES = ("active", "processing", "suspended", "closed")
LONGEST_PROCESSING = 3600.0
LONGEST_STATUS = 120.0


@dataclass
class Status:
    """The line under a thread: "cherche…"; it goes when the app posts there, empties it, or after two minutes."""

    text: str
    loading_messages: list[str] = field(default_factory=list)
    since: float = 0.0


class Sessions:
    """What agents say of their work in threads. `prompts` are by channel; `titles` and `statuses` by channel and thread."""

    def __init__(self, directory: Directory, journal: Journal, clock: Clock) -> None:
        self.all: dict[tuple[str, str, str], Session] = {}
        self.prompts: dict[tuple[str, str], list[Json]] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self._statuses: dict[tuple[str, str, str], Status] = {}
        self._directory = directory
        self._journal = journal
        self._clock = clock

    def set(
        self,
        channel: Channel,
        thread_ts: str,
        app_id: str,
        status: str,
        title: str | None = None,
        initiator: str | None = None,
    ) -> Session:
        """Move a session to a status, making it where there is none; title and initiator count only then."""
        key = (channel.id, thread_ts, app_id)
        session = self.all.get(key)
        if session is None:
            session = self.all[key] = Session(channel.id, thread_ts, app_id, status, title, initiator)
        session.status, session.since = status, self._clock.now()
        session.history.append(status)
        self._show(channel, thread_ts, app_id, f"session {status}")
        return session

    def get(self, channel: Channel, thread_ts: str, app_id: str) -> Session | None:
        """The session of a thread, with its status of now: `processing` ends by itself after an hour."""
        session = self.all.get((channel.id, thread_ts, app_id))
        if (
            session
            and session.status == "processing"
            and self._clock.now() - session.since > LONGEST_PROCESSING
        ):
            session.status = "active"
        return session

    def say(self, channel: Channel, thread_ts: str, app_id: str, text: str, loading: list[str]) -> None:
        """Set the status line of a thread; an empty text takes it away."""
        key = (channel.id, thread_ts, app_id)
        if text:
            self._statuses[key] = Status(text, loading, self._clock.now())
            self._show(channel, thread_ts, app_id, " / ".join([text, *loading]))
        else:
            self._statuses.pop(key, None)

    def status(self, channel: str, thread_ts: str, app_id: str) -> Status | None:
        """The status line that people see now, or None."""
        status = self._statuses.get((channel, thread_ts, app_id))
        if status and self._clock.now() - status.since > LONGEST_STATUS:
            return None
        return status

    def answered(self, message: Message) -> None:
        """A message of the app in a thread takes its status line away."""
        self._statuses.pop((message.channel, message.root, str(message.app_id)), None)

    def stuck(self) -> list[str]:
        """Threads in which a status line or a running session was left behind."""
        left = [f"status {text.text!r} in {c} {ts}" for (c, ts, _), text in self._statuses.items()]
        return left + [
            f"session processing in {s.channel} {s.thread_ts}"
            for s in self.all.values()
            if s.status == "processing"
        ]

    def suggest(self, channel: Channel, app_id: str, prompts: list[Json], title: str | None) -> None:
        """Show suggested prompts in a conversation."""
        self.prompts[channel.id, app_id] = prompts
        text = " | ".join([title or "", *(str(p["title"]) for p in prompts)]).strip(" |")
        self._show(channel, None, app_id, text, kind="prompts")

    def _show(
        self, channel: Channel, thread_ts: str | None, app_id: str, text: str, kind: Kind = "status"
    ) -> None:
        self._journal.show(
            Shown(
                self._clock.now(),
                kind,
                channel.id,
                f"{channel.id}-{thread_ts}-{kind}",
                app_id,
                text,
                self._directory.readers(channel),
                thread_ts,
            )
        )
