"""Gestures as apps are told of them: clicks, choices, submissions, commands, shortcuts."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from tests.fake_slack.apps import Installation
from tests.fake_slack.conversations import Conversations
from tests.fake_slack.deliveries import Delivery, EnvelopeType
from tests.fake_slack.model import Channel, Json, Message, User, View
from tests.fake_slack.slack import Slack

Place = Message | View


class Interactions:
    """Makes the payloads and sends them; each carries a trigger, and a response address where Slack gives one."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def block_actions(self, user: User, place: Place, action: Json) -> Future[Delivery]:
        """Someone clicked or chose."""
        installation = self.owner(place)
        payload = self._base("block_actions", user, installation, place) | {"actions": [action]}
        payload |= self._place(user, place, installation, with_response=True)
        return self._send(installation, "block_actions", payload)

    def block_suggestion(
        self, user: User, place: Place, block: Json, element: Json, typed: str
    ) -> Future[Delivery]:
        """Someone types in a select whose options the app gives; it has neither trigger nor response address."""
        installation = self.owner(place)
        payload = self._base("block_suggestion", user, installation, None) | self._place(
            user, place, installation
        )
        payload.pop("trigger_id")
        payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
        return self._send(installation, "block_suggestion", payload, url=installation.app.options_url)

    def view_submission(self, user: User, view: View) -> Future[Delivery]:
        """Someone sent a form."""
        installation = self.owner(view)
        payload = self._base("view_submission", user, installation, view)
        payload |= {"view": self._slack.views.json(view, installation), "response_urls": []}
        return self._send(installation, "view_submission", payload)

    def view_closed(self, user: User, view: View, *, is_cleared: bool) -> Future[Delivery]:
        """Someone closed a modal that asked to be told."""
        installation = self.owner(view)
        payload = self._base("view_closed", user, installation, None)
        payload.pop("trigger_id")
        payload |= {"view": self._slack.views.json(view, installation), "is_cleared": is_cleared}
        return self._send(installation, "view_closed", payload)

    def message_shortcut(
        self, user: User, installation: Installation, callback_id: str, message: Message
    ) -> Future[Delivery]:
        """Someone chose a shortcut in the menu of a message."""
        channel = self._slack.directory.channels[message.channel]
        payload = self._base("message_action", user, installation, None) | {
            "callback_id": callback_id,
            "action_ts": self._slack.clock.timestamp(),
            "message_ts": message.ts,
            "message": self._slack.conversations.json(message),
            "channel": _channel(channel),
            "response_url": self.response_url(user, channel, installation, message),
        }
        return self._send(installation, "message_action", payload)

    def global_shortcut(self, user: User, installation: Installation, callback_id: str) -> Future[Delivery]:
        """Someone chose a shortcut in the menu of Slack."""
        payload = self._base("shortcut", user, installation, None)
        payload |= {"callback_id": callback_id, "action_ts": self._slack.clock.timestamp()}
        return self._send(installation, "shortcut", payload)

    def command(
        self, user: User, installation: Installation, command: Json, text: str, channel: Channel
    ) -> Future[Delivery]:
        """Someone ran a slash command; its payload is a form."""
        workspace = self._slack.directory.workspaces[installation.team_id]
        payload: Json = {
            "token": installation.app.verification_token,
            "team_id": workspace.id,
            "team_domain": workspace.domain,
            "channel_id": channel.id,
            "channel_name": channel.name or "directmessage",
            "user_id": user.id,
            "user_name": user.name,
            "command": command["command"],
            "text": text,
            "api_app_id": installation.app.id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user, channel, installation, None),
            "trigger_id": self._slack.triggers.issue(user.id, installation.team_id, installation.app.id),
        }
        url = str(command.get("url", ""))
        return self._send(installation, "slash_command", payload, url=url, envelope="slash_commands")

    def owner(self, place: Place) -> Installation:
        """The installation whose message or view this is."""
        team = place.team if isinstance(place, Message) else place.team_id
        found = self._slack.credentials.installation(str(place.app_id), team)
        if found is None:
            raise LookupError("this is of no app")
        return found

    def response_url(
        self, user: User, channel: Channel, installation: Installation, message: Message | None
    ) -> str:
        """A new response address."""
        path = self._slack.triggers.issue_address(
            user.id, channel.id, installation.app.id, installation.team_id, message
        )
        return f"{self._slack.base_url}/commands/{path}"

    def _base(self, kind: str, user: User, installation: Installation, place: Place | None) -> Json:
        view_id = place.id if isinstance(place, View) else None
        app, team = installation.app, self._slack.directory.workspaces[installation.team_id]
        return {
            "type": kind,
            "token": app.verification_token,
            "api_app_id": app.id,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._slack.triggers.issue(user.id, team.id, app.id, view_id),
        }

    def _place(
        self, user: User, place: Place, installation: Installation, *, with_response: bool = False
    ) -> Json:
        if isinstance(place, View):
            told = self._slack.views.json(place, installation)
            return {"container": {"type": "view", "view_id": place.id}, "view": told}
        channel = self._slack.directory.channels[place.channel]
        container: Json = {
            "type": "message",
            "message_ts": place.ts,
            "channel_id": channel.id,
            "is_ephemeral": place.reader is not None,
        }
        if place.thread_ts:
            container["thread_ts"] = place.thread_ts
        told = {"container": container, "channel": _channel(channel), "state": {"values": {}}}
        told["message"] = _message(self._slack.conversations, place)
        if with_response:
            told["response_url"] = self.response_url(user, channel, installation, place)
        return told

    def _send(
        self,
        installation: Installation,
        kind: str,
        payload: Json,
        *,
        url: str = "",
        envelope: EnvelopeType = "interactive",
    ) -> Future[Delivery]:
        app = installation.app
        address = url or app.interactivity_url
        delivery = Delivery(app, installation.team_id, kind, envelope, payload, address)
        return self._slack.deliveries.submit(delivery)


def _message(conversations: Conversations, message: Message) -> Json:
    """Of an ephemeral message only its place is told."""
    if message.reader is None:
        return conversations.json(message)
    return {"type": "message", "ts": message.ts, "app_id": message.app_id, "thread_ts": message.thread_ts}


def _channel(channel: Channel) -> dict[str, Any]:
    names = {"im": "directmessage", "mpim": channel.name, "private": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}
