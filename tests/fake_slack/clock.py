"""The server's own time: it runs with ours, faster or not at all, and can be put forward."""

from __future__ import annotations

import math
import time
from threading import Lock


class Clock:
    """Seconds since 1970 as the server counts them.

    `speed` is how many of its seconds pass in one of ours; 0 stops it, so that only `advance` moves it.
    """

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._began = time.monotonic()
        self._offset = time.time()
        self._last_ts = 0.0
        self._lock = Lock()

    def now(self) -> float:
        """The virtual time."""
        return self._offset + (time.monotonic() - self._began) * self.speed

    def advance(self, seconds: float) -> None:
        """Put the clock forward: triggers, streams, tokens and quotas grow older at once."""
        self._offset += seconds

    def real(self, seconds: float) -> float:
        """How many of our seconds so many of the server's take; a stopped clock counts as a running one."""
        return seconds / (self.speed or 1.0)

    def retry_after(self, seconds: float) -> int:
        """What a header `Retry-After` says of a wait: whole seconds of ours, at least one."""
        return max(1, math.ceil(self.real(seconds)))

    def timestamp(self) -> str:
        """A new message `ts`: unique, and later than every one before it."""
        with self._lock:
            self._last_ts = max(self._last_ts + 0.000001, self.now())
            return f"{self._last_ts:.6f}"
