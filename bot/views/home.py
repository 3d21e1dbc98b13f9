"""The Home tab: what is one's own, what waits for one, what one follows, and how the assistant speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content import Block, context
from bot.store.relays import Relay, RelayState
from bot.views.buttons import button
from bot.views.fiches import NEW, fiche_buttons, fiche_line
from bot.views.forms import OWN_NAMES
from bot.views.help import privacy_text
from bot.views.inputs import View, chosen, option, words
from bot.views.watches import watch_blocks
from corpus.access import Caller, may_decide, may_submit
from corpus.models import LANGUAGES, Language
from corpus.text import format_number, mark, mark_plural, translate, translate_plural
from retrieval.governance.fiches import Submission
from retrieval.governance.watches import Watch
from retrieval.search.links import Links

LANGUAGE, PORTFOLIO, PAIRS, AUTO = "home_language", "home_portfolio", "home_pairs", "auto"
_MOST = 10  # of each kind
_WHO = mark("Vous lisez et écrivez pour {organisation}.")
_NOBODY = mark(
    "Votre compte n'est lié à aucune organisation du réseau\u00a0: vous lisez les documents publics. Demandez à"
    " l'administrateur du réseau de vous y inscrire."
)
_FICHES, _NO_FICHES, _NEW = (
    mark("Fiches de mon organisation"),
    mark("Aucune fiche en cours."),
    mark("Nouvelle fiche"),
)
_QUEUE, _NO_QUEUE = mark("À relire"), mark("Rien n'attend votre relecture.")
_WATCHES, _NO_WATCHES = (
    mark("Ce que vous suivez"),
    mark("Vous ne suivez rien\u00a0: tapez `/passerelle watch …`."),
)
_SENT, _OTHERS = mark("Messages transmis"), mark_plural("et {count} autre", "et {count} autres")
_PORTFOLIO, _PAIRS = mark("Chiffres du portefeuille"), mark("Doublons à trancher")
_CATALOGUE = mark("Vous pouvez lire {documents} documents du catalogue, dont {initiatives}.")
_INITIATIVES = mark_plural("{count} initiative", "{count} initiatives")
_LANGUAGE, _PRIVACY = mark("Langue"), mark("Vie privée")
_AUTO = mark("Celle de mon Slack")
_RELAYS = {
    RelayState.SENT: mark("en attente de réponse"),
    RelayState.WITH_COORDINATORS: mark("chez un coordinateur"),
    RelayState.ANSWERED: mark("répondu"),
}


@dataclass(frozen=True)
class Home:
    """What one person's tab shows; `fiches` and `queue` may be a page of `fiches_total` and `queue_total`."""

    caller: Caller
    organisation: str
    fiches: Sequence[Submission]
    fiches_total: int
    queue: Sequence[Submission]
    queue_total: int
    watches: Sequence[Watch]
    relays: Sequence[tuple[Relay, str]]
    chosen: Language | None
    days: int
    documents: int  # of the catalogue, that they may read
    initiatives: int


def home_view(home: Home, links: Links, language: Language) -> View:
    """The whole tab."""
    return {"type": "home", "blocks": list(_blocks(home, links, language))[:100]}


def _blocks(home: Home, links: Links, language: Language) -> Iterator[Block]:
    caller = home.caller
    if caller.is_member:
        yield context(translate(language, _WHO, organisation=home.organisation))
    else:
        yield context(translate(language, _NOBODY))
    if caller.is_member and may_submit(caller, caller.organisation or ""):
        yield from _fiches(home, links, language)
    if may_decide(caller):
        yield from _queue(home, links, language)
    if caller.person:
        yield _head(_WATCHES, language)
        for watch in home.watches[:_MOST]:
            yield from watch_blocks(watch, language)
        if not home.watches:
            yield {"type": "section", "text": {"type": "mrkdwn", "text": translate(language, _NO_WATCHES)}}
    if home.relays:
        yield _head(_SENT, language)
        for relay, title in home.relays:
            yield context(f"{title} · {translate(language, _RELAYS[relay.state])}")
    yield context(_status(home, language))
    yield from _settings(home, language)


def _status(home: Home, language: Language) -> str:
    """What the catalogue holds that this person may read."""
    initiatives = translate_plural(language, *_INITIATIVES, home.initiatives)
    return translate(
        language, _CATALOGUE, documents=format_number(home.documents, language), initiatives=initiatives
    )


def _fiches(home: Home, links: Links, language: Language) -> Iterator[Block]:
    yield _head(_FICHES, language)
    yield from _listed(home.fiches, home.fiches_total, _NO_FICHES, home.caller, links, language)
    made = button(NEW, translate(language, _NEW), "new", style="primary")
    yield {"type": "actions", "elements": [made]}


def _queue(home: Home, links: Links, language: Language) -> Iterator[Block]:
    yield _head(_QUEUE, language)
    yield from _listed(home.queue, home.queue_total, _NO_QUEUE, home.caller, links, language)
    made = [
        button(PORTFOLIO, translate(language, _PORTFOLIO), "all"),
        button(PAIRS, translate(language, _PAIRS), "open"),
    ]
    yield {"type": "actions", "elements": made}


def _listed(
    fiches: Sequence[Submission], total: int, none: str, caller: Caller, links: Links, language: Language
) -> Iterator[Block]:
    for fiche in fiches[:_MOST]:
        yield fiche_line(fiche, links, language)
        yield fiche_buttons(fiche, caller, language)
    if not fiches:
        yield context(translate(language, none))
    elif total > len(fiches[:_MOST]):
        yield context(translate_plural(language, *_OTHERS, total - len(fiches[:_MOST])))


def _settings(home: Home, language: Language) -> Iterator[Block]:
    yield _head(_LANGUAGE, language)
    options = {AUTO: option(AUTO, translate(language, _AUTO))}
    options |= {one: option(one, OWN_NAMES[one]) for one in LANGUAGES}
    yield {"type": "actions", "elements": [chosen(LANGUAGE, options, home.chosen or AUTO)]}
    yield _head(_PRIVACY, language)
    yield {"type": "section", "text": {"type": "mrkdwn", "text": privacy_text(home.days, language)}}


def _head(title: str, language: Language) -> Block:
    return {"type": "header", "text": words(translate(language, title), 150)}
