"""What Slack makes of what a person types: names become mentions, addresses links, signs entities."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.fake_slack.model import Json

_URL = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\]'\"»]")
_NAME = re.compile(r"@([\w.\-]+)")
_PART = re.compile(r"<([^<>]+)>")


def as_sent(typed: str, ids: Mapping[str, str]) -> str:
    """The `text` of the message; `ids` are user ids by name."""
    text = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _URL.sub(lambda m: f"<{m.group(0)}>", text)
    return _NAME.sub(lambda m: f"<@{ids[m.group(1)]}>" if m.group(1) in ids else m.group(0), text)


def rich_text(text: str) -> list[Json]:
    """The `rich_text` block that comes with a typed message."""
    elements: list[Json] = []
    position = 0
    for match in _PART.finditer(text):
        elements += _plain(text[position : match.start()])
        elements.append(_token(match.group(1)))
        position = match.end()
    elements += _plain(text[position:])
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "elements": [section]}] if elements else []


def _plain(text: str) -> list[Json]:
    shown = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return [{"type": "text", "text": shown}] if shown else []


def _token(inner: str) -> Json:
    if inner.startswith("@"):
        return {"type": "user", "user_id": inner[1:].split("|")[0]}
    if inner.startswith("!"):
        return {"type": "broadcast", "range": inner[1:].split("|")[0]}
    return {"type": "link", "url": inner.split("|")[0].replace("&amp;", "&")}
