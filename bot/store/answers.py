"""What the buttons below an answer lead back to. A button carries an id that nobody guesses; the rest stays here."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from corpus.filters import Filters
from corpus.models import Frozen, Language
from retrieval.answering.answer import Figures
from retrieval.state.database import StateDatabase, storable
from retrieval.state.tables import slack_answers as answers


class Asked(Frozen):
    """What was asked and how it was understood: all that another page, a table or another filter needs."""

    question: str
    language: Language
    filters: Filters = Filters()  # in force, those read from the sentence included
    given: Filters = Filters()  # of these, the ones that were asked for beside the sentence
    infer: bool = True
    readings: tuple[Filters, ...] = ()  # where it may be understood in several ways: the conditions of each
    further: tuple[str, ...] = ()  # questions that may be asked next
    answer_id: str = ""
    document_ids: tuple[str, ...] = ()
    figures: Figures | None = None  # what a table is made of
    shown: int = 0  # documents listed so far
    private: bool = False


@dataclass(frozen=True)
class Given:
    """An answer that was given, and where."""

    id: str
    team: str
    channel: str
    thread: str
    user: str
    asked: Asked


class Answers:
    """Given answers, kept as long as their conversation."""

    def __init__(self, database: StateDatabase, *, days: int, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._seconds = days * 86_400.0
        self._now = now

    def keep(self, team: str, channel: str, thread: str, user: str, asked: Asked) -> Given:
        """Keep an answer before it is shown; expired ones are forgotten on the way."""
        at = self._now()
        given = Given(secrets.token_urlsafe(18), team, channel, thread, user, asked)
        row = {name: getattr(given, name) for name in ("id", "team", "channel", "thread", "user")}
        with self._database.writing() as connection:
            connection.execute(delete(answers).where(answers.c.at < at - self._seconds))
            connection.execute(
                insert(answers).values(**row, content=storable(asked.model_dump_json()), at=at)
            )
        return given

    def get(self, identifier: str, team: str) -> Given | None:
        """The answer of that id, in the workspace where it was given and nowhere else."""
        query = select(answers).where(
            answers.c.id == identifier, answers.c.team == team, answers.c.at >= self._now() - self._seconds
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        asked = Asked.model_validate_json(row.content)
        return Given(row.id, row.team, row.channel, row.thread, row.user, asked)

    def forget(self, team: str, channel: str, thread: str) -> None:
        """Forget what was answered in a thread."""
        there = (answers.c.team == team, answers.c.channel == channel, answers.c.thread == thread)
        with self._database.writing() as connection:
            connection.execute(delete(answers).where(*there))
