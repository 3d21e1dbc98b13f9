"""Forms that were sent. Who may send them is looked at again: a form may have been open for long."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.audience import as_themselves
from bot.desk import Desk, Incoming
from bot.parts import Parts
from bot.tasks import Answered
from bot.views.forms import REASON_BLOCK, REASON_FORM, SETTINGS_FORM, settings_of
from bot.views.notices import notice
from bot.views.requests import ANSWER_BLOCK, ANSWER_FORM
from corpus.access import Caller
from retrieval.state.errors import UnknownAnswer


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.view(REASON_FORM)
    def reasoned(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        team, user = str(body["team"]["id"]), str(body["user"]["id"])
        given = parts.answers.get(str(view["private_metadata"]), team)
        if given is not None:
            _judged(parts, given.asked.answer_id, as_themselves(team, user), _typed(view, REASON_BLOCK))
        ack()

    @bolt.view(ANSWER_FORM)
    def answered(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        text = _typed(view, ANSWER_BLOCK)
        if not text.strip():
            language = parts.people.language(str(body["team"]["id"]), str(body["user"]["id"]), at_once=True)
            ack(response_action="errors", errors={ANSWER_BLOCK: notice("no_words", language)})
            return
        request = str(view["private_metadata"])
        desk.task("answered", _incoming(parts, body, view), Answered(request=request, text=text))
        ack()

    @bolt.view(SETTINGS_FORM)
    def settled(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        team, user = str(body["team"]["id"]), str(body["user"]["id"])
        person = parts.people.get(team, user, at_once=True)
        if person is not None and person.is_admin:
            former = parts.choices.workspace(team)
            parts.choices.change_workspace(
                team, settings_of(view["state"]["values"], former, str(view.get("private_metadata") or ""))
            )
        ack()


def _judged(parts: Parts, answer_id: str, voter: Caller, reason: str) -> None:
    try:
        parts.knowledge.judging.judge(answer_id, voter, helpful=False, reason=reason)
    except UnknownAnswer:
        return  # forgotten since; the first press of the button was kept while it was known


def _typed(view: dict[str, Any], block: str) -> str:
    return str(view["state"]["values"].get(block, {}).get(block, {}).get("value") or "")


def _incoming(parts: Parts, body: dict[str, Any], view: dict[str, Any]) -> Incoming:
    """A form has no channel; what is said of it goes to its sender."""
    user = str(body["user"]["id"])
    keys = (f"form:{view.get('id')}",)
    return Incoming(str(body["team"]["id"]), user, user, f"{parts.now():.6f}", "", keys)
