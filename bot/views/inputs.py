"""Forms and what stands in them: small builders, each of which keeps what Slack asks of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.content import Block
from bot.escaping import plain

View = dict[str, Any]
Option = dict[str, Any]
MOST_TYPED = 3_000  # characters that an input of Slack takes
MOST_OF_A_VALUE = 150  # characters that an option carries
_TITLE, _LABEL, _OPTION = 24, 200, 75


def words(text: str, length: int = 3_000) -> Block:
    """A text in which nothing is read as mark-up."""
    return {"type": "plain_text", "text": plain(text, length), "emoji": False}


def modal(
    form: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str = "",
    metadata: str = "",
    tells_when_closed: bool = False,
) -> View:
    """A form, or with nothing to send a page."""
    view: View = {
        "type": "modal",
        "callback_id": form,
        "private_metadata": metadata,
        "title": words(title, _TITLE),
        "close": words(close, _TITLE),
        "notify_on_close": tells_when_closed,
        "blocks": list(blocks),
    }
    return {**view, "submit": words(submit, _TITLE)} if submit else view


def asked(
    name: str, label: str, element: Block, *, hint: str = "", optional: bool = True, tells: bool = False
) -> Block:
    """An input with its label; `tells`: each change is told to us."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": words(label, _LABEL),
        "element": element,
        "dispatch_action": tells,
    }
    return {**block, "hint": words(hint, _LABEL)} if hint else block


def typed(
    action: str,
    initial: str = "",
    *,
    several_lines: bool = False,
    most: int = MOST_TYPED,
    tells: bool = False,
) -> Block:
    """A text to type."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": several_lines,
        "max_length": most,
    }
    if initial:
        element["initial_value"] = initial[:most]
    if tells:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return element


def option(value: str, label: str, below: str = "") -> Option:
    """Something to choose."""
    made: Option = {"text": words(label, _OPTION), "value": value[:MOST_OF_A_VALUE]}
    return {**made, "description": words(below, _OPTION)} if below else made


def chosen(
    action: str, options: Mapping[Any, Option], initial: str = "", *, kind: str = "static_select"
) -> Block:
    """One of a few options: a list that unfolds, or `radio_buttons`."""
    element: Block = {"type": kind, "action_id": action, "options": list(options.values())}
    return {**element, "initial_option": options[initial]} if initial in options else element


def looked_up(action: str, initial: Sequence[Option], *, several: bool = False) -> Block:
    """Options that we are asked for while somebody types."""
    if several:
        element: Block = {"type": "multi_external_select", "action_id": action, "min_query_length": 0}
        return {**element, "initial_options": list(initial)} if initial else element
    element = {"type": "external_select", "action_id": action, "min_query_length": 1}
    return {**element, "initial_option": initial[0]} if initial else element


def value_of(given: Mapping[str, Any] | None) -> Any:
    """What stands in an input: a text, the value of an option, several values; None where nothing does."""
    found = given or {}
    if "selected_options" in found:
        return [str(one.get("value", "")) for one in found["selected_options"] or ()]
    if "selected_option" in found:
        return (found["selected_option"] or {}).get("value")
    return found.get("value")
