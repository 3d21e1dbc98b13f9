"""How a call or a gesture can fail."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """An answer `{"ok": false, "error": …}`; `details` are its other keys."""

    def __init__(self, error: str, **details: Any) -> None:
        self.error = error
        self.details = details
        super().__init__(error)


class InvalidManifest(Exception):
    """Slack would not take this manifest; `problems` says each reason with its place."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class NotPossible(AssertionError):
    """A person cannot do this here: what they would press is not on their screen, or not for them."""


class TimedOut(AssertionError):
    """What a test waited for did not come within its time."""
