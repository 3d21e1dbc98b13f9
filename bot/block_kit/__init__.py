"""Is this Block Kit fit to be sent? Checks plain dicts against what Slack accepts; knows nothing of Slack's client."""

from __future__ import annotations

from bot.block_kit.mentions import live_mentions
from bot.block_kit.problems import Problem
from bot.block_kit.surfaces import check_blocks, check_message, check_view, length_problem

__all__ = ["Problem", "check_blocks", "check_message", "check_view", "length_problem", "live_mentions"]
