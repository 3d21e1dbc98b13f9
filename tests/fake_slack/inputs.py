"""Using the elements of blocks: which one is meant, and what state a value gives it."""

from __future__ import annotations

from typing import Any

from tests.fake_slack.conversations import elements_of
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.model import Json
from tests.fake_slack.views import state_key


def find_element(blocks: list[Json], name: str, user: str) -> tuple[Json, Json]:
    """The block and the element of that `action_id`, or with those words on it.

    Raises NotPossible where it is not there for that person.
    """
    for block in blocks:
        for element in elements_of(block):
            is_meant = name in (element.get("action_id"), _words(element), block.get("block_id"))
            if is_meant and user in (element.get("visible_to_user_ids") or [user]):
                return block, element
    raise NotPossible(f"there is no {name!r} on this screen")


def _words(element: Json) -> str:
    text = element.get("text")
    return str(text.get("text", "")) if isinstance(text, dict) else ""


def action(block: Json, element: Json, choice: Any, ts: str) -> Json:
    """The item of `actions` that a click, or a choice, on that element makes."""
    made: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    match element["type"]:
        case "button" | "icon_button" | "workflow_button":
            made["text"] = element["text"]
            if "value" in element:
                made["value"] = element["value"]
        case "feedback_buttons":
            side = element[f"{choice}_button"]
            made |= {"text": side["text"], "value": side["value"]}
        case _:
            made |= {k: v for k, v in state(element, choice).items() if k != "type"}
    return made


def state(element: Json, value: Any) -> Json:
    """The state of an input after a person gave it a value: a text, the words on options, an id.

    Raises NotPossible where there is no such option, or the input would not take the text.
    """
    kind = element["type"]
    key = state_key(kind)
    if key == "selected_option":
        value = _option(element, value) if value is not None else None
    elif key == "selected_options":
        value = [_option(element, one) for one in value]
    elif key == "value" and value is not None:
        _check_text(element, str(value))
        value = str(value)
    return {"type": kind, key: value}


def is_empty(given: Json) -> bool:
    """Whether an input holds nothing."""
    return all(value in (None, "", []) for key, value in given.items() if key != "type")


def _option(element: Json, wanted: Any) -> Json:
    if isinstance(wanted, dict):
        return wanted
    groups = element.get("option_groups") or []
    options = [*(element.get("options") or []), *(o for group in groups for o in group["options"])]
    for option in options:
        if wanted in (option["text"]["text"], option["value"]):
            return dict(option)
    raise NotPossible(f"there is no option {wanted!r}")


def _check_text(element: Json, text: str) -> None:
    longest = element.get("max_length", 3000)
    if len(text) > longest:
        raise NotPossible(f"only {longest} characters can be typed here")
