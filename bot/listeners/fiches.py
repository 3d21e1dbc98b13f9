"""The form of a fiche: opened, looked up in, typed into, sent, closed."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.choosing import choices
from bot.desk import Desk
from bot.escaping import cut, said
from bot.filling import ACTION, FIELDS, Unfit, check, draft_of, fits_the_form, typed_in, typed_of
from bot.listeners import gestures
from bot.listeners.commands import COMMAND
from bot.listeners.gestures import Body
from bot.parts import Parts
from bot.store.forms import Form
from bot.views import fiche_form as forms
from bot.views.fiche_form import BECAUSE, EXIT, FICHE_FORM, FICHE_SEND, WHICH
from bot.views.fiches import NEW, RESUME, STATES
from bot.views.inputs import MOST_TYPED, option, value_of
from bot.views.requests import OFFER_ANSWER
from bot.views.saying import say
from bot.work_tasks import FicheChecked, FicheKept, FicheSent
from corpus.access import Caller, may_submit
from corpus.drafts import Draft
from corpus.fiche_life import FicheState
from corpus.fiche_rights import may_write
from corpus.text import translate
from retrieval.governance.errors import NoSuch

SHORTCUT, FROM_MESSAGE = "new_fiche", "fiche_from_message"
_LOOKED_UP = re.compile(rf"^{ACTION}(municipality|domains|technologies)$")
_TYPED = re.compile(rf"^{ACTION}({'|'.join(FIELDS)})$")
_TITLE = 120  # characters of a message that may be a title


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.command(COMMAND, matchers=[gestures.is_command("submit")])
    def submit(ack: Ack, body: Body) -> None:
        ack(_begin(parts, body, _prefilled(said(str(body.get("text") or "").strip().partition(" ")[2]))))

    @bolt.shortcut({"type": "shortcut", "callback_id": SHORTCUT})
    def chosen(ack: Ack, body: Body) -> None:
        ack()
        gestures.tell(parts, desk, body, _begin(parts, body))

    @bolt.shortcut({"type": "message_action", "callback_id": FROM_MESSAGE})
    def from_message(ack: Ack, body: Body) -> None:
        ack()
        words = said(str((body.get("message") or {}).get("text") or ""))
        gestures.tell(parts, desk, body, _begin(parts, body, _prefilled(words)))

    @bolt.action(NEW)
    def pressed(ack: Ack, body: Body) -> None:
        ack()
        gestures.tell(parts, desk, body, _begin(parts, body))

    @bolt.action(OFFER_ANSWER)
    def offered_answer(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        gestures.tell(parts, desk, body, _begin_with_answer(parts, body, gestures.value(action)))

    @bolt.action(RESUME)
    def resumed(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        gestures.tell(parts, desk, body, _resume(parts, body, gestures.value(action)))

    @bolt.options(_LOOKED_UP)
    def offered(ack: Ack, body: Body) -> None:
        field = str(body["action_id"]).removeprefix(ACTION)
        found = choices(field, str(body.get("value") or ""), gestures.language_of(parts, body))
        ack(options=[option(value, label) for value, label in found])

    _register_form(bolt, parts, desk)


def _register_form(bolt: App, parts: Parts, desk: Desk) -> None:
    @bolt.action(_TYPED)
    def typed(ack: Ack, body: Body) -> None:
        ack()
        view = body.get("view") or {}
        form = _form(parts, body, view)
        if form is not None and view.get("callback_id") == FICHE_FORM:
            parts.work.forms.typed(form, typed_in(view["state"]["values"]))

    @bolt.view(FICHE_FORM)
    def sent(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        ack(**_first_step(parts, desk, body, view))

    @bolt.view(FICHE_SEND)
    def decided(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        ack(**_second_step(parts, desk, body, view))

    @bolt.view_closed(re.compile(f"^({FICHE_FORM}|{FICHE_SEND})$"))
    def closed(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        given = FicheKept(form=str(view.get("private_metadata") or ""))
        desk.task("fiche_kept", gestures.sent_form(parts, body, view), given)
        ack()


# -- opening ------------------------------------------------------------------------------------------


def _begin(parts: Parts, body: Body, typed: dict[str, str] | None = None) -> str:
    """Open a new form with what is known already, or the one that was left; what is said where that is not possible."""
    language = gestures.language_of(parts, body)
    refusal = _refusal(gestures.caller_of(parts, body))
    if refusal:
        return say(refusal, language)
    team, user = gestures.team_and_user(body)
    left = None if typed else parts.work.forms.left(team, user)
    form = left or parts.work.forms.begin(team, user, typed or {})
    view = forms.fiche_form(form, language, resumed=left is not None)
    return "" if gestures.opens(parts, body, view) else say("no_form", language)


def _begin_with_answer(parts: Parts, body: Body, identifier: str) -> str:
    """A form with what a coordinator answered, for whoever reads it where it was answered."""
    team, _ = gestures.team_and_user(body)
    request = parts.requests.get(identifier, team)
    if request is None or not request.words or request.asked_in != (body.get("channel") or {}).get("id"):
        return say("form_gone", gestures.language_of(parts, body))
    body_of_it = f"{request.question}\n\n{request.words}"[:MOST_TYPED]
    return _begin(parts, body, {"title": cut(request.question, _TITLE), "body": body_of_it})


def _resume(parts: Parts, body: Body, fiche: str) -> str:
    """Open the form of a draft."""
    language, caller = gestures.language_of(parts, body), gestures.caller_of(parts, body)
    try:
        found = parts.work.governance.submissions.get(fiche, caller)
    except NoSuch:
        return say("no_fiche", language)
    if not may_write(caller, found):
        return say("not_allowed", language)
    if found.state is not FicheState.DRAFT:
        return say("changed_by", language, state=translate(language, STATES[found.state]))
    team, user = gestures.team_and_user(body)
    typed = typed_of(found.draft)
    whole = fits_the_form(found.draft)
    if not whole:
        typed.pop("body")
    form = parts.work.forms.begin(team, user, typed, fiche=found.id, version=found.version)
    view = forms.fiche_form(form, language, with_body=whole)
    return "" if gestures.opens(parts, body, view) else say("no_form", language)


def _refusal(caller: Caller) -> str:
    """Why this person cannot write a fiche; empty where they can."""
    if not caller.is_member:
        return "no_member"
    return "" if may_submit(caller, caller.organisation or "") else "no_contributor"


def _prefilled(words: str) -> dict[str, str]:
    """A message as the beginning of a fiche: its first line may be a title, all of it is the text."""
    first = words.strip().partition("\n")[0]
    title = first if len(first) <= _TITLE else ""
    return {"title": title, "body": words.strip()[:MOST_TYPED]} if words else {}


# -- sending ------------------------------------------------------------------------------------------


def _first_step(parts: Parts, desk: Desk, body: Body, view: dict[str, Any]) -> dict[str, Any]:
    """How to acknowledge: with what does not fit, or with a page while what is like it is looked for."""
    language, form = gestures.language_of(parts, body), _form(parts, body, view)
    if form is None:
        return _instead(forms.trouble("", say("form_gone", language), language))
    form = parts.work.forms.typed(form, typed_in(view["state"]["values"]))
    caller = gestures.caller_of(parts, body)
    try:
        base = _base(parts, form, caller)
        today = parts.work.governance.submissions.today
        check(draft_of(form.typed, language, base=base), caller.organisation or "", today)
    except Unfit as problem:
        field = problem.field if problem.field in view["state"]["values"] else "title"
        return {"response_action": "errors", "errors": {field: forms.wrong(problem.field, language)}}
    given = FicheChecked(form=form.id, view=str(view["id"]))
    desk.task("fiche_checked", gestures.sent_form(parts, body, view), given)
    return _instead(forms.checking(form.id, language))


def _base(parts: Parts, form: Form, caller: Caller) -> Draft | None:
    """The draft that a form changes; a form that leaves its text out needs it."""
    if not form.fiche:
        return None
    try:
        return parts.work.governance.submissions.get(form.fiche, caller).draft
    except NoSuch:  # what to say of it is found when it is saved
        return None


def _second_step(parts: Parts, desk: Desk, body: Body, view: dict[str, Any]) -> dict[str, Any]:
    language, form = gestures.language_of(parts, body), _form(parts, body, view)
    if form is None:
        return _instead(forms.trouble("", say("form_gone", language), language))
    values = {name: value_of(given.get(name)) for name, given in view["state"]["values"].items()}
    chosen, because = values.get(EXIT) or "go_on", str(values.get(BECAUSE) or "").strip()
    alike = list(form.typed.get("alike") or ())
    if alike and chosen != "replicate" and not because:
        return _refused(BECAUSE, translate(language, forms.BECAUSE_NEEDED))
    number = str(values.get(WHICH) or "")
    which = alike[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(alike) else ""
    if chosen != "go_on" and not which:
        return _refused(WHICH, translate(language, forms.WHICH_NEEDED))
    given = FicheSent(form=form.id, exit=chosen, which=which, because=because)
    desk.task("fiche_sent", gestures.sent_form(parts, body, view), given)
    return {"response_action": "clear"}


def _instead(view: dict[str, Any]) -> dict[str, Any]:
    return {"response_action": "update", "view": view}


def _refused(block: str, sentence: str) -> dict[str, Any]:
    return {"response_action": "errors", "errors": {block: sentence}}


def _form(parts: Parts, body: Body, view: dict[str, Any]) -> Form | None:
    return parts.work.forms.get(str(view.get("private_metadata") or ""), *gestures.team_and_user(body))
