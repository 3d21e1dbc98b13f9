"""api.test, auth.*, team.info, bots.info."""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Json
from tests.fake_slack.web_api.call import Call
from tests.fake_slack.web_api.registry import method


@method("api.test", tier=4, token="none")
def api_test(call: Call) -> Json:
    """Echo."""
    if error := call.text("error"):
        raise SlackError(error, args=call.arguments)
    return {"args": call.arguments}


@method("auth.test", tier=None)
def auth_test(call: Call) -> Json:
    """Who am I?"""
    if call.token and call.token.installation is None:
        return {"app_name": call.token.app.name, "app_id": call.token.app.id}
    workspace = call.slack.directory.workspaces[call.team_id]
    return {
        "url": f"https://{workspace.domain}.slack.test/",
        "team": workspace.name,
        "user": call.bot.name,
        "team_id": workspace.id,
        "user_id": call.bot.id,
        "bot_id": call.bot.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", tier=3)
def auth_revoke(call: Call) -> Json:
    """End the token of this call."""
    if call.flag("test"):
        return {"revoked": False}
    assert call.token
    call.token.is_revoked = True
    event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [call.bot.id]}}
    call.slack.events.to(call.installation, event, "tokens_revoked")
    return {"revoked": True}


@method("team.info", tier=3, scopes="team:read", errors="team_not_found")
def team_info(call: Call) -> Json:
    """The workspace of this call."""
    workspace = call.slack.directory.workspaces[call.text("team") or call.team_id]
    if workspace.id != call.team_id:
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": workspace.id,
            "name": workspace.name,
            "domain": workspace.domain,
            "email_domain": f"{workspace.domain}.test",
            "icon": {"image_default": True},
        }
    }


@method("bots.info", tier=3, scopes="users:read", errors="bot_not_found")
def bots_info(call: Call) -> Json:
    """A bot of this workspace."""
    for user in call.slack.directory.users.values():
        if user.bot_id and user.bot_id == call.text("bot") and user.team_id == call.team_id:
            return {
                "bot": {
                    "id": user.bot_id,
                    "deleted": user.deleted,
                    "name": user.name,
                    "updated": 0,
                    "app_id": user.app_id,
                    "user_id": user.id,
                    "icons": {},
                }
            }
    raise SlackError("bot_not_found")
