"""Apps, their installations and their tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from tests.fake_slack.model import Json

Distribution = Literal["internal", "marketplace", "unlisted"]
TWELVE_HOURS = 43_200


@dataclass
class SlackApp:
    """An app as its settings page shows it.

    `distribution` is `internal` (made by the customer), `marketplace` or `unlisted`; the last may read one page of
    15 messages a minute only.
    """

    id: str
    manifest: Json
    distribution: Distribution = "internal"
    client_id: str = ""
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    verification_token: str = field(default_factory=lambda: secrets.token_hex(12), repr=False)
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(16)}", repr=False)

    def listens_on(self, address: str) -> None:
        """Move each address of the manifest to that scheme, host and port; paths stay."""
        settings = self.manifest.get("settings", {})
        for section in (settings.get("event_subscriptions", {}), settings.get("interactivity", {})):
            for key in ("request_url", "message_menu_options_url"):
                if key in section:
                    section[key] = _moved(section[key], address)
        for command in self.manifest.get("features", {}).get("slash_commands", []):
            if "url" in command:
                command["url"] = _moved(command["url"], address)
        oauth = self.manifest.get("oauth_config", {})
        if "redirect_urls" in oauth:
            oauth["redirect_urls"] = [_moved(url, address) for url in oauth["redirect_urls"]]

    @property
    def name(self) -> str:
        """What people read above its messages."""
        bot = self.manifest.get("features", {}).get("bot_user", {})
        return str(bot.get("display_name") or self.manifest["display_information"]["name"])

    @property
    def events(self) -> list[str]:
        """The events that it subscribed to, as the manifest names them."""
        return list(self.manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", []))

    @property
    def bot_scopes(self) -> list[str]:
        """The scopes that an installation asks for."""
        return list(self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    @property
    def uses_socket_mode(self) -> bool:
        """Whether deliveries go through a socket instead of to an address."""
        return bool(self.manifest.get("settings", {}).get("socket_mode_enabled"))

    @property
    def rotates_tokens(self) -> bool:
        """Whether bot tokens expire after twelve hours."""
        return bool(self.manifest.get("settings", {}).get("token_rotation_enabled"))

    @property
    def is_agent(self) -> bool:
        """Whether it is declared as an agent."""
        return "agent_view" in self.manifest.get("features", {})

    @property
    def events_url(self) -> str:
        """Where events go."""
        return str(self.manifest["settings"]["event_subscriptions"].get("request_url", ""))

    @property
    def interactivity_url(self) -> str:
        """Where clicks, submissions and shortcuts go."""
        return str(self.manifest["settings"].get("interactivity", {}).get("request_url", ""))

    @property
    def options_url(self) -> str:
        """Where the options of external selects are asked for."""
        interactivity = self.manifest["settings"].get("interactivity", {})
        return str(interactivity.get("message_menu_options_url") or self.interactivity_url)

    def command(self, name: str) -> Json | None:
        """The declaration of a slash command, or None."""
        commands = self.manifest.get("features", {}).get("slash_commands", [])
        return next((c for c in commands if c["command"] == name), None)

    def shortcut(self, callback_id: str, kind: str) -> Json | None:
        """The declaration of a shortcut of that kind (`message` or `global`), or None."""
        shortcuts = self.manifest.get("features", {}).get("shortcuts", [])
        return next((s for s in shortcuts if s["callback_id"] == callback_id and s["type"] == kind), None)


@dataclass
class Installation:
    """One app in one workspace."""

    app: SlackApp
    team_id: str
    bot_user: str
    bot_id: str
    scopes: list[str]
    installer: str
    bot_token: str = field(repr=False)
    is_active: bool = True


@dataclass
class Token:
    """A bot token, or the app-level token of a socket."""

    value: str = field(repr=False)
    app: SlackApp
    installation: Installation | None = None
    expires_at: float | None = None
    refresh_token: str | None = field(default=None, repr=False)
    is_refresh_spent: bool = False
    is_revoked: bool = False


def _moved(url: str, address: str) -> str:
    target, parts = urlsplit(address), urlsplit(url)
    return urlunsplit((target.scheme, target.netloc, parts.path, parts.query, ""))
