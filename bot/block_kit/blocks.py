"""Each type of block: its keys, what they hold, and how much."""

from __future__ import annotations

from typing import Any

from bot.block_kit.elements import (
    ELEMENTS,
    IMAGE,
    IN_ACCESSORY,
    IN_ACTIONS,
    IN_INPUT,
    NAME,
    URL_SOURCE,
    plain,
    text,
)
from bot.block_kit.problems import Problem, Problems
from bot.block_kit.rules import (
    Rule,
    Shape,
    anything,
    both,
    exactly_one,
    flag,
    may,
    must,
    one_of,
    several,
    shaped,
    string,
    typed,
    url,
    whole,
)

MARKDOWN_LENGTH = 12_000
DATA_TABLE_LENGTH = 20_000

_BLOCK: Shape = {"type": must(anything), "block_id": may(NAME)}
_IN_CONTEXT: dict[str, Rule] = {"image": IMAGE, "plain_text": plain(2000), "mrkdwn": text(2000)}
_RICH_PARTS = one_of("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")


def _at_least_text_or_fields(block: Any, at: str) -> Problems:
    if block.get("text") is None and block.get("fields") is None:
        return [Problem(at, "must provide text or fields", "required", ["text", "fields"])]
    return []


def _rich_part(part: Any, at: str) -> Problems:
    if not isinstance(part, dict):
        return [Problem(at, "must be an object", "type", "object")]
    return _RICH_PARTS(part.get("type"), f"{at}/type") + several(anything, 10_000, 0)(
        part.get("elements"), f"{at}/elements"
    )


