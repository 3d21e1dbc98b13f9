"""Texts, options and interactive elements, with the limits that Slack documents (docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

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

NAME = string(255)
PLACEHOLDER_LENGTH = 150
OPTIONS = 100


def plain(maximum: int) -> Rule:
    """A `plain_text` object."""
    return typed({"plain_text": shaped(_text(maximum) | {"emoji": may(flag)})})


def text(maximum: int) -> Rule:
    """A `plain_text` or `mrkdwn` object."""
    return typed(
        {
            "plain_text": shaped(_text(maximum) | {"emoji": may(flag)}),
            "mrkdwn": shaped(_text(maximum) | {"verbatim": may(flag)}),
        }
    )


def _text(maximum: int) -> Shape:
    return {"type": must(anything), "text": must(string(maximum))}


CONFIRM = shaped(
    {
        "title": must(plain(100)),
        "text": must(text(300)),
        "confirm": must(plain(30)),
        "deny": must(plain(30)),
        "style": may(one_of("primary", "danger")),
    }
)

_OPTION: Shape = {"text": must(plain(75)), "value": must(string(150)), "description": may(plain(75))}
OPTION = shaped(_OPTION)
_OPTION_WITH_LINK = shaped({**_OPTION, "url": may(url())})
_RICH_OPTION = shaped({**_OPTION, "text": must(text(75)), "description": may(text(75))})
OPTION_GROUP = shaped({"label": must(plain(75)), "options": must(several(OPTION, OPTIONS))})

_KIND: Shape = {"type": must(anything), "action_id": may(NAME)}
_ASKED: Shape = {**_KIND, "confirm": may(CONFIRM)}
_FOCUSED: Shape = {**_KIND, "focus_on_load": may(flag)}
_PROMPTED: Shape = {**_FOCUSED, "placeholder": may(plain(PLACEHOLDER_LENGTH))}
_PICKED: Shape = {**_PROMPTED, "confirm": may(CONFIRM)}
_MANY: Shape = {**_PICKED, "max_selected_items": may(whole(1, OPTIONS))}
_DISPATCH = shaped(
    {"trigger_actions_on": may(several(one_of("on_enter_pressed", "on_character_entered"), maximum=2))}
)
_TYPED: Shape = {**_PROMPTED, "initial_value": may(string(3000, 0)), "dispatch_action_config": may(_DISPATCH)}
_CHOICES: Shape = {
    "options": may(several(OPTION, OPTIONS)),
    "option_groups": may(several(OPTION_GROUP, OPTIONS)),
}
_IDS = several(string(255), OPTIONS, 0)
_FILTER = shaped(
    {
        "include": may(several(one_of("im", "mpim", "private", "public"), maximum=4)),
        "exclude_external_shared_channels": may(flag),
        "exclude_bot_users": may(flag),
    }
)
_CONVERSATIONS: Shape = {"default_to_current_conversation": may(flag), "filter": may(_FILTER)}
_ANSWERS_HERE: Shape = {"response_url_enabled": may(flag)}
_FEEDBACK = shaped(
    {"text": must(plain(75)), "value": must(string(2000)), "accessibility_label": may(string(75))}
)


def _chooser(shape: Shape) -> Rule:
    return both(shaped({**shape, **_CHOICES}), exactly_one("options", "option_groups"))


IMAGE = both(
    shaped(
        {
            "type": must(anything),
            "image_url": may(url()),
            "slack_file": may(anything),
            "alt_text": must(string(2000)),
        }
    ),
    exactly_one("image_url", "slack_file"),
)

URL_SOURCE = typed(
    {
        "url": shaped(
            {"type": must(anything), "url": must(url()), "text": must(string(3000)), "icon_url": may(url())}
        )
    }
)

ELEMENTS: dict[str, Rule] = {
    "button": shaped(
        {
            **_ASKED,
            "text": must(plain(75)),
            "url": may(url()),
            "value": may(string(2000)),
            "style": may(one_of("primary", "danger")),
            "accessibility_label": may(string(75)),
            "agent_prompt": may(string(4000)),
        }
    ),
    "checkboxes": shaped(
        {
            **_FOCUSED,
            "options": must(several(_RICH_OPTION, 10)),
            "initial_options": may(several(_RICH_OPTION, 10)),
            "confirm": may(CONFIRM),
        }
    ),
    "radio_buttons": shaped(
        {
            **_FOCUSED,
            "options": must(several(_RICH_OPTION, 10)),
            "initial_option": may(_RICH_OPTION),
            "confirm": may(CONFIRM),
        }
    ),
    "overflow": shaped({**_ASKED, "options": must(several(_OPTION_WITH_LINK, 5))}),
    "datepicker": shaped({**_PICKED, "initial_date": may(string(10, 10))}),
    "timepicker": shaped({**_PICKED, "initial_time": may(string(5, 5)), "timezone": may(string(100))}),
    "datetimepicker": shaped(
        {**_FOCUSED, "initial_date_time": may(whole(1_000_000_000, 9_999_999_999)), "confirm": may(CONFIRM)}
    ),
    "plain_text_input": shaped(
        {
            **_TYPED,
            "multiline": may(flag),
            "min_length": may(whole(0, 3000)),
            "max_length": may(whole(1, 3000)),
        }
    ),
    "rich_text_input": shaped(
        {**_PROMPTED, "initial_value": may(anything), "dispatch_action_config": may(_DISPATCH)}
    ),
    "email_text_input": shaped(_TYPED),
    "url_text_input": shaped(_TYPED),
    "number_input": shaped(
        {
            **_TYPED,
            "is_decimal_allowed": must(flag),
            "min_value": may(string(100)),
            "max_value": may(string(100)),
        }
    ),
    "file_input": shaped(
        {**_KIND, "filetypes": may(several(string(20), OPTIONS)), "max_files": may(whole(1, 10))}
    ),
    "static_select": _chooser({**_PICKED, "initial_option": may(OPTION)}),
    "multi_static_select": _chooser({**_MANY, "initial_options": may(several(OPTION, OPTIONS))}),
    "external_select": shaped(
        {**_PICKED, "initial_option": may(OPTION), "min_query_length": may(whole(0, 3000))}
    ),
    "multi_external_select": shaped(
        {**_MANY, "initial_options": may(several(OPTION, OPTIONS)), "min_query_length": may(whole(0, 3000))}
    ),
    "users_select": shaped({**_PICKED, "initial_user": may(NAME)}),
    "multi_users_select": shaped({**_MANY, "initial_users": may(_IDS)}),
    "conversations_select": shaped(
        {**_PICKED, **_CONVERSATIONS, **_ANSWERS_HERE, "initial_conversation": may(NAME)}
    ),
    "multi_conversations_select": shaped({**_MANY, **_CONVERSATIONS, "initial_conversations": may(_IDS)}),
    "channels_select": shaped({**_PICKED, **_ANSWERS_HERE, "initial_channel": may(NAME)}),
    "multi_channels_select": shaped({**_MANY, "initial_channels": may(_IDS)}),
    "feedback_buttons": shaped(
        {**_KIND, "positive_button": must(_FEEDBACK), "negative_button": must(_FEEDBACK)}
    ),
    "icon_button": shaped(
        {
            **_ASKED,
            "icon": must(one_of("trash")),
            "text": must(plain(75)),
            "value": may(string(2000)),
            "accessibility_label": may(string(75)),
            "visible_to_user_ids": may(several(NAME, 10, 0)),
        }
    ),
    "image": IMAGE,
}

IN_INPUT = (
    *(
        "plain_text_input",
        "rich_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "file_input",
    ),
    *("checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"),
    *(
        f"{many}{kind}_select"
        for kind in ("static", "external", "users", "conversations", "channels")
        for many in ("", "multi_")
    ),
)
_SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
_PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker", "overflow", "button")
IN_ACTIONS = (*_SELECTS, *_PICKERS, "datetimepicker", "rich_text_input")
IN_ACCESSORY = (*_SELECTS, *_PICKERS, "image")
