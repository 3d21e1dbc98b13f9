"""Buttons below fiches in the making, and the forms that some of them open."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.listeners import gestures
from bot.listeners.gestures import Body
from bot.parts import Parts
from bot.views import fiches as views
from bot.views.fiches import REASON
from bot.views.inputs import value_of
from bot.views.saying import say
from bot.work_tasks import Commented, Compared, StepTaken
from corpus.fiche_life import Step
from corpus.fiche_rights import may_take
from corpus.models import Language
from retrieval.governance.errors import NoSuch
from retrieval.governance.fiches import Submission


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.action(re.compile(rf"^{views.STEP}:[a-z_]+$"))
    def stepped(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        gestures.tell(parts, desk, body, _step(parts, desk, body, action))

    @bolt.action(views.READ)
    def read(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        gestures.tell(parts, desk, body, _read(parts, body, gestures.value(action)))

    @bolt.action(views.COMMENT)
    def commenting(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        gestures.tell(parts, desk, body, _comment(parts, body, gestures.value(action)))

    @bolt.action(views.COMPARE)
    def comparing(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        given = Compared(fiche=gestures.value(action), response_url=gestures.response_url_of(body))
        desk.task("fiche_compared", gestures.pressed(parts, body, action), given)
        ack()

    @bolt.view(views.STEP_FORM)
    def reasoned(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        fiche, version, step = _three(view["private_metadata"])
        given = StepTaken(fiche=fiche, version=version, step=step, reason=_words(view))
        ack(**_sent(parts, desk, body, view, "step_taken", given, given.reason))

    @bolt.view(views.COMMENT_FORM)
    def commented(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        given = Commented(fiche=str(view["private_metadata"]), text=_words(view))
        ack(**_sent(parts, desk, body, view, "commented", given, given.text))


def _step(parts: Parts, desk: Desk, body: Body, action: dict[str, Any]) -> str:
    """Into the queue, or first a form for its reason; what is said where neither is possible."""
    language = gestures.language_of(parts, body)
    step = Step(str(action["action_id"]).partition(":")[2])
    identifier, _, number = gestures.value(action).rpartition(":")
    version = int(number) if number.isdecimal() and len(number) < 10 else 0
    if step not in views.WITH_REASON:
        where = gestures.response_url_of(body)
        given = StepTaken(fiche=identifier, version=version, step=step, response_url=where)
        desk.task("step_taken", gestures.pressed(parts, body, action), given)
        return ""
    fiche = _fiche(parts, body, identifier)
    if fiche is None:
        return say("no_fiche", language)
    if not may_take(gestures.caller_of(parts, body), fiche, step):
        return say("not_allowed", language)
    read = replace(fiche, version=version)  # the version that was on the screen decides
    return _opened(parts, body, views.step_form(read, step, language), language)


def _read(parts: Parts, body: Body, identifier: str) -> str:
    language, caller = gestures.language_of(parts, body), gestures.caller_of(parts, body)
    fiche = _fiche(parts, body, identifier)
    if fiche is None:
        return say("no_fiche", language)
    versions, comments = parts.work.governance.submissions.history(identifier, caller)
    names = parts.work.governance.directory.names({one.by for one in comments if one.by})
    page = views.fiche_page(fiche, versions, comments, names, parts.knowledge.links, language)
    return _opened(parts, body, page, language)


def _comment(parts: Parts, body: Body, identifier: str) -> str:
    language, fiche = gestures.language_of(parts, body), _fiche(parts, body, identifier)
    if fiche is None:
        return say("no_fiche", language)
    return _opened(parts, body, views.comment_form(fiche, language), language)


def _fiche(parts: Parts, body: Body, identifier: str) -> Submission | None:
    try:
        return parts.work.governance.submissions.get(identifier, gestures.caller_of(parts, body))
    except NoSuch:
        return None


def _opened(parts: Parts, body: Body, view: dict[str, Any], language: Language) -> str:
    return "" if gestures.opens(parts, body, view) else say("no_form", language)


def _sent(
    parts: Parts, desk: Desk, body: Body, view: dict[str, Any], kind: str, given: Any, words: str
) -> dict[str, Any]:
    """A form with a word goes into the queue; without one it stays."""
    if not words:
        sentence = say("words_needed", gestures.language_of(parts, body))
        return {"response_action": "errors", "errors": {REASON: sentence}}
    desk.task(kind, gestures.sent_form(parts, body, view), given)
    return {}


def _words(view: dict[str, Any]) -> str:
    return str(value_of(view["state"]["values"].get(REASON, {}).get(REASON)) or "").strip()


def _three(metadata: str) -> tuple[str, int, Step]:
    identifier, version, step = metadata.rsplit(":", 2)
    return identifier, int(version), Step(step)
