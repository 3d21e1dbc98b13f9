"""Installing the app by OAuth: a state that is used once, a code for tokens, and the tokens sealed away."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import delete, insert

from bot.clients import AppSecrets, web_client
from bot.errors import SlackFailure, sorted_failure
from bot.store.installations import Installation, Installations
from retrieval.state.database import StateDatabase
from retrieval.state.tables import slack_oauth_states as states

_STATE_SECONDS = 600.0
_AUTHORIZE = "https://slack.com/oauth/v2/authorize"
_log = logging.getLogger(__name__)


class BadState(SlackFailure):
    """Whoever comes back did not leave from here, or too long ago."""

    def __init__(self) -> None:
        super().__init__("the installation was not begun here, or more than ten minutes ago")


@dataclass(frozen=True)
class Installing:
    """Begins and completes installations. `redirect_url` is where Slack sends people back to."""

    database: StateDatabase
    installations: Installations
    secrets: AppSecrets
    scopes: tuple[str, ...]
    redirect_url: str
    now: Callable[[], float] = time.time

    def begin(self) -> tuple[str, str]:
        """A new state, to be kept by the browser too, and the address on Slack to go to."""
        state = secrets.token_urlsafe(32)
        at = self.now()
        with self.database.writing() as connection:
            connection.execute(delete(states).where(states.c.at < at - _STATE_SECONDS))
            connection.execute(insert(states).values(state=state, at=at))
        query = {
            "client_id": self.secrets.client_id,
            "scope": ",".join(self.scopes),
            "redirect_uri": self.redirect_url,
            "state": state,
        }
        return state, f"{_AUTHORIZE}?{urlencode(query)}"

    def complete(self, code: str, state: str, kept_state: str) -> Installation:
        """Exchange a code for tokens and keep them; raises BadState, SlackFailure."""
        if (
            not state
            or not secrets.compare_digest(state.encode(), kept_state.encode())
            or not self._spent(state)
        ):
            raise BadState
        installation = self._exchanged(code)
        self.installations.save(installation)
        _log.info("installed in workspace %s", installation.team)
        return installation

    def _spent(self, state: str) -> bool:
        """Use a state up; False where it is unknown, used or expired."""
        valid = (states.c.state == state) & (states.c.at >= self.now() - _STATE_SECONDS)
        with self.database.writing() as connection:
            return connection.execute(delete(states).where(valid)).rowcount > 0

    def _exchanged(self, code: str) -> Installation:
        try:
            told = web_client(self.secrets.api_url, None).oauth_v2_access(
                client_id=self.secrets.client_id,
                client_secret=self.secrets.client_secret,
                code=code,
                redirect_uri=self.redirect_url,
            )
            token = str(told["access_token"])
            bot = web_client(self.secrets.api_url, token).auth_test().get("bot_id") or ""
        except Exception as error:
            raise sorted_failure("oauth.v2.access", error) from error
        seconds = float(told.get("expires_in") or 0)
        return Installation(
            team=str(told["team"]["id"]),
            enterprise=str((told.get("enterprise") or {}).get("id") or ""),
            app=str(told.get("app_id") or ""),
            bot_user=str(told["bot_user_id"]),
            bot=str(bot),
            scopes=tuple(sorted(str(told.get("scope") or "").split(","))),
            token=token,
            refresh_token=str(told.get("refresh_token") or ""),
            expires=self.now() + seconds if seconds else 0.0,
        )
