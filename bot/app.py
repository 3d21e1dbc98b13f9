"""The Bolt app over the parts: who asks is recognised, every listener registered, nothing global."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.clients import web_client
from bot.desk import Desk
from bot.listeners import (
    actions,
    commands,
    fiches,
    home,
    leaving,
    members,
    mentions,
    messages,
    reviews,
    sessions,
    shortcuts,
    unfurl,
    views,
)
from bot.parts import Parts

# Of two that would take the same, the first does: the words of members come before all others of the command.
_WORK = (fiches, reviews, members)
_LISTENERS = (
    *_WORK,
    mentions,
    messages,
    commands,
    shortcuts,
    actions,
    views,
    home,
    unfurl,
    sessions,
    leaving,
)
_log = logging.getLogger("bot.bolt")


def build_app(parts: Parts, *, signing_secret: str = "") -> App:
    """The app. What is acknowledged is in the queue already: a process that dies loses nothing of it.

    Without a signing secret it can be used with Socket Mode only.
    """
    bolt = App(
        name="passerelle",
        logger=_log,
        client=web_client(parts.settings.api_url, None),
        authorize=_authorize(parts),  # type: ignore[arg-type]  # None is how it says that nobody is known
        signing_secret=signing_secret,
        request_verification_enabled=bool(signing_secret),
        process_before_response=True,
    )
    desk = Desk(parts)
    for module in _LISTENERS:
        module.register(bolt, parts, desk)
    return bolt


def _authorize(parts: Parts) -> Callable[..., AuthorizeResult | None]:
    def authorize(team_id: str | None, enterprise_id: str | None, **_more: Any) -> AuthorizeResult | None:
        installation = parts.workspaces.find(team_id) if team_id else None
        if installation is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=installation.team,
            bot_user_id=installation.bot_user,
            bot_id=installation.bot,
            bot_token=installation.token,
        )

    return authorize
