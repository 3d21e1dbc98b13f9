"""What an acknowledgement does to a screen: forms that stay, change or close, answers to commands, options."""

from __future__ import annotations

from typing import Any

from bot.block_kit.elements import OPTION, OPTION_GROUP
from bot.block_kit.rules import several
from tests.fake_slack.apps import Installation
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import SlackError
from tests.fake_slack.journal import Shown
from tests.fake_slack.model import Channel, Json, User, View
from tests.fake_slack.slack import Slack
from tests.fake_slack.web_api.messages import check_content

TROUBLE = "We had some trouble connecting. Try again?"
MOST_OPTIONS = 100


def notice(slack: Slack, user: User, text: str) -> None:
    """A sentence of Slack's own on one person's screen."""
    slack.journal.show(
        Shown(
            slack.clock.now(),
            "notice",
            "slackbot",
            slack.clock.timestamp(),
            "Slack",
            text,
            frozenset({user.id}),
        )
    )


def after_submission(
    slack: Slack, user: User, view: View, installation: Installation, delivery: Delivery
) -> None:
    """Do what the app answered to a form."""
    if delivery.outcome != "acknowledged":
        notice(slack, user, TROUBLE)
        return
    answer: Json = delivery.answer or {}
    try:
        _apply(slack, view, installation, answer)
    except SlackError as error:
        notice(slack, user, f"{TROUBLE} ({error.error})")


def _apply(slack: Slack, view: View, installation: Installation, answer: Json) -> None:
    match answer.get("response_action"):
        case None:
            slack.views.close(view)
        case "clear":
            slack.views.close(view, everything=True)
        case "update":
            slack.views.update(view, answer["view"])
        case "push":
            slack.views.push(answer["view"], view.user, installation)
        case "errors":
            _refuse(slack, view, answer.get("errors") or {})
        case other:
            raise SlackError(f"invalid_response_action {other}")


def _refuse(slack: Slack, view: View, errors: dict[str, str]) -> None:
    inputs = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    if not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    slack.views.refuse(view, errors)


def after_command(
    slack: Slack, user: User, channel: Channel, bot: User, command: str, delivery: Delivery
) -> None:
    """Show what the app answered to a command, to the one who ran it or to all."""
    if delivery.outcome != "acknowledged":
        notice(slack, user, f"{command} failed with the error “operation_timeout”")
        return
    answer: Json = delivery.answer if isinstance(delivery.answer, dict) else {}
    text, blocks = str(answer.get("text") or ""), answer.get("blocks") or []
    if not text and not blocks:
        return
    try:
        check_content(blocks, answer.get("attachments") or [])
    except SlackError as error:
        notice(slack, user, f"{command} failed with the error “{error.error}”")
        return
    if answer.get("response_type") == "in_channel":
        slack.conversations.post(channel, bot, text, blocks=blocks)
    else:
        slack.conversations.post_ephemeral(channel, bot, text, user.id, blocks=blocks)


def offered_options(slack: Slack, user: User, delivery: Delivery) -> list[Json]:
    """The options that the app gave, which people then choose from; none where it was late or gave what Slack refuses."""
    answer: Any = delivery.answer if delivery.outcome == "acknowledged" else None
    if not isinstance(answer, dict):
        notice(slack, user, "No options could be loaded.")
        return []
    groups = answer.get("option_groups") or []
    options = answer.get("options") or [option for group in groups for option in group.get("options", [])]
    problems = several(OPTION, MOST_OPTIONS, 0)(answer.get("options") or [], "/options")
    problems += several(OPTION_GROUP, MOST_OPTIONS, 0)(groups, "/option_groups")
    if problems:
        notice(slack, user, f"No options could be loaded. {problems[0].message}")
        return []
    text = " | ".join(str(option["text"]["text"]) for option in options)
    line = Shown(
        slack.clock.now(),
        "options",
        "options",
        delivery.payload["action_id"],
        delivery.app.id,
        text,
        frozenset({user.id}),
    )
    slack.journal.show(line)
    return list(options)
