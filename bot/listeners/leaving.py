"""The app was removed from a workspace, or its tokens were ended: nothing of it is kept."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import App

from bot.desk import Desk
from bot.parts import Parts

_log = logging.getLogger(__name__)


def register(bolt: App, parts: Parts, _desk: Desk) -> None:
    """Listen; Slack tells of one removal by two events, in any order."""

    @bolt.event("app_uninstalled")
    def removed(body: dict[str, Any]) -> None:
        _erase(parts, str(body["team_id"]))

    @bolt.event("tokens_revoked")
    def revoked(body: dict[str, Any], event: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            _erase(parts, str(body["team_id"]))


def _erase(parts: Parts, team: str) -> None:
    receipt = parts.leaving.erase(team)
    if receipt.erased:
        what = ", ".join(f"{number} {name}" for name, number in receipt.erased.items())
        _log.info("workspace %s left; erased: %s", team, what)
