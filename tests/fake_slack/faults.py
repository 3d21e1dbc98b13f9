"""Faults on demand: planned one by one, or drawn from a seed; each that strikes is counted by the phase that it hit.

Of a delivery: `lost` (the first attempt never arrives), `dropped` (none does), `duplicate` (sent again although it was
acknowledged), `parallel` (sent twice at once), `delayed` (overtaken by what comes after), `socket_closed` (the
connection ends before the acknowledgement arrives, by HTTP too).
Of a call: `rate_limited`, `rate_limited_bare` (no header), `server_error` (500 with a page), `unavailable` (503),
`accepted_then_lost` (done, but the answer never comes), or the name of an error that the method documents.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

DELIVERY_FAULTS = ("lost", "dropped", "duplicate", "parallel", "delayed", "socket_closed")
TRANSPORT_FAULTS = ("rate_limited", "rate_limited_bare", "server_error", "unavailable", "accepted_then_lost")


@dataclass(frozen=True)
class CallFault:
    """What shall happen to one call; `retry_after` in seconds, for `rate_limited`."""

    name: str
    retry_after: int = 1


class Faults:
    """The knobs. `hits` counts `(phase, fault)`; a phase is `delivery:app_mention` or `call:chat.postMessage`."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.hits: Counter[tuple[str, str]] = Counter()
        self.hang_seconds = 0.3
        self.delay_seconds = 0.05
        self._calls: defaultdict[str, deque[CallFault]] = defaultdict(deque)
        self._deliveries: defaultdict[str, deque[str]] = defaultdict(deque)
        self._call_rates: Mapping[str, float] = {}
        self._delivery_rates: Mapping[str, float] = {}

    def on_call(self, method: str, name: str, *, times: int = 1, retry_after: int = 1) -> None:
        """The next `times` calls of that method meet this fault."""
        self._calls[method].extend([CallFault(name, retry_after)] * times)

    def on_delivery(self, kind: str, name: str, *, times: int = 1) -> None:
        """The next `times` deliveries of that kind (an event's type, `block_actions`, `*`…) meet this fault."""
        if name not in DELIVERY_FAULTS:
            raise ValueError(f"no such fault of a delivery: {name}")
        self._deliveries[kind].extend([name] * times)

    def chaos(
        self, *, calls: Mapping[str, float] | None = None, deliveries: Mapping[str, float] | None = None
    ) -> None:
        """From now on, each call and delivery meets these faults with these chances (0 to 1), drawn from the seed."""
        self._call_rates, self._delivery_rates = calls or {}, deliveries or {}

    def calm(self) -> None:
        """No further faults, planned or drawn."""
        self._calls.clear()
        self._deliveries.clear()
        self.chaos()

    def for_call(self, method: str, documents: Callable[[str], bool]) -> CallFault | None:
        """The fault of this call, counted; None for most. Errors that a method does not document are not drawn for it."""
        planned = self._calls[method] or self._calls["*"]
        fault = planned.popleft() if planned else self._drawn_call(documents)
        if fault:
            self.hits[f"call:{method}", fault.name] += 1
        return fault

    def for_delivery(self, kind: str) -> str | None:
        """The fault of this delivery, counted; None for most."""
        planned = self._deliveries[kind] or self._deliveries["*"]
        name = planned.popleft() if planned else self._drawn(self._delivery_rates)
        if name:
            self.hits[f"delivery:{kind}", name] += 1
        return name

    def by_phase(self) -> dict[str, int]:
        """How many faults each phase met, for a report."""
        phases: Counter[str] = Counter()
        for (phase, _), count in self.hits.items():
            phases[phase] += count
        return dict(sorted(phases.items()))

    def _drawn_call(self, documents: Callable[[str], bool]) -> CallFault | None:
        possible = {n: c for n, c in self._call_rates.items() if n in TRANSPORT_FAULTS or documents(n)}
        name = self._drawn(possible)
        return CallFault(name) if name else None

    def _drawn(self, rates: Mapping[str, float]) -> str | None:
        for name, chance in rates.items():
            if self.random.random() < chance:
                return name
        return None
