"""What members of the network do in Slack beyond asking: write fiches, review, follow, decide, get in touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.store.cards import Cards
from bot.store.forms import Forms
from bot.store.marks import Marks
from bot.store.members import Accounts
from bot.store.relays import Relays
from ingest.submissions import Publishing
from retrieval.governance.governance import Governance
from retrieval.likeness.board import PairBoard
from retrieval.likeness.scan import Scan
from retrieval.portfolio.figures import Portfolios
from retrieval.state.database import StateDatabase
from retrieval.watching.watching import Watching


@dataclass(frozen=True)
class Contributing:
    """What all doors share."""

    governance: Governance
    publishing: Publishing
    watching: Watching
    pairs: PairBoard
    scan: Scan
    portfolios: Portfolios


@dataclass(frozen=True)
class Work(Contributing):
    """The same, with what is remembered of it for Slack."""

    forms: Forms
    accounts: Accounts
    cards: Cards
    relays: Relays
    marks: Marks


def open_work(shared: Contributing, database: StateDatabase, now: Callable[[], float]) -> Work:
    """Everything over one state database."""
    return Work(
        **shared.__dict__,
        forms=Forms(database, now),
        accounts=Accounts(database, now),
        cards=Cards(database, now),
        relays=Relays(database, now),
        marks=Marks(database, now),
    )
