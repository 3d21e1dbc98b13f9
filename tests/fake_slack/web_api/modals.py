"""views.*, entity.presentDetails."""

from __future__ import annotations

from tests.fake_slack.errors import SlackError
from tests.fake_slack.model import Json, View
from tests.fake_slack.web_api.call import Call, invalid_arguments
from tests.fake_slack.web_api.registry import method

_TRIGGER = "invalid_trigger_id exchanged_trigger_id expired_trigger_id"
_VIEW = "view_too_large duplicate_external_id"


@method("views.open", tier=4, errors=f"{_TRIGGER} {_VIEW}")
def opening(call: Call) -> Json:
    """A modal on the screen of the one who acted."""
    content = _content(call, "modal")
    trigger = call.slack.triggers.use(call.required("trigger_id"), call.app_id)
    return _told(call, call.slack.views.open(content, trigger.user, call.installation))


@method("views.push", tier=4, errors=f"{_TRIGGER} {_VIEW} not_found push_limit_reached")
def pushing(call: Call) -> Json:
    """A modal in front of the one on which they acted."""
    content = _content(call, "modal")
    trigger = call.slack.triggers.use(call.required("trigger_id"), call.app_id)
    return _told(call, call.slack.views.push(content, trigger.user, call.installation))


@method("views.update", tier=4, errors=f"{_VIEW} not_found hash_conflict")
def updating(call: Call) -> Json:
    """Other content in a view that is open."""
    if not call.text("view_id") and not call.text("external_id"):
        raise invalid_arguments("either view_id or external_id must be provided")
    view = call.slack.views.find(call.app_id, call.text("view_id"), call.text("external_id"))
    content = _content(call, view.type)
    return _told(call, call.slack.views.update(view, content, call.text("hash")))


@method("views.publish", tier=4, errors=f"{_VIEW} hash_conflict not_enabled")
def publishing(call: Call) -> Json:
    """The home tab of one person."""
    app_home = call.installation.app.manifest.get("features", {}).get("app_home", {})
    if not app_home.get("home_tab_enabled"):
        raise SlackError("not_enabled")
    content = _content(call, "home")
    try:
        user = call.user("user_id")
    except SlackError:
        raise invalid_arguments("invalid `user_id`") from None
    return _told(call, call.slack.views.publish(content, user.id, call.installation, call.text("hash")))


@method(
    "entity.presentDetails",
    tier=3,
    errors="invalid_trigger_id invalid_metadata user_auth_url_missing entity_metadata_does_not_match_trigger"
    " feature_not_enabled invalid_app_id",
)
def present_details(call: Call) -> Json:
    """Fill the side pane that someone opened for an entity."""
    metadata, error = call.data("metadata", "invalid_metadata"), call.data("error", "invalid_metadata")
    if call.flag("user_auth_required") and not call.text("user_auth_url"):
        raise SlackError("user_auth_url_missing")
    if not metadata and not error and not call.flag("user_auth_required"):
        raise SlackError("invalid_metadata")
    try:
        trigger = call.slack.triggers.use(call.required("trigger_id"), call.app_id)
    except SlackError:
        # Of triggers this method tells only that they are not valid.
        raise SlackError("invalid_trigger_id") from None
    call.slack.presented.append({"user": trigger.user, "metadata": metadata, "error": error})
    call.slack.changed()
    return {}


def _content(call: Call, kind: str) -> Json:
    content = call.data("view")
    if not isinstance(content, dict):
        raise invalid_arguments("missing required field: view")
    if content.get("type") != kind:
        raise invalid_arguments(f"must be a {kind} [json-pointer:/view/type]")
    return content


def _told(call: Call, view: View) -> Json:
    return {"view": call.slack.views.json(view, call.installation)}
