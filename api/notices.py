"""A notice as its reader gets it: in words, with addresses, and only of what they may still see."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.wiring import Passerelle
from corpus.access import Caller, Scope
from corpus.models import Language
from retrieval.answering.answer import Related
from retrieval.governance.errors import NoSuch
from retrieval.governance.notices import NoticeKind
from retrieval.governance.outbox import Notice
from retrieval.governance.wording import digest_notice, fiche_notice


class NoticeOut(BaseModel):
    """Something to tell a person."""

    id: int
    kind: NoticeKind
    text: str
    subject: str = Field(description="the fiche, or the watch")
    documents: list[Related]
    stop_url: str | None = Field(description="of a digest: the page that stops the watch")
    created_at: datetime
    delivered_at: datetime | None
    channel: str | None


def said(notice: Notice, language: Language, parts: Passerelle) -> NoticeOut | None:
    """The notice in words; None where its reader may no longer see what it is about."""
    caller = parts.governance.directory.caller(notice.person, notice.organisation)
    if caller is None:
        return None
    if notice.kind is NoticeKind.DIGEST:
        return _digest(notice, caller, language, parts)
    try:
        fiche = parts.governance.submissions.get(notice.subject, caller)
    except NoSuch:
        return None
    return _out(notice, fiche_notice(notice.kind, fiche.draft.title, language), [], None)


def _digest(notice: Notice, caller: Caller, language: Language, parts: Passerelle) -> NoticeOut | None:
    reader = caller.model_copy(update={"scopes": frozenset({Scope.READ})})
    found = parts.catalogue.documents(notice.documents, reader)
    shown = [found[identifier] for identifier in notice.documents if identifier in found]
    try:
        watch = parts.governance.watches.get(notice.subject, caller)
    except NoSuch:
        return None
    if not shown:
        return None
    related = [
        Related(
            document_id=one.id,
            kind=one.kind,
            title=one.title.get(language),
            url=parts.links.document(one.id),
        )
        for one in shown
    ]
    sign = parts.governance.watches.stop_sign(watch.id)
    stop = f"{parts.settings.base_url}/watches/stop/{sign}"
    return _out(notice, digest_notice(len(shown), watch.wish.question, language), related, stop)


def _out(notice: Notice, text: str, documents: list[Related], stop: str | None) -> NoticeOut:
    return NoticeOut(
        id=notice.id,
        kind=notice.kind,
        text=text,
        subject=notice.subject,
        documents=documents,
        stop_url=stop,
        created_at=notice.created_at,
        delivered_at=notice.delivered_at,
        channel=notice.channel,
    )
