"""What a message, a modal and a home tab may hold as a whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from bot.block_kit.blocks import BLOCKS, MARKDOWN_LENGTH
from bot.block_kit.elements import NAME, plain
from bot.block_kit.problems import Problem, Problems, prefixed
from bot.block_kit.rules import anything, both, flag, may, must, one_of, several, shaped, string, typed

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
# Slack documents no total; messages were seen refused from here on.
MESSAGE_LENGTH = 13_200
VIEW_BYTES = 250_000

_MESSAGES_ONLY = (
    "markdown",
    "table",
    "data_table",
    "plan",
    "task_card",
    "context_actions",
    "card",
    "carousel",
)
_NOT_ON: Mapping[Surface, tuple[str, ...]] = {
    "message": ("alert",),
    "modal": (*_MESSAGES_ONLY, "file"),
    "home": (*_MESSAGES_ONLY, "file", "alert"),
}

_MODAL = {
    "type": must(one_of("modal")),
    "title": must(plain(24)),
    "blocks": must(anything),
    "close": may(plain(24)),
    "submit": may(plain(24)),
    "private_metadata": may(string(3000, 0)),
    "callback_id": may(string(255, 0)),
    "external_id": may(string(255, 0)),
    "clear_on_close": may(flag),
    "notify_on_close": may(flag),
    "submit_disabled": may(flag),
}
_HOME = {
    "type": must(one_of("home")),
    "blocks": must(anything),
    "private_metadata": may(string(3000, 0)),
    "callback_id": may(NAME),
    "external_id": may(string(255, 0)),
}


def check_blocks(blocks: Any, surface: Surface = "message") -> Problems:
    """What Slack would refuse in this list of blocks on that surface; pointers begin at the list."""
    rule = both(
        several(typed(BLOCKS), MOST_BLOCKS[surface], 0), _on(surface), _unique_names, _one_way_to_show_tasks
    )
    return rule(blocks, "")


def check_message(message: Any) -> Problems:
    """What Slack would refuse in a message (`text`, `blocks`, …); a message without `text` has no notification.

    Slack accepts blocks without `text`; people who listen to their screen hear nothing then, so it is a problem here.
    """
    if not isinstance(message, dict):
        return [Problem("", "must be an object", "type", "object")]
    problems = (
        prefixed(check_blocks(message["blocks"]), "/blocks") if message.get("blocks") is not None else []
    )
    if not str(message.get("text") or message.get("markdown_text") or "").strip():
        problems.append(
            Problem("/text", "must hold a text for notifications and screen readers", "required", "text")
        )
    return problems


def check_view(view: Any) -> Problems:
    """What Slack would refuse in a modal or a home tab; pointers begin at the view."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return [Problem("/type", "must be modal or home", "enum", ["modal", "home"])]
    surface: Surface = view["type"]
    problems = shaped(_MODAL if surface == "modal" else _HOME)(view, "")
    problems += prefixed(check_blocks(view.get("blocks"), surface), "/blocks")
    asks = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks") or [])
    if surface == "modal" and asks and not view.get("submit"):
        problems.append(
            Problem("/submit", "must be defined when an input is in the blocks", "required", "submit")
        )
    return problems


def length_problem(blocks: Sequence[Any]) -> str | None:
    """`msg_too_long` or `msg_blocks_too_long`, the error that Slack gives blocks that are too long as a whole; or None."""
    markdown = sum(
        len(str(b.get("text", ""))) for b in blocks if isinstance(b, dict) and b.get("type") == "markdown"
    )
    if markdown > MARKDOWN_LENGTH:
        return "msg_too_long"
    tables = [b for b in blocks if isinstance(b, dict) and b.get("type") == "data_table"]
    rest = [b for b in blocks if b not in tables]
    return "msg_blocks_too_long" if sum(map(len, _texts(rest))) > MESSAGE_LENGTH else None


def view_too_large(view: Mapping[str, Any]) -> bool:
    """Whether a view is heavier than Slack takes."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def _on(surface: Surface) -> Any:
    def check(blocks: Any, at: str) -> Problems:
        return [
            Problem(f"{at}/{i}/type", f"unsupported type on a {surface}: {block['type']}", "surface", surface)
            for i, block in enumerate(blocks)
            if block["type"] in _NOT_ON[surface]
        ]

    return check


def _unique_names(blocks: Any, at: str) -> Problems:
    """Each `block_id` once a payload, each `action_id` once a block."""
    problems = _repeated(
        [(f"{at}/{i}", b["block_id"]) for i, b in enumerate(blocks) if b.get("block_id")], "block_id"
    )
    for i, block in enumerate(blocks):
        problems += _repeated(list(_action_ids(block, f"{at}/{i}")), "action_id")
    return problems


def _repeated(named: Sequence[tuple[str, str]], name: str) -> Problems:
    seen: Counter[str] = Counter()
    problems = []
    for pointer, value in named:
        seen[value] += 1
        if seen[value] > 1:
            problems.append(Problem(f"{pointer}/{name}", f"{name} {value} already exists", "unique", name))
    return problems


def _action_ids(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if isinstance(value.get("action_id"), str):
            yield at, value["action_id"]
        for name, part in value.items():
            yield from _action_ids(part, f"{at}/{name}")
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _action_ids(part, f"{at}/{i}")


def _one_way_to_show_tasks(blocks: Any, at: str) -> Problems:
    kinds = {block["type"] for block in blocks}
    if {"plan", "task_card"} <= kinds:
        return [
            Problem(
                at, "task_card and plan exclude each other in a message", "exclusive", ["plan", "task_card"]
            )
        ]
    return []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "text" and isinstance(part, str):
                yield part
            else:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
