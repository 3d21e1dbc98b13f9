"""Paging cursors: opaque to callers, and of one list only."""

from __future__ import annotations

import base64
import binascii

from retrieval.errors import ExpiredCursor


def encoded(of: str, place: str) -> str:
    """The cursor of a place in a list."""
    return base64.urlsafe_b64encode(f"{of}:{place}".encode()).decode().rstrip("=")


def decoded(cursor: str, of: str) -> str:
    """The place that a cursor of this list names; "" for no cursor. Raises ExpiredCursor."""
    if not cursor:
        return ""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise ExpiredCursor(f"the cursor {cursor[:40]!r} was not made here") from error
    if not text.startswith(f"{of}:"):
        raise ExpiredCursor(f"the cursor {cursor[:40]!r} was not made here")
    return text.removeprefix(f"{of}:")
