"""Buttons: below answers, and below what coordinators are asked."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.audience import as_themselves
from bot.desk import Desk, Incoming
from bot.parts import Parts
from bot.tasks import Gesture
from bot.views import buttons
from bot.views.forms import reason_form
from bot.views.requests import answer_form
from retrieval.state.errors import UnknownAnswer

_AGAIN_SECONDS = 10  # a button that is pressed twice so soon was pressed once
_KEY = secrets.token_bytes(32)  # of this process, never stored


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.action(buttons.GESTURES)
    def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        desk.task("gesture", _incoming(parts, body, action), _gesture(body, action))
        ack()

    @bolt.action(re.compile(rf"^{buttons.FEEDBACK}(:[+-])?$"))
    def judged(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        _judge(parts, desk, body, action)
        ack()

    @bolt.action(buttons.ANSWER_REQUEST)
    def answering(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        _open_answer(parts, desk, body, action)
        ack()


def _gesture(body: dict[str, Any], action: dict[str, Any]) -> Gesture:
    identifier, _, number = str(action.get("value") or "").partition(":")
    return Gesture(
        answer=identifier,
        action=str(action["action_id"]).partition(":")[0],
        number=int(number) if number.isdecimal() and len(number) < 4 else 0,
        shared=bool(body.get("is_ext_shared_channel")),
        response_url=str(body.get("response_url") or ""),
    )


def _judge(parts: Parts, desk: Desk, body: dict[str, Any], action: dict[str, Any]) -> None:
    """Keep what this reader thought; after "no", ask why. The answer itself is never touched."""
    identifier, _, helpful = str(action.get("value") or "").partition(":")
    incoming, response_url = _nameless(_incoming(parts, body, action)), str(body.get("response_url") or "")
    given = parts.answers.get(identifier, incoming.team)
    try:
        if given is None or given.channel != incoming.channel:
            raise UnknownAnswer
        voter = as_themselves(incoming.team, incoming.user)
        parts.knowledge.judging.judge(given.asked.answer_id, voter, helpful=helpful == "1")
    except UnknownAnswer:
        desk.notice(incoming, "gone", private=True, response_url=response_url)
        return
    if helpful == "1":
        desk.notice(incoming, "thanks", private=True, response_url=response_url)
        return
    form = reason_form(given.id, parts.people.language(incoming.team, incoming.user, at_once=True))
    if not _opened(parts, body, form):
        desk.notice(incoming, "thanks", private=True, response_url=response_url)


def _nameless(incoming: Incoming) -> Incoming:
    """With keys that are kept for a day and tell nobody who judged which answer, and how."""
    keys = (hmac.new(_KEY, key.encode(), hashlib.sha256).hexdigest() for key in incoming.keys)
    return replace(incoming, keys=tuple(f"judged:{key}" for key in keys))


def _open_answer(parts: Parts, desk: Desk, body: dict[str, Any], action: dict[str, Any]) -> None:
    """The form for a coordinator, who is one because they are where coordinators are asked."""
    incoming, response_url = _incoming(parts, body, action), str(body.get("response_url") or "")
    request = parts.requests.get(str(action.get("value") or ""), incoming.team)
    if request is None or request.asked_in != incoming.channel:
        desk.notice(incoming, "gone", private=True, response_url=response_url)
    elif request.answered_by:
        desk.notice(incoming, "answered_already", private=True, response_url=response_url)
    elif not _opened(
        parts, body, answer_form(request, parts.people.language(incoming.team, incoming.user, at_once=True))
    ):
        desk.notice(incoming, "no_form", private=True, response_url=response_url)


def _opened(parts: Parts, body: dict[str, Any], form: dict[str, Any]) -> bool:
    calls = parts.clients.of(str(body["team"]["id"]), at_once=True)
    return calls.quietly("views.open", trigger_id=body.get("trigger_id"), view=form) is not None


def _incoming(parts: Parts, body: dict[str, Any], action: dict[str, Any]) -> Incoming:
    """Where it was pressed, by whom; the same button pressed twice at once by the same person is one gesture."""
    container = body.get("container") or {}
    user, now = str(body["user"]["id"]), parts.now()
    moment = int(now // _AGAIN_SECONDS)
    return Incoming(
        team=str(body["team"]["id"]),
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        user=user,
        message=f"{now:.6f}",
        thread=str(container.get("thread_ts") or container.get("message_ts") or ""),
        keys=(
            f"trigger:{body.get('trigger_id')}",
            f"press:{action['action_id']}:{action.get('value')}:{user}:{moment}",
        ),
    )
