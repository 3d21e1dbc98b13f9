"""What the assistant in Slack is made of; built in one place by whoever starts it, and handed over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.addresses import Addresses
from bot.audience import Audiences
from bot.clients import AppSecrets, Clients, ManyWorkspaces, OneWorkspace, Workspaces
from bot.errors import NotInstalled
from bot.network import Members
from bot.people import People
from bot.sealing import Sealer
from bot.store.answers import Answers
from bot.store.choices import Choices
from bot.store.installations import Installations, Leaving
from bot.store.jobs import Jobs
from bot.store.requests import Requests
from bot.store.threads import Threads
from bot.work import Contributing, Work, open_work
from retrieval.answering.assistant import Assistant
from retrieval.answering.judging import Judging
from retrieval.catalogue.catalogue import Catalogue
from retrieval.governance.directory import Directory
from retrieval.likeness.similar import Similar
from retrieval.search.links import Links
from retrieval.search.search import Searcher
from retrieval.state.conversations import Conversations
from retrieval.state.database import StateDatabase


@dataclass(frozen=True)
class Knowledge:
    """What all doors share."""

    assistant: Assistant
    searcher: Searcher
    catalogue: Catalogue
    judging: Judging
    similar: Similar
    conversations: Conversations
    directory: Directory
    links: Links


@dataclass(frozen=True)
class SlackSettings:
    """How we reach Slack. With `bot_token` the app belongs to one workspace; else `key` seals the tokens of many,
    and `former_key` opens those that were sealed before it.
    """

    api_url: str
    bot_token: str = ""
    client_id: str = ""
    client_secret: str = ""
    key: str = ""
    former_key: str = ""
    state_url: str = ""
    days: int = 7  # for which questions are remembered


@dataclass(frozen=True)
class Parts:
    """Everything that listeners and duties use."""

    knowledge: Knowledge
    work: Work
    settings: SlackSettings
    database: StateDatabase
    workspaces: Workspaces
    clients: Clients
    people: People
    audiences: Audiences
    addresses: Addresses
    jobs: Jobs
    threads: Threads
    answers: Answers
    choices: Choices
    requests: Requests
    leaving: Leaving
    installations: Installations | None
    now: Callable[[], float] = time.time

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()


def assemble(
    knowledge: Knowledge,
    contributing: Contributing,
    settings: SlackSettings,
    *,
    now: Callable[[], float] = time.time,
) -> Parts:
    """Put everything together; nothing is asked of Slack yet. Raises CatalogueError, and ValueError for a short key."""
    database = StateDatabase(settings.state_url)
    installations = Installations(database, _sealer(settings), now) if settings.key else None
    workspaces = _workspaces(settings, installations, now)
    choices = Choices(database)
    clients = Clients(workspaces, settings.api_url)
    people = People(clients, choices)
    work = open_work(contributing, database, now)
    members = Members(knowledge.directory, choices)
    return Parts(
        knowledge=knowledge,
        work=work,
        settings=settings,
        database=database,
        workspaces=workspaces,
        clients=clients,
        people=people,
        audiences=Audiences(clients, people, members),
        addresses=Addresses(workspaces, clients, people, members, knowledge.directory, work.accounts),
        jobs=Jobs(database, now),
        threads=Threads(database, days=settings.days, now=now),
        answers=Answers(database, days=settings.days, now=now),
        choices=choices,
        requests=Requests(database, now),
        leaving=Leaving(database, now),
        installations=installations,
        now=now,
    )


def _sealer(settings: SlackSettings) -> Sealer:
    return Sealer(settings.key, *([settings.former_key] if settings.former_key else []))


def _workspaces(
    settings: SlackSettings, installations: Installations | None, now: Callable[[], float]
) -> Workspaces:
    if settings.bot_token:
        return OneWorkspace(settings.bot_token, settings.api_url)
    if installations is None:
        raise NotInstalled("(none)")
    secrets = AppSecrets(settings.api_url, settings.client_id, settings.client_secret)
    return ManyWorkspaces(installations, secrets, now)