_RICH_TEXT = shaped({**_BLOCK, "elements": must(several(_rich_part, 1_000, 0))})
_RAW_TEXT = shaped({"type": must(anything), "text": must(string(3000))})
_RAW_NUMBER = shaped({"type": must(anything), "text": must(string(3000)), "value": must(anything)})
_HEADER_CELL: dict[str, Rule] = {"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER}
_CELL: dict[str, Rule] = {**_HEADER_CELL, "rich_text": _RICH_TEXT}


def _as_wide_as_the_first(block: Any, at: str) -> Problems:
    widths = [len(row) for row in block["rows"]]
    return [
        Problem(f"{at}/rows/{i}", f"must have {widths[0]} cells like the first row", "row_length", widths[0])
        for i, width in enumerate(widths)
        if width != widths[0]
    ]


def _plain_header(block: Any, at: str) -> Problems:
    return several(typed(_HEADER_CELL), 20)(block["rows"][0], f"{at}/rows/0")


def _not_too_many_characters(block: Any, at: str) -> Problems:
    total = sum(len(str(cell.get("text", ""))) for row in block["rows"] for cell in row)
    if total <= DATA_TABLE_LENGTH:
        return []
    return [
        Problem(f"{at}/rows", f"no more than {DATA_TABLE_LENGTH} characters", "max_length", DATA_TABLE_LENGTH)
    ]


_TASK: Shape = {
    **_BLOCK,
    "task_id": must(NAME),
    "title": must(string(3000)),
    "details": may(_RICH_TEXT),
    "output": may(_RICH_TEXT),
    "sources": may(several(URL_SOURCE, 100, 0)),
}
_STATUS = one_of("pending", "in_progress", "complete", "error")
_STARTED = one_of("in_progress", "complete", "error")
_TASK_OF_PLAN = typed({"task_card": shaped({**_TASK, "status": must(_STATUS)})})
_COLUMN = shaped({"align": may(one_of("left", "center", "right")), "is_wrapped": may(flag)})
_CARD = shaped(
    {
        **_BLOCK,
        "icon": may(IMAGE),
        "hero_image": may(IMAGE),
        "title": may(text(150)),
        "subtitle": may(text(150)),
        "body": may(text(200)),
        "actions": may(several(typed(ELEMENTS, "button"), 3)),
    }
)

BLOCKS: dict[str, Rule] = {
    "actions": shaped({**_BLOCK, "elements": must(several(typed(ELEMENTS, *IN_ACTIONS), 25))}),
    "alert": shaped(
        {
            **_BLOCK,
            "text": must(text(3000)),
            "level": may(one_of("default", "info", "warning", "error", "success")),
        }
    ),
    "card": _CARD,
    "carousel": shaped({**_BLOCK, "elements": must(several(typed({"card": _CARD}), 10))}),
    "context": shaped({**_BLOCK, "elements": must(several(typed(_IN_CONTEXT), 10))}),
    "context_actions": shaped(
        {**_BLOCK, "elements": must(several(typed(ELEMENTS, "feedback_buttons", "icon_button"), 5))}
    ),
    "data_table": both(
        shaped(
            {
                **_BLOCK,
                "caption": must(string(3000)),
                "rows": must(several(several(typed(_CELL), 20), 201, 2)),
                "page_size": may(whole(1, 100)),
                "row_header_column_index": may(whole(0, 19)),
            }
        ),
        _as_wide_as_the_first,
        _plain_header,
        _not_too_many_characters,
    ),
    "divider": shaped(_BLOCK),
    "file": shaped({**_BLOCK, "external_id": must(NAME), "source": must(one_of("remote"))}),
    "header": shaped({**_BLOCK, "text": must(plain(150))}),
    "image": both(
        shaped(
            {
                **_BLOCK,
                "image_url": may(url()),
                "slack_file": may(anything),
                "alt_text": must(string(2000)),
                "title": may(plain(2000)),
            }
        ),
        exactly_one("image_url", "slack_file"),
    ),
    "input": shaped(
        {
            **_BLOCK,
            "label": must(plain(2000)),
            "element": must(typed(ELEMENTS, *IN_INPUT)),
            "hint": may(plain(2000)),
            "optional": may(flag),
            "dispatch_action": may(flag),
        }
    ),
    "markdown": shaped({**_BLOCK, "text": must(string(MARKDOWN_LENGTH))}),
    "plan": shaped({**_BLOCK, "title": must(string(3000)), "tasks": may(several(_TASK_OF_PLAN, 50, 0))}),
    "rich_text": _RICH_TEXT,
    "section": both(
        shaped(
            {
                **_BLOCK,
                "text": may(text(3000)),
                "fields": may(several(text(2000), 10)),
                "accessory": may(typed(ELEMENTS, *IN_ACCESSORY)),
                "expand": may(flag),
            }
        ),
        _at_least_text_or_fields,
    ),
    "table": shaped(
        {
            **_BLOCK,
            "rows": must(several(several(typed(_CELL), 20), 100)),
            "column_settings": may(several(_COLUMN, 20)),
        }
    ),
    # A card that stands alone shows work that has begun.
    "task_card": shaped({**_TASK, "status": must(_STARTED)}),
    "video": shaped(
        {
            **_BLOCK,
            "alt_text": must(string(2000)),
            "video_url": must(url()),
            "thumbnail_url": must(url()),
            "title": must(plain(200)),
            "title_url": may(url()),
            "description": may(plain(200)),
            "provider_icon_url": may(url()),
            "provider_name": may(string(200)),
            "author_name": may(string(50)),
        }
    ),
}

_INSIDE = {name: rule for name, rule in BLOCKS.items() if name not in ("alert", "carousel")}


def _titled(block: Any, at: str) -> Problems:
    if block.get("title") is None and block.get("rich_text_title") is None:
        return [
            Problem(at, "must provide title or rich_text_title", "required", ["title", "rich_text_title"])
        ]
    return []


BLOCKS["container"] = both(
    shaped(
        {
            **_BLOCK,
            "title": may(plain(150)),
            "rich_text_title": may(_RICH_TEXT),
            "subtitle": may(text(150)),
            "icon": may(IMAGE),
            "width": may(one_of("narrow", "standard", "wide", "full")),
            "is_collapsible": may(flag),
            "default_collapsed": may(flag),
            "has_header_divider": may(flag),
            "child_blocks": must(several(typed(_INSIDE), 10)),
        }
    ),
    _titled,
)
