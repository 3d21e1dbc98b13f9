"""The manifest from which an app is made: exactly what the code listens to, and the scopes that it takes.

`thread_follow_ups` adds the right to read the messages of channels, for workspaces that want answers in threads
without a new mention; without it we see only what is addressed to us.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.http import EVENTS_PATH, REDIRECT_PATH
from bot.listeners.commands import COMMAND
from bot.listeners.fiches import FROM_MESSAGE, SHORTCUT
from bot.listeners.shortcuts import SIMILAR

SCOPES = {
    "app_mentions:read": "questions that mention the assistant",
    "assistant:write": "status, suggested questions and the stop button",
    "channels:read": "whether a channel is public, and shared with other organisations",
    "chat:write": "answers",
    "commands": "/passerelle and the shortcut in the menu of messages",
    "files:write": "tables as files",
    "groups:read": "who is in a private channel: only what all of them may read is shown there",
    "im:history": "direct messages to the assistant",
    "links:read": "addresses of documents, to preview them",
    "links:write": "previews of documents",
    "users:read": "language, and whether somebody is a guest or of another organisation",
    "users:read.email": "which organisation somebody belongs to",
}
FOLLOW_UP_SCOPES = {
    "channels:history": "messages in threads of public channels in which the assistant takes part",
    "groups:history": "the same in private channels",
}
EVENTS = (
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "link_shared",
    "message.im",
    "tokens_revoked",
    "user_change",
)
FOLLOW_UP_EVENTS = ("message.channels", "message.groups")
_NAME = "passerelle"
_LONG = (
    "Passerelle répond aux questions des agents communaux sur les projets de villes intelligentes, les bonnes pratiques"
    " et les règles, en français, néerlandais, allemand et anglais. Chaque réponse cite ses sources. Les réponses sont"
    " automatiques : vérifiez-les dans les documents cités."
)


def scopes_of(*, thread_follow_ups: bool = False) -> list[str]:
    """The scopes that an installation asks for."""
    return sorted({**SCOPES, **(FOLLOW_UP_SCOPES if thread_follow_ups else {})})


def manifest(
    *, public_url: str, socket_mode: bool, many: bool = False, thread_follow_ups: bool = False
) -> dict[str, Any]:
    """The manifest for an app at `public_url`; `many`: one that workspaces install themselves, whose tokens rotate."""
    base = public_url.rstrip("/")
    events = [*EVENTS, *(FOLLOW_UP_EVENTS if thread_follow_ups else ())]
    here = {} if socket_mode else {"request_url": f"{base}{EVENTS_PATH}"}
    command: dict[str, Any] = {
        "command": COMMAND,
        "description": "Chercher et demander / Zoeken en vragen / Suchen und fragen",
        "usage_hint": "ask | search | similar | referents | submit | watch | language | privacy | help",
        "should_escape": True,
    }
    if not socket_mode:
        command["url"] = f"{base}{EVENTS_PATH}"
    oauth: dict[str, Any] = {"scopes": {"bot": scopes_of(thread_follow_ups=thread_follow_ups)}}
    if many:
        oauth["redirect_urls"] = [f"{base}{REDIRECT_PATH}"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": _NAME.capitalize(),
            "description": "Réponses sourcées sur les projets de villes intelligentes",
            "long_description": _LONG,
            "background_color": "#1d4f4a",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "agent_view": {
                "agent_description": "Répond en FR, NL, DE et EN avec ses sources. Réponses automatiques, à vérifier."
            },
            "shortcuts": [
                {
                    "name": "Initiatives similaires",
                    "type": "message",
                    "callback_id": SIMILAR,
                    "description": "Cherche des initiatives proches de ce message",
                },
                {
                    "name": "En faire une fiche",
                    "type": "message",
                    "callback_id": FROM_MESSAGE,
                    "description": "Commence une fiche avec le texte de ce message",
                },
                {
                    "name": "Nouvelle fiche",
                    "type": "global",
                    "callback_id": SHORTCUT,
                    "description": "Décrit une initiative de votre organisation",
                },
            ],
            "slash_commands": [command],
            **_unfurl(base),
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**here, "bot_events": sorted(events)},
            "interactivity": {"is_enabled": True, **here, **_options(here)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": many,
        },
    }


def _options(here: dict[str, str]) -> dict[str, str]:
    """Where Slack asks for the options of selects; by Socket Mode it asks where everything comes."""
    return {"message_menu_options_url": here["request_url"]} if here else {}


def _unfurl(base: str) -> dict[str, Any]:
    """Previews need a domain: an address in numbers or without a dot has none."""
    host = urlsplit(base).hostname or ""
    is_domain = "." in host and not host.replace(".", "").isdecimal() and ":" not in host
    return {"unfurl_domains": [host]} if is_domain else {}
