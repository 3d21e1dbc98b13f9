"""What an app is sent has the keys that Slack's payloads have: none missing, none made up."""

from __future__ import annotations

from typing import Any

from tests.fake_slack.building import EVENTS, a_form
from tests.fake_slack.desks import Desk, a_desk

ENVELOPE = {
    *(
        "token",
        "team_id",
        "context_team_id",
        "context_enterprise_id",
        "api_app_id",
        "event",
        "type",
        "event_id",
    ),
    *("event_time", "authorizations", "is_ext_shared_channel", "event_context"),
}
INTERACTION = {"type", "token", "api_app_id", "team", "user", "enterprise", "is_enterprise_install"}
VIEW = {
    *(
        "id",
        "team_id",
        "type",
        "blocks",
        "private_metadata",
        "callback_id",
        "state",
        "hash",
        "title",
        "close",
        "submit",
    ),
    *("clear_on_close", "notify_on_close", "submit_disabled", "previous_view_id", "root_view_id", "app_id"),
    *("external_id", "app_installed_team_id", "bot_id"),
}
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Oui"}, "action_id": "yes", "value": "1"}


def payload(desk: Desk, kind: str) -> dict[str, Any]:
    return next(d.payload for d in desk.fake.deliveries.log if d.kind == kind)


def a_listening_desk() -> Any:
    return a_desk(events=EVENTS, socket_mode=True)


def test_events() -> None:
    with a_listening_desk() as desk:
        asked = desk.ana.mentions("#mobilite", "Question")
        mention, message = payload(desk, "app_mention"), payload(desk, "message")
        assert set(mention) == set(message) == ENVELOPE
        common = {"type", "user", "ts", "text", "team", "client_msg_id", "blocks", "channel", "event_ts"}
        assert set(mention["event"]) == common
        assert set(message["event"]) == common | {"channel_type"}
        assert set(mention["authorizations"][0]) == {
            *("enterprise_id", "team_id", "user_id", "is_bot", "is_enterprise_install")
        }
        assert mention["event_id"].startswith("Ev")
        assert mention["event"]["event_ts"] == asked.ts
        desk.fake.settled()


def test_a_click_on_a_message() -> None:
    with a_listening_desk() as desk:
        blocks = [{"type": "actions", "elements": [BUTTON]}]
        desk.client.chat_postMessage(channel=desk.channel.id, text="?", blocks=blocks)
        desk.ana.clicks(desk.channel.messages[0], "Oui")
        sent = payload(desk, "block_actions")
        place = {"trigger_id", "container", "channel", "message", "state", "response_url", "actions"}
        assert set(sent) == INTERACTION | place
        assert set(sent["container"]) == {"type", "message_ts", "channel_id", "is_ephemeral"}
        assert set(sent["actions"][0]) == {"type", "action_id", "block_id", "text", "value", "action_ts"}
        desk.fake.settled()


def test_a_form() -> None:
    with a_listening_desk() as desk:
        trigger = desk.fake.slack.triggers.issue(desk.ana.id, desk.team.id, desk.installation.app.id)
        form = a_form(blocks=[a_form()["blocks"][0]], private_metadata="p")
        opened = desk.client.views_open(trigger_id=trigger, view=form)["view"]
        desk.ana.submits({"Titre": "Vélos"})
        sent = payload(desk, "view_submission")
        assert set(opened) == set(sent["view"]) == VIEW
        assert set(sent) == INTERACTION | {"trigger_id", "view", "response_urls"}
        assert set(sent["user"]) == {"id", "username", "name", "team_id"}
        assert sent["view"]["private_metadata"] == "p"
        desk.fake.settled()


def test_a_command_and_the_shortcuts() -> None:
    with a_listening_desk() as desk:
        said = desk.ana.says("#mobilite", "Vélos")
        desk.ana.runs("/passerelle ask vélos", "#mobilite")
        desk.ana.uses_shortcut("similar", said)
        desk.ana.uses_shortcut("new_fiche")
        command = payload(desk, "slash_command")
        assert set(command) == {
            *(
                "token",
                "team_id",
                "team_domain",
                "channel_id",
                "channel_name",
                "user_id",
                "user_name",
                "command",
            ),
            *("text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id"),
        }
        assert (command["command"], command["text"]) == ("/passerelle", "ask vélos")
        on_message = {
            "callback_id",
            "trigger_id",
            "action_ts",
            "message_ts",
            "message",
            "channel",
            "response_url",
        }
        assert set(payload(desk, "message_action")) == INTERACTION | on_message
        assert set(payload(desk, "shortcut")) == INTERACTION | {"callback_id", "trigger_id", "action_ts"}
        desk.fake.settled()
