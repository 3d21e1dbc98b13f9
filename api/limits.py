"""How often one address may write without a token; counted in memory for a minute, never written down."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock

from fastapi import HTTPException, Request

_SECONDS = 60.0
_MOST_ADDRESSES = 50_000  # in a minute; a flood from more is refused as a whole


class RateLimit:
    """At most `per_minute` requests of an address in each minute; loopback is free unless it is counted too."""

    def __init__(
        self, per_minute: int, *, loopback: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = per_minute
        self._loopback = loopback
        self._clock = clock
        self._began = clock()
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def check(self, request: Request) -> None:
        """Count one request; raises 429 beyond the limit."""
        address = request.client.host if request.client else ""
        wait = self._wait(address)
        if wait > 0:
            raise HTTPException(
                429, "too many requests from this address; wait a minute", headers={"Retry-After": str(wait)}
            )

    def _wait(self, address: str) -> int:
        """Seconds to wait; 0 for a request that may pass."""
        key = _network(address)
        if key is None and not self._loopback:
            return 0
        with self._lock:
            passed = self._clock() - self._began
            if passed >= _SECONDS:
                self._began, passed = self._clock(), 0.0
                self._counts.clear()
            known = key or ""
            full = len(self._counts) >= _MOST_ADDRESSES and known not in self._counts
            if full or self._counts[known] >= self._most:
                return int(_SECONDS - passed) + 1
            self._counts[known] += 1
            return 0


def _network(address: str) -> str | None:
    """What counts as one address: of IPv6 the /64 that one subscriber has; None for this machine itself."""
    try:
        found = ip_address(address)
    except ValueError:  # a socket of this machine, which has no address
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.is_loopback:
        return None
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)
