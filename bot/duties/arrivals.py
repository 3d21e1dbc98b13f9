"""Fiches arrive: coordinators are told of those that may be one with another; and once a week how the portfolio stands."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.addresses import Account
from bot.duties import deciding
from bot.duties.telling import caller_of, language_of, show, told
from bot.errors import SlackFailure
from bot.parts import Parts
from bot.store.cards import Card
from bot.store.jobs import Job
from bot.views.portfolio import portfolio_message
from corpus.access import ADMINISTRATOR, Caller, Role, may_decide
from corpus.filters import Filters
from corpus.following import ZONE
from corpus.models import Language
from corpus.text import SOURCE_LANGUAGE
from retrieval.likeness.values import Pair

_LOOKED = "pairs"
_MOST_PAIRS = 500  # on the board, of which those of arrived fiches are told
_MONDAY, _HOUR = 0, 8
_log = logging.getLogger(__name__)


def alert(parts: Parts) -> None:
    """Tell of pairs with a fiche that came since the last look; the first look tells of nothing.

    What came is compared first: until then nobody finds it among what is like their own.
    """
    revision = parts.knowledge.catalogue.revision
    looked = {team: parts.work.marks.get(team, _LOOKED) for team in parts.workspaces.teams()}
    if any(since != revision for since in looked.values()):
        parts.work.scan.refresh()
        parts.work.scan.deepen()
    for team, since in looked.items():
        if since is not None and since != revision:
            for pair in _new_pairs(since, parts):
                if parts.work.marks.first(team, f"pair:{pair.pair_id}"):
                    _tell(pair, team, parts)
        if since != revision:
            parts.work.marks.move(team, _LOOKED, revision)


def _new_pairs(since: int, parts: Parts) -> list[Pair]:
    arrived = parts.knowledge.catalogue.arrived(since, ADMINISTRATOR)
    if not arrived:
        return []
    page = parts.work.pairs.page(
        ADMINISTRATOR, language=SOURCE_LANGUAGE, verdicts=deciding.URGENT, limit=_MOST_PAIRS
    )
    return [pair for pair in page.pairs if pair.a in arrived or pair.b in arrived]


def _tell(pair: Pair, team: str, parts: Parts) -> None:
    """In the coordinators' channel if everybody there may read both; else to those of this workspace who may."""
    workspace = parts.choices.workspace(team)
    if channel := workspace.coordinators:
        everybody = parts.audiences.channel(team, channel, shared=False).caller
        if _reads_both(pair, everybody, parts):
            _post(pair, everybody, Account(team, ""), channel, workspace.language, parts)
            return
    for account, caller in _coordinators(team, parts):
        if _reads_both(pair, caller, parts):
            language = parts.people.language(team, account.user)
            _post(pair, caller, account, account.user, language, parts)


def _coordinators(team: str, parts: Parts) -> Iterator[tuple[Account, Caller]]:
    for caller in parts.work.governance.directory.callers(Role.COORDINATOR, Role.ADMINISTRATOR):
        account = parts.addresses.of(caller.person) if caller.person else None
        if account is not None and account.team == team and may_decide(caller):
            yield account, caller


def _reads_both(pair: Pair, caller: Caller, parts: Parts) -> bool:
    return len(parts.knowledge.catalogue.documents((pair.a, pair.b), caller)) == 2


def _post(
    pair: Pair, caller: Caller, account: Account, channel: str, language: Language, parts: Parts
) -> None:
    told_in = parts.work.pairs.get((pair.a, pair.b), caller, language=language)
    message = deciding.card(told_in, caller, parts, language, arrived=True)
    try:
        told = parts.clients.of(account.team).call("chat.postMessage", channel=channel, **message)
    except SlackFailure as failure:
        _log.warning("a pair was not shown to coordinators: %s", failure)
        return
    where = str(told.get("channel") or channel)
    parts.work.cards.shown(Card("pair", pair.pair_id, account.team, account.user, where, str(told["ts"])))


# -- the portfolio ------------------------------------------------------------------------------------


def weekly(parts: Parts) -> None:
    """On Monday morning, in each coordinators' channel, what everybody there may read of the portfolio."""
    now = datetime.fromtimestamp(parts.now(), UTC).astimezone(ZONE)
    if now.weekday() != _MONDAY or now.hour < _HOUR:
        return
    for team in parts.workspaces.teams():
        workspace = parts.choices.workspace(team)
        channel, language = workspace.coordinators, workspace.language
        if channel and parts.work.marks.first(team, f"portfolio:{now.date().isoformat()}"):
            caller = parts.audiences.channel(team, channel, shared=False).caller
            message = portfolio_message(parts.work.portfolios.of(Filters(), caller, language), language)
            parts.clients.of(team).quietly("chat.postMessage", channel=channel, **message)


def portfolio(job: Job, parts: Parts) -> None:
    """The figures of what a coordinator answers for, to them alone."""
    caller, language = caller_of(job, parts), language_of(job, parts)
    if not may_decide(caller):
        told("coordinators_only", job, parts)
        return
    found = parts.work.portfolios.of(_remit(caller, parts), caller, language)
    show(job, parts, portfolio_message(found, language))


def _remit(caller: Caller, parts: Parts) -> Filters:
    """That of a coordinator with one; all of the portfolio for several, and for administrators."""
    directory = parts.work.governance.directory
    held = directory.memberships(caller.person, ADMINISTRATOR) if caller.person else ()
    remits = [one.remit for one in held if one.role is Role.COORDINATOR]
    return remits[0] if len(remits) == 1 and not caller.is_administrator else Filters()
