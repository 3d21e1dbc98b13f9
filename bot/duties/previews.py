"""A card below the address of a document: of what everybody may read, since whoever pasted it may be anywhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from bot.parts import Parts
from bot.store.jobs import Job
from bot.tasks import Preview
from bot.views.cards import card
from corpus.access import ANONYMOUS

_MOST = 5  # cards below one message


def preview(job: Job, parts: Parts) -> None:
    """Show the cards; an address of nothing that is public stays as it is. Raises SlackFailure."""
    shared = Preview.model_validate_json(job.payload)
    language = parts.people.language(job.team, job.user)
    ids = {url: document_of(url, parts.knowledge.links.base) for url in shared.addresses}
    found = parts.knowledge.catalogue.documents({one for one in ids.values() if one}, ANONYMOUS)
    cards = {
        url: card(found[one], parts.knowledge.links, language) for url, one in ids.items() if one in found
    }
    if not cards:
        return
    where: dict[str, Any] = {"channel": job.channel, "ts": job.message}
    if shared.unfurl_id and shared.source:
        where = {"unfurl_id": shared.unfurl_id, "source": shared.source}
    calls = parts.clients.of(job.team)
    calls.call("chat.unfurl", unfurls=dict(list(cards.items())[:_MOST]), **where)


def document_of(url: str, base: str) -> str:
    """The id of the document that an address leads to; empty where it leads elsewhere."""
    before, found, rest = url.partition("/documents/")
    if not found or before.rstrip("/") != base.rstrip("/"):
        return ""
    return unquote(rest.split("#")[0].split("?")[0])
