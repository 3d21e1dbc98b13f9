"""blocks.validate."""

from __future__ import annotations

from bot.block_kit import Problem, check_blocks, check_view
from bot.block_kit.problems import prefixed
from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Json
from tests.fake_slack.web_api.call import Call, invalid_arguments
from tests.fake_slack.web_api.registry import method


@method("blocks.validate", tier=3, errors="invalid_blocks invalid_view invalid_message")
def validate(call: Call) -> Json:
    """Say what is wrong with blocks, a view or a message, each with its pointer."""
    given = [name for name in ("blocks", "view", "message") if call.arguments.get(name) is not None]
    if len(given) != 1:
        raise invalid_arguments("must provide exactly one of `blocks`, `view`, or `message`")
    name = given[0]
    problems = _problems(name, call.data(name))
    if problems:
        raise SlackError(f"invalid_{name}", errors=[problem.as_slack_error() for problem in problems])
    return {}


def _problems(name: str, value: object) -> list[Problem]:
    if name == "view":
        return check_view(value)
    if name == "blocks":
        return check_blocks(value)
    if not isinstance(value, dict):
        raise invalid_arguments("message must be an object")
    # Slack's own check does not miss a `text`.
    return prefixed(check_blocks(value.get("blocks") or []), "/blocks")
