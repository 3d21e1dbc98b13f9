"""What people and workspaces chose: a language, and how the assistant behaves among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import select

from corpus.models import LANGUAGES, Frozen, Language
from corpus.text import SOURCE_LANGUAGE
from retrieval.catalogue.inserting import insert_or_change
from retrieval.state.database import StateDatabase
from retrieval.state.tables import slack_people as people
from retrieval.state.tables import slack_workspaces as workspaces

Answers = Literal["as_workspace", "mentions", "privately", "never"]


class InChannel(Frozen):
    """How the assistant behaves in one channel. `answers`: as everywhere, only where it is mentioned, to the one who asks
    alone, or never. `language`: in which it answers there, whatever that of the question; None: that of the question.
    """

    answers: Answers = "as_workspace"
    language: Language | None = None


class Workspace(Frozen):
    """How the assistant behaves in a workspace. Its own administrators decide, but for `organisations`.

    Those are the organisations whose people its members may be: whoever runs Passerelle vouches for it.
    """

    organisations: tuple[str, ...] = ()

    coordinators: str = ""  # the channel to which questions are handed over; empty: nobody
    language: Language = SOURCE_LANGUAGE  # in which that channel is written to
    outsiders: bool = False  # whether it answers where people of other organisations read along
    follow_ups: bool = False  # whether it answers in its threads without being mentioned again
    channels: Mapping[str, InChannel] = {}  # those of which something else was chosen

    def channel(self, channel: str) -> InChannel:
        """How it behaves in that channel."""
        return self.channels.get(channel, InChannel())

    def with_channel(self, channel: str, chosen: InChannel) -> Workspace:
        """The same, with something else for one channel."""
        others = {one: kept for one, kept in self.channels.items() if one != channel}
        return self.model_copy(
            update={"channels": others | ({channel: chosen} if chosen != InChannel() else {})}
        )


class Choices:
    """Both, by workspace."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def language(self, team: str, user: str) -> Language | None:
        """The language that somebody chose; None where Slack's own is to be used."""
        query = select(people.c.language).where(people.c.team == team, people.c.user == user)
        with self._database.reading() as connection:
            chosen = connection.execute(query).scalar_one_or_none()
        return next((language for language in LANGUAGES if language == chosen), None)

    def choose_language(self, team: str, user: str, language: Language | None) -> None:
        """Keep somebody's choice; None is Slack's own again."""
        values = {"language": language or ""}
        with self._database.writing() as connection:
            insert_or_change(connection, people, {"team": team, "user": user}, values)

    def workspace(self, team: str) -> Workspace:
        """How the assistant behaves there."""
        query = select(workspaces.c.settings).where(workspaces.c.team == team)
        with self._database.reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return Workspace.model_validate_json(found) if found else Workspace()

    def change_workspace(self, team: str, settings: Workspace) -> None:
        """Behave otherwise from now on."""
        values = {"settings": settings.model_dump_json()}
        with self._database.writing() as connection:
            insert_or_change(connection, workspaces, {"team": team}, values)
