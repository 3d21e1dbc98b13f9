"""The right client for each workspace: its token fetched when it is needed, refreshed in time, by one at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from slack_sdk import WebClient

from bot.calls import Calls
from bot.errors import GONE, NotInstalled, Refused, SlackFailure, sorted_failure
from bot.sealing import CannotUnseal
from bot.store.installations import Installation, Installations

_EARLY_SECONDS = 2 * 3600.0  # before a token ends
_NEEDED_SECONDS = 60.0
_TIMEOUT_SECONDS = 15
_AT_ONCE_SECONDS = 1  # of the three within which a gesture is acknowledged
_PATIENCE_SECONDS, _GLANCE_SECONDS = 10.0, 0.1
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AppSecrets:
    """Who we are towards Slack; `api_url` is the address of its Web API."""

    api_url: str
    client_id: str = ""
    client_secret: str = ""


class Workspaces(Protocol):
    """Finds the installation of a workspace, with a token that holds."""

    def find(self, team: str) -> Installation | None:
        """The installation as it is, without a call to Slack."""
        ...

    def teams(self) -> tuple[str, ...]:
        """Every workspace where the app is installed; raises SlackFailure."""
        ...

    def ready(self, team: str) -> Installation:
        """The same with a token that may be used now; raises NotInstalled, SlackFailure."""
        ...


class OneWorkspace:
    """An app that a workspace made for itself: its token is in the environment and nowhere else."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token = token
        self._api_url = api_url
        self._found: Installation | None = None

    def find(self, team: str) -> Installation | None:
        """See Workspaces; asks Slack once whose token it is."""
        found = self._installation()
        return found if found.team == team else None

    def teams(self) -> tuple[str, ...]:
        """See Workspaces."""
        return (self._installation().team,)

    def ready(self, team: str) -> Installation:
        """See Workspaces."""
        found = self.find(team)
        if found is None:
            raise NotInstalled(team)
        return found

    def _installation(self) -> Installation:
        if self._found is None:
            told = Calls(web_client(self._api_url, self._token)).call("auth.test")
            self._found = Installation(
                team=str(told["team_id"]),
                bot_user=str(told["user_id"]),
                bot=str(told.get("bot_id", "")),
                token=self._token,
            )
        return self._found


class ManyWorkspaces:
    """An app that any workspace may install."""

    def __init__(
        self, installations: Installations, secrets: AppSecrets, now: Callable[[], float] = time.time
    ) -> None:
        self._installations = installations
        self._secrets = secrets
        self._now = now

    def find(self, team: str) -> Installation | None:
        """See Workspaces. A token that cannot be read is none: only installing the app again helps."""
        try:
            return self._installations.find(team)
        except CannotUnseal as failure:
            _log.error("%s", failure)
            return None

    def teams(self) -> tuple[str, ...]:
        """See Workspaces."""
        return self._installations.teams()

    def ready(self, team: str) -> Installation:
        """See Workspaces. A refresh token works once: who has the right refreshes, the others wait for the result."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            found = self.find(team)
            if found is None:
                raise NotInstalled(team)
            left = found.expires - self._now() if found.expires else float("inf")
            if left > _EARLY_SECONDS:
                return found
            if self._installations.begin_refresh(team):
                return self._refreshed(team)
            if left > _NEEDED_SECONDS or time.monotonic() > deadline:
                return found
            time.sleep(_GLANCE_SECONDS)

    def _refreshed(self, team: str) -> Installation:
        found = self.find(team)  # again: it may have been refreshed before we had the right
        if found is None:
            raise NotInstalled(team)
        if not found.expires or found.expires - self._now() > _EARLY_SECONDS:
            self._installations.end_refresh(found)
            return found
        try:
            fresh = self._refresh(found)
        except SlackFailure as failure:
            _log.warning("the token of %s could not be refreshed: %s", team, failure)
            self._installations.end_refresh(found)
            return found
        self._installations.end_refresh(fresh)
        return fresh

    def _refresh(self, found: Installation) -> Installation:
        try:
            told = web_client(self._secrets.api_url, None).oauth_v2_access(
                client_id=self._secrets.client_id,
                client_secret=self._secrets.client_secret,
                grant_type="refresh_token",
                refresh_token=found.refresh_token,
            )
            return replace(
                found,
                token=str(told["access_token"]),
                refresh_token=str(told.get("refresh_token") or ""),
                expires=self._now() + float(told["expires_in"]),
            )
        except Exception as error:
            raise sorted_failure("oauth.v2.access", error) from error


class Clients:
    """Makes the calls of a workspace; `on_gone` hears of workspaces whose token is dead."""

    def __init__(
        self,
        workspaces: Workspaces,
        api_url: str,
        *,
        on_gone: Callable[[str, str], None] = lambda _team, _why: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._workspaces = workspaces
        self._api_url = api_url
        self._on_gone = on_gone
        self._sleep = sleep

    def of(self, team: str, *, at_once: bool = False) -> Calls:
        """The calls of that workspace; raises NotInstalled, SlackFailure.

        `at_once`: somebody waits for an acknowledgement, so that no token is refreshed and no call takes long.
        """
        installation = self._workspaces.find(team) if at_once else self._workspaces.ready(team)
        if installation is None:
            raise NotInstalled(team)
        timeout = _AT_ONCE_SECONDS if at_once else _TIMEOUT_SECONDS
        client = web_client(self._api_url, installation.token, timeout=timeout)
        return Calls(client, sleep=self._sleep, on_refused=lambda refused: self._heard(team, refused))

    def installation(self, team: str) -> Installation | None:
        """The installation of that workspace."""
        return self._workspaces.find(team)

    def _heard(self, team: str, refused: Refused) -> None:
        if refused.error in GONE:
            self._on_gone(team, refused.error)
        elif refused.error == "missing_scope":
            _log.error("workspace %s: %s; install the app again with this scope", team, refused)


def web_client(api_url: str, token: str | None, *, timeout: int = _TIMEOUT_SECONDS) -> WebClient:
    """Slack's client without its own retries, which would do things twice."""
    return WebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[], logger=_quiet)


_quiet = logging.getLogger(f"{__name__}.sdk")
_quiet.setLevel(logging.CRITICAL)  # what it writes holds addresses and answers; failures are told by us
