"""All that was ever on a screen, with who could see it then: what leaked is found here, deleted since or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "posted",
    "changed",
    "streamed",
    "deleted",
    "ephemeral",
    "status",
    "prompts",
    "modal",
    "home",
    "options",
    "notice",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing shown.

    `key` is what a later showing replaces: a message's `ts`, a view's id. `called` are the mentions that rang.
    """

    at: float
    kind: Kind
    place: str
    key: str
    author: str
    text: str
    readers: frozenset[str]
    thread_ts: str | None = None
    called: tuple[str, ...] = ()


class Journal:
    """The record, oldest first; `on_change` is called after each line."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.lines: list[Shown] = []
        self._on_change = on_change

    def show(self, line: Shown) -> None:
        """Write down what is on screens from now on."""
        self.lines.append(line)
        self._on_change()

    def seen_by(self, user: str) -> list[Shown]:
        """All that this person could ever see."""
        return [line for line in self.lines if user in line.readers]
