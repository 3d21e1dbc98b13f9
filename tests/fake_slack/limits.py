"""How often a method may be called: per method, app and workspace, and for posts per channel.

Tier figures are Slack's ("20+ per minute" is enforced as 20); a method of a tier of its own has its figure here.
"""

from __future__ import annotations

from collections import defaultdict, deque

from tests.fake_slack.clock import Clock

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
SPECIAL = {
    # Tier 1 on paper; two connections and a reconnect must be possible all the same.
    "apps.connections.open": 10,
    "assistant.threads.setStatus": 600,
    "auth.test": 600,
    "chat.getPermalink": 600,
    "chat.postMessage": 600,
}
UNLISTED_READS = ("conversations.history", "conversations.replies")
UNLISTED_PAGE = 15


class RateLimits:
    """Sliding windows of one minute on the server's clock.

    `is_on` switches all of it; `message_burst` is how many posts a channel takes at once before one a second holds.
    """

    def __init__(self, clock: Clock, *, is_on: bool = True, message_burst: int = 3) -> None:
        self.is_on = is_on
        self.message_burst = message_burst
        self._clock = clock
        self._calls: dict[tuple[str, ...], deque[float]] = defaultdict(deque)

    def wait_for(self, method: str, tier: int | None, app: str, team: str, *, unlisted: bool) -> float | None:
        """Count a call; or the virtual seconds after which it may be tried again, without counting it."""
        allowed = (
            1 if unlisted and method in UNLISTED_READS else SPECIAL.get(method, PER_MINUTE.get(tier or 0, 0))
        )
        if not self.is_on or not allowed:
            return None
        return self._take((method, app, team), allowed, 60.0)

    def wait_for_post(self, app: str, channel: str) -> float | None:
        """The same for one message into one channel: one a second after a short burst."""
        if not self.is_on:
            return None
        return self._take(("post", app, channel), self.message_burst, float(self.message_burst))

    def _take(self, key: tuple[str, ...], allowed: int, window: float) -> float | None:
        now, calls = self._clock.now(), self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= allowed:
            return calls[0] + window - now
        calls.append(now)
        return None
