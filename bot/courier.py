"""The outbox delivered: each notice to its person by direct message, once, in their language, from its hour on."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from bot.addresses import Account
from bot.errors import SlackFailure, Throttled
from bot.parts import Parts
from bot.store.cards import Card
from bot.views.fiches import WAITING, fiche_card
from bot.views.watches import digest_message
from corpus.access import Caller
from corpus.fiche_life import FicheState
from corpus.models import Language
from retrieval.governance.errors import NoSuch
from retrieval.governance.fiches import Submission
from retrieval.governance.notices import NoticeKind
from retrieval.governance.outbox import Notice
from retrieval.governance.wording import fiche_notice

CHANNEL = "slack"
_METADATA = "passerelle_notice"
_AT_ONCE = 20
_LATER_MINUTES = 60  # where a person is not found in Slack: they may come
_SOON_MINUTES = 2
Message = dict[str, Any]
# Notices that say nothing any more once a fiche has gone on; the others are told whatever came after.
_STILL_SO: Mapping[NoticeKind, Collection[FicheState]] = {
    NoticeKind.SUBMITTED: WAITING,
    NoticeKind.REVIEW_STARTED: {FicheState.IN_REVIEW},
}
_log = logging.getLogger(__name__)


def deliver(parts: Parts) -> int:
    """Deliver what is due; returns how many were. What could not be is tried again later."""
    outbox, done = parts.work.governance.outbox, 0
    for notice in outbox.claim(limit=_AT_ONCE):
        account = parts.addresses.of(notice.person)
        if account is None:
            outbox.put_off(notice.id, minutes=_LATER_MINUTES * 2 ** min(notice.attempts, 5))
            continue
        try:
            _send(notice, account, parts)
        except SlackFailure as failure:
            _log.warning("a notice is put off: %s", failure)
            soon = 1 if isinstance(failure, Throttled) else _SOON_MINUTES * 2 ** min(notice.attempts, 6)
            outbox.put_off(notice.id, minutes=soon)
            continue
        outbox.delivered(notice.id, CHANNEL)
        done += 1
    return done


def _send(notice: Notice, account: Account, parts: Parts) -> None:
    """Nothing is sent of what its person may not read any more. Raises SlackFailure."""
    language = parts.people.language(account.team, account.user)
    caller = parts.work.governance.directory.caller(notice.person, notice.organisation)
    message = _message(notice, caller, parts, language) if caller else None
    if message is None or (notice.attempts > 0 and _is_there(notice, account, parts)):
        return
    named = {"event_type": _METADATA, "event_payload": {"notice": notice.id}}
    calls = parts.clients.of(account.team)
    told = calls.call("chat.postMessage", channel=account.user, metadata=named, **message)
    if notice.kind is not NoticeKind.DIGEST:
        where = str(told.get("channel") or account.user)
        ts = str(told["ts"])
        card = Card("fiche", notice.subject, account.team, account.user, where, ts, notice.kind.value)
        parts.work.cards.shown(card)


def _message(notice: Notice, caller: Caller, parts: Parts, language: Language) -> Message | None:
    with suppress(NoSuch):
        if notice.kind is NoticeKind.DIGEST:
            return _digest(notice, caller, parts, language)
        fiche = parts.work.governance.submissions.get(notice.subject, caller)
        if fiche.state not in _STILL_SO.get(notice.kind, FicheState):
            return None  # somebody was quicker than the notice: what it tells of is over
        said = fiche_notice(notice.kind, fiche.draft.title, language)
        reason = _reason(notice, fiche, caller, parts)
        return fiche_card(fiche, caller, said, parts.knowledge.links, language, reason=reason)
    return None


def _digest(notice: Notice, caller: Caller, parts: Parts, language: Language) -> Message | None:
    watch = parts.work.governance.watches.get(notice.subject, caller)
    found = parts.knowledge.catalogue.documents(notice.documents, caller)
    documents = [found[one] for one in notice.documents if one in found]
    return digest_message(watch, documents, parts.knowledge.links, language) if documents else None


def _reason(notice: Notice, fiche: Submission, caller: Caller, parts: Parts) -> str:
    """The words that go with what happened: the last comment, or the reason of the last step."""
    versions, comments = parts.work.governance.submissions.history(fiche.id, caller)
    if notice.kind is NoticeKind.COMMENTED:
        return comments[-1].text if comments else ""
    return next((one.reason for one in reversed(versions) if one.reason), "") if versions[-1].reason else ""


def _is_there(notice: Notice, account: Account, parts: Parts) -> bool:
    """Whether a former attempt got through after all, as far as we may read."""
    channel = parts.work.cards.direct(account.team, account.user)
    if not channel:
        return False
    calls = parts.clients.of(account.team)
    told = calls.quietly("conversations.history", channel=channel, limit=15, include_all_metadata=True)
    for message in (told or {}).get("messages") or ():
        named = message.get("metadata") or {}
        same = (named.get("event_payload") or {}).get("notice") == notice.id
        if named.get("event_type") == _METADATA and same:
            return True
    return False
