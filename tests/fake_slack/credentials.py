"""Apps, who installed them, and what each token may do now."""

from __future__ import annotations

import copy
import secrets
from dataclasses import dataclass

from tests.fake_slack.apps import TWELVE_HOURS, Distribution, Installation, SlackApp, Token
from tests.fake_slack.clock import Clock
from tests.fake_slack.directory import Directory
from tests.fake_slack.errors import InvalidManifest, SlackError
from tests.fake_slack.manifest import manifest_problems
from tests.fake_slack.model import Json, User

CODE_SECONDS = 600


@dataclass
class Grant:
    """What a person allowed on the page of OAuth: worth one installation, once, within ten minutes."""

    app: SlackApp
    user: User
    scopes: list[str]
    redirect_uri: str | None
    expires_at: float
    is_spent: bool = False


class Credentials:
    """The registry of apps and the life of their tokens."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self.apps: dict[str, SlackApp] = {}
        self.installations: list[Installation] = []
        self.tokens: dict[str, Token] = {}
        self.token_seconds = TWELVE_HOURS
        self._grants: dict[str, Grant] = {}
        self._directory = directory
        self._clock = clock

    def register(self, manifest: Json, distribution: Distribution = "internal") -> SlackApp:
        """An app made from its manifest.

        Raises InvalidManifest with every reason for which Slack would refuse it.
        """
        if problems := manifest_problems(manifest):
            raise InvalidManifest(problems)
        app_id = self._directory.new_id("A")
        app = SlackApp(app_id, copy.deepcopy(manifest), distribution, client_id=f"100.{int(app_id[1:], 16)}")
        self.apps[app.id] = app
        self.tokens[app.app_token] = Token(app.app_token, app)
        return app

    def install(self, app: SlackApp, installer: User, scopes: list[str] | None = None) -> Installation:
        """The app in the installer's workspace; again, its bot user stays and its older tokens too."""
        granted = list(scopes if scopes is not None else app.bot_scopes)
        known = self.installation(app.id, installer.team_id)
        if known is None:
            known = self._new_installation(app, installer, granted)
        known.scopes, known.is_active, known.installer = granted, True, installer.id
        self._directory.users[known.bot_user].deleted = False
        known.bot_token = self._new_token(known).value
        return known

    def installation(self, app_id: str, team_id: str) -> Installation | None:
        """What is or was installed there, or None."""
        return next((i for i in self.installations if i.app.id == app_id and i.team_id == team_id), None)

    def active(self, team_ids: list[str]) -> list[Installation]:
        """The installations of those workspaces."""
        return [i for i in self.installations if i.is_active and i.team_id in team_ids]

    def token(self, value: str) -> Token:
        """A token that works now.

        Raises SlackError `invalid_auth`, `token_expired`, `token_revoked` or `account_inactive`.
        """
        token = self.tokens.get(value)
        if token is None:
            raise SlackError("invalid_auth")
        if token.installation and not token.installation.is_active:
            raise SlackError("account_inactive")
        if token.is_revoked:
            raise SlackError("token_revoked")
        if token.expires_at is not None and token.expires_at <= self._clock.now():
            raise SlackError("token_expired")
        return token

    def revoke(self, installation: Installation) -> list[str]:
        """End every token of an installation; returns the bot users that it concerned."""
        for token in self.tokens.values():
            if token.installation is installation:
                token.is_revoked = True
        return [installation.bot_user]

    def grant(self, app: SlackApp, user: User, scopes: list[str], redirect_uri: str | None) -> str:
        """A temporary code for what a person allowed."""
        code = f"{secrets.token_hex(6)}.{secrets.token_hex(12)}"
        self._grants[code] = Grant(app, user, scopes, redirect_uri, self._clock.now() + CODE_SECONDS)
        return code

    def client(self, client_id: str, client_secret: str) -> SlackApp:
        """The app of those credentials; raises SlackError `invalid_client_id` or `bad_client_secret`."""
        app = next((a for a in self.apps.values() if a.client_id == client_id), None)
        if app is None:
            raise SlackError("invalid_client_id")
        if not secrets.compare_digest(app.client_secret, client_secret):
            raise SlackError("bad_client_secret")
        return app

    def redeem(self, app: SlackApp, code: str, redirect_uri: str | None) -> Installation:
        """Turn a code into an installation; raises SlackError `invalid_code` (a spent one too) or `bad_redirect_uri`."""
        grant = self._grants.get(code)
        if grant is None or grant.app is not app or grant.is_spent or grant.expires_at <= self._clock.now():
            raise SlackError("invalid_code")
        if grant.redirect_uri != redirect_uri:
            raise SlackError("bad_redirect_uri")
        grant.is_spent = True
        return self.install(app, grant.user, grant.scopes)

    def refresh(self, app: SlackApp, refresh_token: str) -> Token:
        """A new token for a refresh token, which works once; raises SlackError `invalid_refresh_token`."""
        old = next(
            (t for t in self.tokens.values() if t.refresh_token == refresh_token and t.app is app), None
        )
        if old is None or old.is_refresh_spent or old.is_revoked or old.installation is None:
            raise SlackError("invalid_refresh_token")
        if not old.installation.is_active:
            raise SlackError("invalid_refresh_token")
        old.is_refresh_spent = True
        return self._new_token(old.installation)

    def exchange(self, app: SlackApp, value: str) -> Token:
        """A rotating token for one that does not expire; raises SlackError `invalid_token` or `token_already_exchanged`."""
        token = self.tokens.get(value)
        if token is None or token.app is not app or token.installation is None or token.is_revoked:
            raise SlackError("invalid_token")
        if token.expires_at is not None:
            raise SlackError("token_already_exchanged")
        token.is_revoked = True
        return self._new_token(token.installation, rotating=True)

    def _new_installation(self, app: SlackApp, installer: User, scopes: list[str]) -> Installation:
        bot_id = self._directory.new_id("B")
        bot = self._directory.add_user(installer.team_id, app.name, bot_id=bot_id, app_id=app.id)
        installation = Installation(app, installer.team_id, bot.id, bot_id, scopes, installer.id, "")
        self.installations.append(installation)
        return installation

    def _new_token(self, installation: Installation, *, rotating: bool | None = None) -> Token:
        rotates = installation.app.rotates_tokens if rotating is None else rotating
        prefix = "xoxe.xoxb-1-" if rotates else "xoxb-"
        token = Token(prefix + secrets.token_hex(16), installation.app, installation)
        if rotates:
            token.expires_at = self._clock.now() + self.token_seconds
            token.refresh_token = f"xoxe-1-{secrets.token_hex(16)}"
        self.tokens[token.value] = token
        installation.bot_token = token.value
        return token
