"""apps.connections.open, apps.uninstall, oauth.v2.*: what an app does with its own credentials."""

from __future__ import annotations

from tests.fake_slack.apps import Installation, SlackApp, Token
from tests.fake_slack.errors import SlackError
from tests.fake_slack.installing import uninstall
from tests.fake_slack.model import Json
from tests.fake_slack.slack import Slack
from tests.fake_slack.web_api.call import Call
from tests.fake_slack.web_api.registry import method

_CLIENT_ERRORS = "invalid_client_id bad_client_secret"


@method("apps.connections.open", tier=1, token="app", errors="internal_error forbidden_team")
def connections_open(call: Call) -> Json:
    """A socket address for one connection."""
    assert call.token
    app = call.token.app
    if not app.uses_socket_mode:
        raise SlackError("invalid_auth")
    host = call.slack.base_url.removeprefix("http://")
    ticket = call.slack.sockets.ticket(app.id)
    return {"url": f"ws://{host}/link/?ticket={ticket}&app_id={app.id}"}


@method("apps.uninstall", tier=1, errors=f"{_CLIENT_ERRORS} client_id_token_mismatch cannot_be_uninstalled")
def apps_uninstall(call: Call) -> Json:
    """Leave the workspace of this call."""
    app = call.slack.credentials.client(call.required("client_id"), call.required("client_secret"))
    if app is not call.installation.app:
        raise SlackError("client_id_token_mismatch")
    uninstall(call.slack, call.installation)
    return {}


@method(
    "oauth.v2.access",
    tier=4,
    token="none",
    errors=f"{_CLIENT_ERRORS} invalid_code bad_redirect_uri no_scopes invalid_refresh_token"
    " invalid_grant_type oauth_authorization_url_mismatch",
)
def oauth_access(call: Call) -> Json:
    """Redeem a code, or refresh a token."""
    app = _client(call)
    grant = call.text("grant_type") or "authorization_code"
    if grant == "refresh_token":
        token = call.slack.credentials.refresh(app, call.required("refresh_token"))
        return _access(call.slack, token)
    if grant != "authorization_code":
        raise SlackError("invalid_grant_type")
    installation = call.slack.credentials.redeem(app, call.required("code"), call.text("redirect_uri"))
    answer = _access(call.slack, call.slack.credentials.tokens[installation.bot_token])
    return answer | {"authed_user": {"id": installation.installer}}


@method(
    "oauth.v2.exchange",
    tier=4,
    token="none",
    errors=f"{_CLIENT_ERRORS} invalid_token token_already_exchanged",
)
def oauth_exchange(call: Call) -> Json:
    """Turn a lasting token into a rotating one."""
    return _access(call.slack, call.slack.credentials.exchange(_client(call), call.bearer or ""))


def _client(call: Call) -> SlackApp:
    client_id, client_secret = call.basic or (call.required("client_id"), call.required("client_secret"))
    return call.slack.credentials.client(client_id, client_secret)


def _access(slack: Slack, token: Token) -> Json:
    installation = token.installation
    assert installation
    answer: Json = {
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(installation.scopes),
        "bot_user_id": installation.bot_user,
        "app_id": installation.app.id,
        "team": _team(slack, installation),
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if token.expires_at is not None:
        seconds = int(token.expires_at - slack.clock.now())
        answer |= {"refresh_token": token.refresh_token, "expires_in": seconds}
    return answer


def _team(slack: Slack, installation: Installation) -> Json:
    workspace = slack.directory.workspaces[installation.team_id]
    return {"id": workspace.id, "name": workspace.name}
