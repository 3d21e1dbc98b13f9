"""Bringing people together: a message goes to whoever is behind a fiche, or to a coordinator, and the answer back.

Nobody sees an address: each side reads the other's name and organisation, and writes through us.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress

from bot.addresses import Account
from bot.duties.telling import caller_of, language_of, told
from bot.errors import SlackFailure
from bot.escaping import mrkdwn
from bot.parts import Parts
from bot.store.cards import Card
from bot.store.jobs import Job
from bot.store.relays import Relay, RelayState
from bot.views.relays import relay_answer, relay_card
from bot.views.saying import say
from bot.work_tasks import Contact, ContactAnswered
from corpus.access import ADMINISTRATOR, Caller, Role
from corpus.models import Document, Language
from corpus.taxonomy import terms_of
from retrieval.governance.errors import NoSuch

PATIENCE_DAYS = 7  # for the organisation; then a coordinator is asked
_MOST_RECIPIENTS = 5
_WRITERS = (Role.CONTRIBUTOR, Role.COORDINATOR)
_log = logging.getLogger(__name__)


def contact(job: Job, parts: Parts) -> None:
    """Somebody wrote to whoever is behind a document."""
    given = Contact.model_validate_json(job.payload)
    pass_on(given.document, given.words, job, parts)


def pass_on(document_id: str, words: str, job: Job, parts: Parts) -> None:
    """Pass a message on, to one who reads it in Slack; its author is told where it went."""
    caller = caller_of(job, parts)
    document = parts.knowledge.catalogue.documents([document_id], caller).get(document_id)
    if document is None:
        told("no_document", job, parts)
        return
    if not caller.is_member:
        told("no_member", job, parts)
        return
    language = language_of(job, parts)
    relay = parts.work.relays.begin(
        job.team, job.user, language, sender=name_of(caller, parts), document=document_id, words=words
    )
    title = document.title.get(language)
    if relay is None:
        told("relay_limit", job, parts)
    elif _to_owners(relay, document, caller, parts):
        told("relayed", job, parts, title=title)
    elif parts.work.relays.to_coordinators(relay.id) and _to_coordinators(relay, document, parts):
        told("relayed_to_coordinators", job, parts, title=title)
    else:
        told("relay_nobody", job, parts, title=title)


def remind(parts: Parts) -> None:
    """What an organisation left without an answer for days goes to a coordinator, and its author is told."""
    for relay in parts.work.relays.overdue(PATIENCE_DAYS):
        document = parts.knowledge.catalogue.documents([relay.document], ADMINISTRATOR).get(relay.document)
        if document is None or not parts.work.relays.to_coordinators(relay.id):
            continue
        if _to_coordinators(relay, document, parts):
            said = say("relay_moved", relay.language, title=document.title.get(relay.language))
            parts.clients.of(relay.team).quietly("chat.postMessage", channel=relay.user, text=mrkdwn(said))


def answered(job: Job, parts: Parts) -> None:
    """Somebody to whom a message was passed on answers it; the first answer counts."""
    given = ContactAnswered.model_validate_json(job.payload)
    relay = parts.work.relays.get(given.relay)
    if relay is None or not is_for(relay, Account(job.team, job.user), parts):
        told("relay_gone", job, parts)
        return
    if not parts.work.relays.answered(relay.id, job.user):
        told("relay_answered_already", job, parts)
        return
    caller = caller_of(job, parts)
    title = title_of(relay, parts)
    message = relay_answer(relay, name_of(caller, parts), title, given.words)
    parts.clients.of(relay.team).call("chat.postMessage", channel=relay.user, **message)
    told("relay_answered", job, parts)
    _rewrite(relay.id, name_of(caller, parts), parts)


def is_for(relay: Relay, account: Account, parts: Parts) -> bool:
    """Whether a message was passed on to this account, or to a channel in which it is."""
    cards = parts.work.cards.of("relay", relay.id)
    return any(
        card.team == account.team and (card.user == account.user or _is_in(account, card, parts))
        for card in cards
    )


def title_of(relay: Relay, parts: Parts) -> str:
    """What the message is about, as both sides may know it: they do already."""
    found = parts.knowledge.catalogue.documents([relay.document], ADMINISTRATOR)
    document = found.get(relay.document)
    return document.title.get(relay.language) if document else relay.document


def name_of(caller: Caller, parts: Parts) -> str:
    """How somebody is called towards others: name and organisation, as the directory has them."""
    directory = parts.work.governance.directory
    names = [directory.names({caller.person}).get(caller.person, "")] if caller.person else []
    with suppress(NoSuch):
        names.append(directory.organisation(caller.organisation or "", ADMINISTRATOR).name)
    return ", ".join(name for name in names if name) or "–"


# -- to whom ------------------------------------------------------------------------------------------


def _to_owners(relay: Relay, document: Document, sender: Caller, parts: Parts) -> bool:
    if document.organisation is None:
        return False
    writers = parts.work.governance.directory.callers(*_WRITERS, organisation=document.organisation)
    people = [one.person for one in writers if one.person and one.person != sender.person]
    return _shown_to(relay, document, people, parts)


def _to_coordinators(relay: Relay, document: Document, parts: Parts) -> bool:
    """In their channel, where everybody there may read the document; else to those who answer for it."""
    moved = parts.work.relays.get(relay.id) or relay
    channel = parts.choices.workspace(relay.team).coordinators
    if channel:
        everybody = parts.audiences.channel(relay.team, channel, shared=False).caller
        if parts.knowledge.catalogue.documents([document.id], everybody):
            return _card(moved, document, Account(relay.team, ""), channel, parts)
    people = [one.person for one in _coordinators(document, parts) if one.person]
    return _shown_to(moved, document, people, parts)


def _coordinators(document: Document, parts: Parts) -> Iterator[Caller]:
    terms = terms_of(document.fields) if document.initiative else {}
    for caller in parts.work.governance.directory.callers(Role.COORDINATOR, Role.ADMINISTRATOR):
        answers = caller.is_administrator or any(remit.covers(terms) for remit in caller.remits)
        if answers and parts.knowledge.catalogue.documents([document.id], caller):
            yield caller


def _shown_to(relay: Relay, document: Document, people: list[str], parts: Parts) -> bool:
    """Whether somebody can read it."""
    reached = 0
    for person in dict.fromkeys(people):
        account = parts.addresses.of(person)
        if account is not None and account != Account(relay.team, relay.user):
            reached += _card(relay, document, account, account.user, parts)
        if reached >= _MOST_RECIPIENTS:
            break
    return reached > 0


def _card(relay: Relay, document: Document, account: Account, channel: str, parts: Parts) -> bool:
    language = _language(account, parts)
    address = parts.knowledge.links.document(document.id)
    message = relay_card(relay, document.title.get(language), address, language)
    try:
        told = parts.clients.of(account.team).call("chat.postMessage", channel=channel, **message)
    except SlackFailure as failure:
        _log.warning("a message was not passed on: %s", failure)
        return False
    where = str(told.get("channel") or channel)
    parts.work.cards.shown(Card("relay", relay.id, account.team, account.user, where, str(told["ts"])))
    return True


def _language(account: Account, parts: Parts) -> Language:
    """That of a reader; without one, that of the coordinators' channel."""
    if account.user:
        return parts.people.language(account.team, account.user)
    return parts.choices.workspace(account.team).language


def _rewrite(relay_id: str, name: str, parts: Parts) -> None:
    """Every message about it says who answered."""
    relay = parts.work.relays.get(relay_id)
    if relay is None or relay.state is not RelayState.ANSWERED:
        return
    for card in parts.work.cards.of("relay", relay_id):
        language = _language(Account(card.team, card.user), parts)
        title = title_of(relay, parts)
        message = relay_card(relay, title, "", language, answered_by=name)
        parts.clients.of(card.team).quietly("chat.update", channel=card.channel, ts=card.message, **message)


def _is_in(account: Account, card: Card, parts: Parts) -> bool:
    if card.user:
        return False
    calls = parts.clients.of(account.team)
    told = calls.quietly("conversations.members", channel=card.channel, limit=200)
    return account.user in ((told or {}).get("members") or ())
