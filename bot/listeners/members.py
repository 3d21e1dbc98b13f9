"""The Home tab and what members do beside fiches: following, getting in touch, deciding, choosing a language."""

from __future__ import annotations

import json
import re
from typing import Any

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.duties.deciding import as_decided, key_of
from bot.escaping import said
from bot.listeners import gestures
from bot.listeners.commands import COMMAND
from bot.listeners.gestures import Body
from bot.parts import Parts
from bot.views import home, pairs, relays, watches
from bot.views.inputs import value_of
from bot.views.saying import say
from bot.work_tasks import Contact, ContactAnswered, PairDecided, Shown, WatchChanged, Wished
from corpus.access import may_decide
from corpus.errors import NotFound
from corpus.models import LANGUAGES
from retrieval.likeness.values import Verdict

_LIST_WORDS = frozenset({"", "list", "liste"})


def register(bolt: App, parts: Parts, desk: Desk) -> None:
    """Listen."""

    @bolt.event("app_home_opened", matchers=[lambda event: event.get("tab") == "home"])
    def opened(body: Body, event: dict[str, Any]) -> None:
        given = {**body, "user_id": event["user"]}
        desk.task("home", gestures.typed(parts, given), Shown(what="home"))

    @bolt.action(home.LANGUAGE)
    def spoken(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        chosen = next((one for one in LANGUAGES if one == gestures.value(action)), None)
        parts.choices.choose_language(*gestures.team_and_user(body), chosen)
        desk.task("home", gestures.typed(parts, body), Shown(what="home"))
        ack()

    @bolt.action(re.compile(f"^({home.PORTFOLIO}|{home.PAIRS})$"))
    def looked(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        what = "portfolio" if action["action_id"] == home.PORTFOLIO else "pairs"
        desk.task(what, gestures.pressed(parts, body, action), Shown(what=what))
        ack()

    _register_watches(bolt, parts, desk)
    _register_relays(bolt, parts, desk)
    _register_pairs(bolt, parts, desk)


def _register_watches(bolt: App, parts: Parts, desk: Desk) -> None:
    @bolt.command(COMMAND, matchers=[gestures.is_command("watch")])
    def watch(ack: Ack, body: Body) -> None:
        words = said(str(body.get("text") or "").strip().partition(" ")[2]).strip()
        where, incoming = gestures.response_url_of(body), gestures.typed(parts, body)
        # Nothing is said at once: it might come on the screen after what is told of the watch.
        if words.lower() in _LIST_WORDS:
            desk.task("watches", incoming, Shown(what="watches", response_url=where))
        else:
            desk.task("wished", incoming, Wished(text=words, response_url=where))
        ack()

    @bolt.action(re.compile(rf"^{watches.WATCH}:(stop|daily|weekly|quiet|any_hour)$"))
    def changed(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        wanted = str(action["action_id"]).partition(":")[2].replace("stop", "")
        given = {"watch": gestures.value(action), "wanted": wanted}
        changed = WatchChanged.model_validate({**given, "response_url": gestures.response_url_of(body)})
        desk.task("watch_changed", gestures.pressed(parts, body, action), changed)
        ack()


def _register_relays(bolt: App, parts: Parts, desk: Desk) -> None:
    @bolt.command(COMMAND, matchers=[gestures.is_command("contact")])
    def contact(ack: Ack, body: Body) -> None:
        ack(_contact(parts, body, str(body.get("text") or "").strip().partition(" ")[2]))

    @bolt.action(relays.CONTACT)
    def contacting(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        gestures.tell(parts, desk, body, _contact(parts, body, gestures.value(action)))

    @bolt.action(relays.ANSWER)
    def answering(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        gestures.tell(parts, desk, body, _answer(parts, body, gestures.value(action)))

    @bolt.view(relays.CONTACT_FORM)
    def written(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        given = Contact(document=str(view["private_metadata"]), words=_words(view, relays.WORDS))
        desk.task("contact", gestures.sent_form(parts, body, view), given)
        ack()

    @bolt.view(relays.ANSWER_FORM)
    def answered(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        given = ContactAnswered(relay=str(view["private_metadata"]), words=_words(view, relays.WORDS))
        desk.task("contact_answered", gestures.sent_form(parts, body, view), given)
        ack()


def _register_pairs(bolt: App, parts: Parts, desk: Desk) -> None:
    @bolt.action(re.compile(rf"^{pairs.PAIR}:[a-z_]+$"))
    def deciding(ack: Ack, body: Body, action: dict[str, Any]) -> None:
        ack()
        verdict = Verdict(str(action["action_id"]).partition(":")[2])
        gestures.tell(parts, desk, body, _decide(parts, body, gestures.value(action), verdict))

    @bolt.view(pairs.PAIR_FORM)
    def decided(ack: Ack, body: Body, view: dict[str, Any]) -> None:
        pair, verdict, replaces = json.loads(view["private_metadata"])
        reason = _words(view, pairs.REASON)
        given = PairDecided(pair=pair, verdict=verdict, reason=reason, replaces=replaces)
        desk.task("pair_decided", gestures.sent_form(parts, body, view), given)
        ack()


def _contact(parts: Parts, body: Body, written: str) -> str:
    """Open the form for a message about a document, named by id or address."""
    language, caller = gestures.language_of(parts, body), gestures.caller_of(parts, body)
    if not caller.is_member:
        return say("no_member", language)
    identifier = _named(written)
    document = parts.knowledge.catalogue.documents([identifier], caller).get(identifier)
    if document is None:
        return say("no_document", language)
    form = relays.contact_form(identifier, document.title.get(language), language)
    return "" if gestures.opens(parts, body, form) else say("no_form", language)


def _answer(parts: Parts, body: Body, identifier: str) -> str:
    language, relay = gestures.language_of(parts, body), parts.work.relays.get(identifier)
    if relay is None:
        return say("relay_gone", language)
    if relay.answered_by:
        return say("relay_answered_already", language)
    form = relays.answer_form(relay, relay.sender, language)
    return "" if gestures.opens(parts, body, form) else say("no_form", language)


def _decide(parts: Parts, body: Body, pair: str, verdict: Verdict) -> str:
    """Open the form for a reason; it is looked at again when it is sent."""
    language, caller = gestures.language_of(parts, body), gestures.caller_of(parts, body)
    if not may_decide(caller):
        return say("coordinators_only", language)
    try:
        history = parts.work.pairs.history(key_of(pair), caller)
    except NotFound:
        return say("no_document", language)
    holding = next((one for one in history if one.undone_at is None), None)
    if holding is not None:
        return pairs.decision(as_decided(holding, parts), language)
    documents = parts.knowledge.catalogue.documents(key_of(pair), caller)
    form = pairs.pair_form(pair, verdict, None, documents, parts.knowledge.links, language)
    return "" if gestures.opens(parts, body, form) else say("no_form", language)


def _named(written: str) -> str:
    """The id in an address of ours, or what was written."""
    bare = said(written).strip()
    return bare.rpartition("/documents/")[2].partition("#")[0].partition("?")[0] or bare


def _words(view: dict[str, Any], name: str) -> str:
    return str(value_of(view["state"]["values"].get(name, {}).get(name)) or "").strip()
