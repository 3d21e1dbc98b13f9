"""Moments as they are stored: UTC, to the second, in the order of their text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Now = Callable[[], datetime]


def now_utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """`2026-11-30T18:00:00+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def read(text: str) -> datetime:
    """The moment that was written."""
    return datetime.fromisoformat(text)


def day(moment: datetime) -> date:
    """The day on which it is, in UTC."""
    return moment.astimezone(UTC).date()
