"""users.*"""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Json, User
from tests.fake_slack.web_api.call import Call
from tests.fake_slack.web_api.registry import method


@method("users.info", tier=4, scopes="users:read", errors="user_not_found user_not_visible")
def info(call: Call) -> Json:
    """One person; the address only with `users:read.email`, and never a stranger's."""
    return {"user": _told(call, call.user())}


@method("users.list", tier=2, scopes="users:read", errors="invalid_cursor invalid_limit limit_required")
def listing(call: Call) -> Json:
    """Everybody of the workspace, guests and bots included, page by page."""
    everybody = [u for u in call.slack.directory.users.values() if u.team_id == call.team_id]
    page, metadata = call.page(everybody)
    return {
        "members": [_told(call, user) for user in page],
        "cache_ts": int(call.slack.clock.now()),
        "response_metadata": metadata,
    }


@method("users.lookupByEmail", tier=3, scopes="users:read.email", errors="users_not_found")
def lookup_by_email(call: Call) -> Json:
    """The member of this workspace who has that address."""
    email = call.required("email").lower()
    for user in call.slack.directory.users.values():
        if (
            user.team_id == call.team_id
            and user.email.lower() == email
            and not user.bot_id
            and not user.deleted
        ):
            return {"user": _told(call, user)}
    raise SlackError("users_not_found")


def _told(call: Call, user: User) -> Json:
    return call.slack.directory.user_json(
        user,
        for_team=call.team_id,
        with_email=call.has("users:read.email") and user.team_id == call.team_id,
        with_locale=call.flag("include_locale"),
    )
