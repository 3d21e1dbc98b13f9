"""Installations by workspace, their tokens sealed; and what is erased when a workspace leaves."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.sealing import CannotUnseal, Sealer
from retrieval.catalogue.inserting import insert_or_change
from retrieval.state.askings import forget_answers
from retrieval.state.database import StateDatabase
from retrieval.state.tables import (
    slack_answers,
    slack_cards,
    slack_forms,
    slack_installations,
    slack_jobs,
    slack_marks,
    slack_members,
    slack_people,
    slack_receipts,
    slack_relays,
    slack_requests,
    slack_seen,
    slack_threads,
    slack_workspaces,
    turns,
)

_log = logging.getLogger(__name__)
_REFRESH_SECONDS = 30.0  # for which a refresh is somebody's; a token may be spent once
_OF_A_WORKSPACE = {
    "questions waiting or done": slack_jobs,
    "answers with buttons": slack_answers,
    "threads": slack_threads,
    "language choices": slack_people,
    "settings": slack_workspaces,
    "questions to coordinators": slack_requests,
    "forms": slack_forms,
    "members met": slack_members,
    "messages that show a state": slack_cards,
    "messages passed on": slack_relays,
    "marks": slack_marks,
    "traces of deliveries": slack_seen,
    "installations": slack_installations,
}


@dataclass(frozen=True)
class Installation:
    """The app in one workspace. `expires` in seconds since 1970, 0: never."""

    team: str
    bot_user: str
    bot: str
    app: str = ""
    enterprise: str = ""
    scopes: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires: float = 0.0


@dataclass(frozen=True)
class Receipt:
    """What was erased of a workspace, and when."""

    team: str
    at: float
    erased: dict[str, int]


class Installations:
    """All installations that people made."""

    def __init__(self, database: StateDatabase, sealer: Sealer, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._sealer = sealer
        self._now = now

    def save(self, installation: Installation) -> None:
        """Keep an installation in place of a former one. Raises StateUnavailable."""
        values = self._values(installation) | {"refreshing": 0.0, "at": self._now()}
        with self._database.writing() as connection:
            insert_or_change(connection, slack_installations, {"team": installation.team}, values)

    def find(self, team: str) -> Installation | None:
        """The installation of a workspace; raises CannotUnseal."""
        with self._database.reading() as connection:
            query = select(slack_installations).where(slack_installations.c.team == team)
            row = connection.execute(query).one_or_none()
        return self._installation(row) if row else None

    def reseal(self) -> int:
        """Seal anew what a former key sealed, so that it is needed no more; returns how many. What cannot be read is named
        in the log and stays: its key may come back."""
        with self._database.reading() as connection:
            rows = connection.execute(select(slack_installations.c.team, slack_installations.c.tokens)).all()
        return sum(self._resealed(row.team, row.tokens) for row in rows)

    def _resealed(self, team: str, tokens: bytes) -> bool:
        if self._sealer.is_newest(tokens, team):
            return False
        try:
            anew = self._sealer.seal(self._sealer.unseal(tokens, team), team)
        except CannotUnseal as failure:
            _log.error("%s", failure)
            return False
        # Unless a refresh was quicker, whose tokens are sealed with the new key already.
        same = (slack_installations.c.team == team) & (slack_installations.c.tokens == tokens)
        with self._database.writing() as connection:
            changed = connection.execute(update(slack_installations).where(same).values(tokens=anew))
        return changed.rowcount > 0

    def teams(self) -> tuple[str, ...]:
        """Every workspace where the app is installed."""
        with self._database.reading() as connection:
            query = select(slack_installations.c.team).order_by(slack_installations.c.team)
            return tuple(connection.execute(query).scalars())

    def begin_refresh(self, team: str) -> bool:
        """Take the right to refresh a workspace's tokens; False while somebody else has it."""
        at = self._now()
        free = (slack_installations.c.team == team) & (slack_installations.c.refreshing < at)
        with self._database.writing() as connection:
            taken = update(slack_installations).where(free).values(refreshing=at + _REFRESH_SECONDS)
            return connection.execute(taken).rowcount > 0

    def end_refresh(self, installation: Installation) -> None:
        """Keep refreshed tokens and give the right back; nothing where the app was removed meanwhile."""
        same = slack_installations.c.team == installation.team
        values = self._values(installation) | {"refreshing": 0.0}
        with self._database.writing() as connection:
            connection.execute(update(slack_installations).where(same).values(values))

    def _values(self, installation: Installation) -> dict[str, Any]:
        tokens = json.dumps([installation.token, installation.refresh_token])
        return {
            "enterprise": installation.enterprise,
            "app": installation.app,
            "bot_user": installation.bot_user,
            "bot": installation.bot,
            "scopes": " ".join(installation.scopes),
            "tokens": self._sealer.seal(tokens, installation.team),
            "expires": installation.expires,
        }

    def _installation(self, row: Any) -> Installation:
        token, refresh_token = json.loads(self._sealer.unseal(row.tokens, row.team))
        return Installation(
            team=row.team,
            bot_user=row.bot_user,
            bot=row.bot,
            app=row.app,
            enterprise=row.enterprise,
            scopes=tuple(row.scopes.split()),
            token=token,
            refresh_token=refresh_token,
            expires=row.expires,
        )


class Leaving:
    """Erases what is remembered of a workspace, in one transaction, and keeps the receipt."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def erase(self, team: str) -> Receipt:
        """Everything of a workspace: tokens, questions, threads, choices, conversations with what was thought of them."""
        erased: dict[str, int] = {}
        with self._database.writing() as connection:
            named = select(slack_threads.c.conversation_id).where(slack_threads.c.team == team)
            mine = turns.c.conversation_id.in_(named) | turns.c.owner.startswith(
                f"slack:{team}:", autoescape=True
            )
            forget_answers(connection, connection.execute(select(turns.c.answer_id).where(mine)).scalars())
            erased["turns of conversations"] = connection.execute(delete(turns).where(mine)).rowcount
            for what, table in _OF_A_WORKSPACE.items():
                erased[what] = connection.execute(delete(table).where(table.c.team == team)).rowcount
            receipt = Receipt(team, self._now(), {what: number for what, number in erased.items() if number})
            if receipt.erased:  # Slack tells of one removal twice: the second finds nothing
                row = {"team": team, "at": receipt.at, "erased": json.dumps(receipt.erased)}
                connection.execute(insert(slack_receipts).values(row))
        return receipt

    def receipts(self) -> tuple[Receipt, ...]:
        """All receipts, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(slack_receipts).order_by(slack_receipts.c.id)).all()
        return tuple(Receipt(row.team, row.at, json.loads(row.erased)) for row in rows)
