"""What gestures of all kinds have in common: who makes them, where, and the form that they may open.

Slack waits three seconds for an acknowledgement, which leaves when a listener returns: what it asks of Slack, it asks
once and for a second at most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.addresses import Account
from bot.desk import Desk, Incoming
from bot.parts import Parts
from bot.views.inputs import value_of
from bot.work_tasks import Said
from corpus.access import Caller
from corpus.models import Language

_AGAIN_SECONDS = 5  # a button that is pressed twice so soon was pressed once
Body = dict[str, Any]


def team_and_user(body: Body) -> tuple[str, str]:
    """Of a gesture or a command."""
    team = body.get("team_id") or body["team"]["id"]
    return str(team), str(body.get("user_id") or body["user"]["id"])


def caller_of(parts: Parts, body: Body) -> Caller:
    """On whose behalf the gesture is made."""
    account = Account(*team_and_user(body))
    caller = parts.audiences.alone(account.team, account.user, at_once=True).caller
    parts.addresses.met(account, caller)
    return caller


def language_of(parts: Parts, body: Body) -> Language:
    """How to speak with the one who makes it."""
    return parts.people.language(*team_and_user(body), at_once=True)


def response_url_of(body: Body) -> str:
    """The address to answer it, where it has one."""
    return str(body.get("response_url") or "")


def sent_form(parts: Parts, body: Body, view: Mapping[str, Any]) -> Incoming:
    """A form that was sent or closed: it is told of by direct message, once."""
    kind = str(body.get("type"))
    return _incoming(parts, body, f"{kind}:{view.get('id')}:{view.get('hash')}")


def pressed(parts: Parts, body: Body, action: Mapping[str, Any]) -> Incoming:
    """A button; the same one pressed twice at once by the same person is one gesture."""
    _, user = team_and_user(body)
    moment = int(parts.now() // _AGAIN_SECONDS)
    return _incoming(parts, body, f"press:{action['action_id']}:{value(action)}:{user}:{moment}")


def typed(parts: Parts, body: Body) -> Incoming:
    """A command, a shortcut, a tab that was opened."""
    return _incoming(parts, body, f"trigger:{body.get('trigger_id') or body.get('event_id')}")


def value(action: Mapping[str, Any]) -> str:
    """What a button carries, or what was chosen."""
    return str(value_of(action) or "")


def is_command(*wanted: str) -> Callable[[Body], bool]:
    """Whether `/passerelle` was followed by one of these words."""

    def matches(body: Body) -> bool:
        return str(body.get("text") or "").strip().partition(" ")[0].lower() in wanted

    return matches


def tell(parts: Parts, desk: Desk, body: Body, sentence: str) -> None:
    """Say something to the one who made a gesture that cannot be answered otherwise; nothing where there is nothing."""
    if sentence:
        desk.task("said", typed(parts, body), Said(text=sentence, response_url=response_url_of(body)))


def opens(parts: Parts, body: Body, view: dict[str, Any]) -> bool:
    """Open a form; False where Slack did not. In front of the one from which it was asked for."""
    calls = parts.clients.of(team_and_user(body)[0], at_once=True)
    in_front = (body.get("view") or {}).get("type") == "modal"
    method = "views.push" if in_front else "views.open"
    return calls.quietly(method, trigger_id=body.get("trigger_id"), view=view) is not None


def _incoming(parts: Parts, body: Body, key: str) -> Incoming:
    team, user = team_and_user(body)
    channel = str(body.get("channel_id") or (body.get("channel") or {}).get("id") or user)
    return Incoming(team, channel, user, f"{parts.now():.6f}", "", (key,))
