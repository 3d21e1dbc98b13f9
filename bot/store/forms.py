"""Forms that somebody is filling in: what was typed is kept as it comes, so that a form that is closed is no loss."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from retrieval.state.database import StateDatabase, storable
from retrieval.state.tables import slack_forms as forms

DAYS = 30  # a form that nobody came back to is forgotten then
Typed = Mapping[str, Any]
"""What stands in each input, by its name: a text, the value of an option, or a list of values."""


@dataclass(frozen=True)
class Form:
    """A form of one person. `fiche` is the draft that it changes, empty for a new one; `version` as it was read."""

    id: str
    team: str
    user: str
    fiche: str
    version: int
    typed: Typed


class Forms:
    """All of them; each is seen by its own person alone."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(self, team: str, user: str, typed: Typed, *, fiche: str = "", version: int = 0) -> Form:
        """A new form."""
        form = Form(secrets.token_urlsafe(18), team, user, fiche, version, typed)
        values = {**form.__dict__, "typed": _written(typed), "at": self._now()}
        with self._database.writing() as connection:
            connection.execute(delete(forms).where(forms.c.at < self._now() - DAYS * 86_400.0))
            connection.execute(insert(forms).values(values))
        return form

    def get(self, identifier: str, team: str, user: str) -> Form | None:
        """One of that person's."""
        mine = (forms.c.id == identifier) & (forms.c.team == team) & (forms.c.user == user)
        with self._database.reading() as connection:
            row = connection.execute(select(forms).where(mine)).one_or_none()
        return _form(row) if row else None

    def left(self, team: str, user: str) -> Form | None:
        """The new fiche that this person began last and never sent."""
        mine = (forms.c.team == team) & (forms.c.user == user) & (forms.c.fiche == "")
        with self._database.reading() as connection:
            row = connection.execute(select(forms).where(mine).order_by(forms.c.at.desc()).limit(1)).first()
        return _form(row) if row else None

    def typed(self, form: Form, typed: Typed) -> Form:
        """Keep what stands in it now; inputs that are not named keep what they held."""
        now = Form(**{**form.__dict__, "typed": {**form.typed, **typed}})
        values = {"typed": _written(now.typed), "at": self._now()}
        with self._database.writing() as connection:
            connection.execute(update(forms).where(forms.c.id == form.id).values(values))
        return now

    def became(self, form: Form, fiche: str, version: int) -> Form:
        """It was saved as a draft of the network."""
        with self._database.writing() as connection:
            same = forms.c.id == form.id
            connection.execute(update(forms).where(same).values(fiche=fiche, version=version))
        return Form(**{**form.__dict__, "fiche": fiche, "version": version})

    def done(self, identifier: str) -> None:
        """It is not needed any more."""
        with self._database.writing() as connection:
            connection.execute(delete(forms).where(forms.c.id == identifier))


def _written(typed: Typed) -> str:
    return storable(json.dumps(dict(typed), ensure_ascii=False))


def _form(row: Any) -> Form:
    return Form(row.id, row.team, row.user, row.fiche, row.version, json.loads(row.typed))
