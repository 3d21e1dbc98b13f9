"""Which words of a text would call people: Slack reads `<!channel>`, `<@U…>` and the like wherever it renders a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_MENTION = re.compile(r"<(?:![a-z]|!subteam\^|[@#][A-Z])[^>]*>")
# What a person reads; the rest of a block are names and addresses, which nothing renders.
_RENDERED = ("text", "title", "subtitle", "body", "caption", "alt_text", "details", "output", "markdown_text")


def live_mentions(payload: Any) -> list[str]:
    """The mentions that a payload holds (a string, a block, a list of blocks or a message), in reading order.

    Escaped ones (`&lt;!channel&gt;`) call nobody and are not told.
    """
    return list(_mentions(payload, rendered=True))


def _mentions(value: Any, *, rendered: bool) -> Iterator[str]:
    if isinstance(value, str):
        if rendered:
            yield from _MENTION.findall(value)
    elif isinstance(value, list):
        for item in value:
            yield from _mentions(item, rendered=rendered)
    elif isinstance(value, dict):
        yield from _of_rich_text(value)
        for name, part in value.items():
            yield from _mentions(part, rendered=name in _RENDERED)


def _of_rich_text(element: dict[str, Any]) -> Iterator[str]:
    """In rich text a mention is an element of its own; its texts are never parsed, but cost nothing to refuse."""
    match element.get("type"):
        case "user":
            yield f"<@{element.get('user_id')}>"
        case "usergroup":
            yield f"<!subteam^{element.get('usergroup_id')}>"
        case "broadcast":
            yield f"<!{element.get('range')}>"
