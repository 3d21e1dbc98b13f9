"""What Slack refuses in an app manifest: names, lengths, and events whose scope is not asked for.

The lengths are those of Slack's published schema (slackapi/manifest-schema, version 2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from tests.fake_slack.model import Json

Check = Callable[[Any, str], Iterable[str]]

# Events and the scopes of which one must be granted; an empty set needs none.
EVENT_SCOPES: dict[str, set[str]] = {
    "agent_session_stopped": {"assistant:write", "chat:write"},
    "agent_session_title_changed": {"assistant:write", "chat:write"},
    "app_context_changed": set(),
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_rate_limited": set(),
    "app_uninstalled": set(),
    "channel_archive": {"channels:read"},
    "channel_shared": {"channels:read", "groups:read"},
    "channel_unshared": {"channels:read", "groups:read"},
    "entity_details_requested": set(),
    "link_shared": {"links:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "team_join": {"users:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}


def manifest_problems(manifest: Json) -> list[str]:
    """Each reason for which Slack would not take this manifest, with its place; empty when it would."""
    return list(_ROOT(manifest, "")) or list(_inconsistencies(manifest))


def _text(maximum: int, minimum: int = 1, pattern: str = "") -> Check:
    def check(value: Any, at: str) -> Iterable[str]:
        if not isinstance(value, str):
            yield f"{at}: must be a string"
        elif not minimum <= len(value) <= maximum:
            yield f"{at}: must have {minimum} to {maximum} characters, has {len(value)}"
        elif pattern and not re.match(pattern, value):
            yield f"{at}: does not match {pattern}"

    return check


def _flag(value: Any, at: str) -> Iterable[str]:
    if not isinstance(value, bool):
        yield f"{at}: must be true or false"


def _number(value: Any, at: str) -> Iterable[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"{at}: must be an integer"


def _word(*words: str) -> Check:
    def check(value: Any, at: str) -> Iterable[str]:
        if value not in words:
            yield f"{at}: must be one of {', '.join(words)}"

    return check


def _list(item: Check, maximum: int, minimum: int = 0, *, unique: bool = False) -> Check:
    def check(value: Any, at: str) -> Iterable[str]:
        if not isinstance(value, list):
            yield f"{at}: must be an array"
            return
        if not minimum <= len(value) <= maximum:
            yield f"{at}: must have {minimum} to {maximum} items, has {len(value)}"
        if unique and len({str(v) for v in value}) < len(value):
            yield f"{at}: items must differ"
        for i, one in enumerate(value):
            yield from item(one, f"{at}/{i}")

    return check


def _object(required: Iterable[str] = (), **keys: Check) -> Check:
    def check(value: Any, at: str) -> Iterable[str]:
        if not isinstance(value, dict):
            yield f"{at}: must be an object"
            return
        yield from (f"{at}/{name}: is required" for name in required if name not in value)
        for name, one in value.items():
            if name in keys:
                yield from keys[name](one, f"{at}/{name}")
            else:
                yield f"{at}/{name}: unknown key"

    return check


def _event(value: Any, at: str) -> Iterable[str]:
    if value not in EVENT_SCOPES:
        yield f"{at}: unknown event {value}"


_URL = _text(3500, pattern=r"^https?://")
_SCOPES = _list(_text(50), 255)
_PROMPTS = _list(_object(("title", "message"), title=_text(10_000), message=_text(10_000)), 4)
_ROOT = _object(
    ("display_information",),
    _metadata=_object(
        schema_version=_number, min_version=_number, major_version=_number, minor_version=_number
    ),
    display_information=_object(
        ("name",),
        name=_text(35),
        description=_text(140),
        long_description=_text(4000, 175),
        background_color=_text(7, 4, r"^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
    ),
    features=_object(
        app_home=_object(
            home_tab_enabled=_flag, messages_tab_enabled=_flag, messages_tab_read_only_enabled=_flag
        ),
        bot_user=_object(("display_name",), display_name=_text(80), always_online=_flag),
        agent_view=_object(
            agent_description=_text(300, 0),
            suggested_prompts=_PROMPTS,
            actions=_list(_object(("name", "description"), name=_text(1000), description=_text(1000)), 100),
        ),
        shortcuts=_list(
            _object(
                ("name", "type", "callback_id", "description"),
                name=_text(24),
                type=_word("message", "global"),
                callback_id=_text(255),
                description=_text(150),
            ),
            10,
            1,
        ),
        slash_commands=_list(
            _object(
                ("command", "description"),
                command=_text(32, 2, r"^/\S+$"),
                url=_text(3000, pattern=r"^https?://"),
                description=_text(2000),
                usage_hint=_text(1000),
                should_escape=_flag,
            ),
            50,
            1,
        ),
        unfurl_domains=_list(_text(255, pattern=r"^(?![.\-])[-a-z0-9.]+[a-z0-9]$"), 5, 1, unique=True),
    ),
    oauth_config=_object(
        redirect_urls=_list(_text(2500), 1000, unique=True),
        scopes=_object(bot=_SCOPES, user=_SCOPES, bot_optional=_SCOPES, user_optional=_SCOPES),
        token_management_enabled=_flag,
        pkce_enabled=_flag,
    ),
    settings=_object(
        event_subscriptions=_object(
            request_url=_URL,
            bot_events=_list(_event, 100, unique=True),
            user_events=_list(_event, 100, unique=True),
        ),
        interactivity=_object(
            ("is_enabled",), is_enabled=_flag, request_url=_URL, message_menu_options_url=_URL
        ),
        org_deploy_enabled=_flag,
        socket_mode_enabled=_flag,
        token_rotation_enabled=_flag,
        is_hosted=_flag,
        is_mcp_enabled=_flag,
        function_runtime=_text(50),
    ),
)


def _inconsistencies(manifest: Json) -> Iterable[str]:
    """What no schema says: what is listened to must be paid for in scopes, and have somewhere to go."""
    features, settings = manifest.get("features") or {}, manifest.get("settings") or {}
    scopes = set(((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or [])
    subscriptions = settings.get("event_subscriptions") or {}
    events = [event for event in subscriptions.get("bot_events") or [] if isinstance(event, str)]
    for event in events:
        needed = EVENT_SCOPES.get(event, set())
        if needed and not needed & scopes:
            yield f"/settings/event_subscriptions: {event} needs {' or '.join(sorted(needed))}"
    if (features.get("slash_commands") or features.get("shortcuts")) and "commands" not in scopes:
        yield "/oauth_config/scopes: slash commands and shortcuts need commands"
    if features.get("unfurl_domains") and not {"links:read", "links:write"} & scopes:
        yield "/oauth_config/scopes: unfurl_domains need links:read"
    if "agent_view" in features and "assistant:write" not in scopes:
        yield "/oauth_config/scopes: an agent needs assistant:write"
    if scopes and "bot_user" not in features:
        yield "/features/bot_user: is required with bot scopes"
    if not settings.get("socket_mode_enabled"):
        yield from _addresses(features, settings, events)


def _addresses(features: Json, settings: Json, events: list[str]) -> Iterable[str]:
    if events and not settings["event_subscriptions"].get("request_url"):
        yield "/settings/event_subscriptions/request_url: is required without socket mode"
    interactivity = settings.get("interactivity") or {}
    if interactivity.get("is_enabled") and not interactivity.get("request_url"):
        yield "/settings/interactivity/request_url: is required without socket mode"
    for i, command in enumerate(features.get("slash_commands") or []):
        if not command.get("url"):
            yield f"/features/slash_commands/{i}/url: is required without socket mode"
