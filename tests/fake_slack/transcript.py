"""The text log of what happened before one person's eyes, for recorded scenarios."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.fake_slack.journal import Shown
from tests.fake_slack.model import User
from tests.fake_slack.slack import Slack

_MARKS = {
    "posted": "",
    "changed": " (edited)",
    "streamed": " (writing…)",
    "deleted": " (deleted)",
    "ephemeral": " (only you)",
    "status": " (status)",
    "prompts": " (suggested)",
    "modal": " (modal)",
    "home": " (home tab)",
    "options": " (options)",
    "notice": "",
}
_HISTORY = ("posted", "changed", "streamed", "deleted")


def transcript(slack: Slack, reader: User, *, times: bool = False) -> str:
    """One line a showing, its further lines indented; what was overtaken while it was being written is left out."""
    lines = [line for line in slack.journal.lines if _is_seen(slack, reader, line)]
    last = {line.key: i for i, line in enumerate(lines)}
    kept = [line for i, line in enumerate(lines) if not (line.kind == "streamed" and last[line.key] != i)]
    return "\n".join(_line(slack, reader, line, times=times) for line in kept)


def _is_seen(slack: Slack, reader: User, line: Shown) -> bool:
    """Seen when it was shown, or there to be scrolled back to now."""
    if reader.id in line.readers:
        return True
    channel = slack.directory.channels.get(line.place)
    return bool(channel and line.kind in _HISTORY and slack.directory.may_read(reader, channel))


def _line(slack: Slack, reader: User, line: Shown, *, times: bool) -> str:
    stamp = datetime.fromtimestamp(line.at, UTC).strftime("%H:%M:%S ") if times else ""
    thread = " ↳" if line.thread_ts and line.thread_ts != line.key else ""
    head = f"{stamp}[{_place(slack, reader, line)}]{thread} {_author(slack, line)}{_MARKS[line.kind]}: "
    first, *rest = line.text.split("\n") if line.text else [""]
    return "\n".join([head + first, *("    " + text for text in rest)]).rstrip()


def _place(slack: Slack, reader: User, line: Shown) -> str:
    channel = slack.directory.channels.get(line.place)
    if channel is None:
        return line.place
    if channel.kind == "im":
        others = [slack.directory.users[m].name for m in channel.members if m != reader.id]
        return "direct: " + ", ".join(others)
    return f"#{channel.name}" + (" (private)" if channel.kind == "private" else "")


def _author(slack: Slack, line: Shown) -> str:
    if user := slack.directory.users.get(line.author):
        return user.name
    app = slack.credentials.apps.get(line.author)
    return app.name if app else line.author
