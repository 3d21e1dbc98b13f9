"""What somebody follows, with the buttons that change it, and the digest that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.content import Block, context, paragraph, section
from bot.escaping import mrkdwn
from bot.views.buttons import button
from bot.views.documents import listed, text
from bot.views.saying import say
from corpus.following import Cadence, Quiet
from corpus.models import Document, Language
from corpus.text import mark, translate
from retrieval.answering.wording import describe_filters
from retrieval.governance.watches import Watch
from retrieval.governance.wording import digest_notice
from retrieval.search.links import Links

WATCH = "watch"  # before what is wanted: stop, daily, weekly, quiet, any_hour
QUIET = Quiet(start=20, end=8)
MOST_LISTED = 20
_STOP, _DAILY, _WEEKLY = mark("Arrêter"), mark("Chaque jour"), mark("Chaque semaine")
_QUIET, _ANY_HOUR = mark("Pas la nuit"), mark("À toute heure")
_OUR_SIZE = mark("communes de votre taille")
_IS_DAILY, _IS_WEEKLY = mark("au plus une fois par jour"), mark("au plus une fois par semaine")
_IS_QUIET = mark("rien entre {start} h et {end} h")
_CONDITIONS = mark("vos critères")
_MORE = mark("Seuls les premiers sont montrés.")


def wish_of(watch: Watch, language: Language) -> str:
    """What is followed, in words."""
    return watch.wish.question or translate(language, _CONDITIONS)


def watch_blocks(watch: Watch, language: Language) -> list[Block]:
    """One watch: what, how often, and buttons."""
    wish = watch.wish
    conditions = describe_filters(wish.filters, language) if not wish.filters.is_empty else []
    said = [*conditions, *([translate(language, _OUR_SIZE)] if wish.like_ours else [])]
    said.append(translate(language, _IS_DAILY if wish.cadence is Cadence.DAILY else _IS_WEEKLY))
    if wish.quiet:
        said.append(translate(language, _IS_QUIET, start=wish.quiet.start, end=wish.quiet.end))
    line = section([text(wish_of(watch, language), bold=True), text(f"\n{' · '.join(said)}")])
    return [{"type": "rich_text", "elements": [line]}, _buttons(watch, language)]


def watches_message(watches: Sequence[Watch], language: Language) -> dict[str, Any]:
    """All that somebody follows."""
    head = say("watches", language)
    blocks: list[Block] = [paragraph(text(head, bold=True))]
    for watch in watches[:MOST_LISTED]:
        blocks += watch_blocks(watch, language)
    if len(watches) > MOST_LISTED:
        blocks.append(context(translate(language, _MORE)))
    return {"text": mrkdwn(head), "blocks": blocks}


def digest_message(
    watch: Watch, documents: Sequence[Document], links: Links, language: Language
) -> dict[str, Any]:
    """New documents for somebody who follows something, with one click to stop."""
    head = digest_notice(len(documents), watch.wish.question, language)
    blocks: list[Block] = [
        paragraph(text(head)),
        listed(documents[:MOST_LISTED], links, language),
        *([context(translate(language, _MORE))] if len(documents) > MOST_LISTED else []),
        _buttons(watch, language),
    ]
    return {"text": mrkdwn(head), "blocks": blocks}


def _buttons(watch: Watch, language: Language) -> Block:
    daily = watch.wish.cadence is Cadence.DAILY
    other, label = ("weekly", _WEEKLY) if daily else ("daily", _DAILY)
    hours, hours_label = ("any_hour", _ANY_HOUR) if watch.wish.quiet else ("quiet", _QUIET)
    made = [
        button(f"{WATCH}:stop", translate(language, _STOP), watch.id),
        button(f"{WATCH}:{other}", translate(language, label), watch.id),
        button(f"{WATCH}:{hours}", translate(language, hours_label), watch.id),
    ]
    return {"type": "actions", "elements": made}
