"""What members do in Slack, as the queue keeps it. `response_url` is a secret: never logged, forgotten with the task."""

from __future__ import annotations

from typing import Literal

from corpus.fiche_life import Step
from corpus.models import Frozen
from retrieval.likeness.similar import Exit
from retrieval.likeness.values import Verdict


class Said(Frozen):
    """A sentence for one person."""

    text: str
    response_url: str = ""


class FicheChecked(Frozen):
    """The first step of a form was sent: look for what is like it, and show the second step in `view`."""

    form: str
    view: str


class FicheSent(Frozen):
    """The second step was sent; `which` is a document, empty where nothing was like the fiche."""

    form: str
    exit: Exit = "go_on"
    which: str = ""
    because: str = ""


class FicheKept(Frozen):
    """A form was closed."""

    form: str


class StepTaken(Frozen):
    """A step of a fiche's life, by somebody who has read that version."""

    fiche: str
    version: int
    step: Step
    reason: str = ""
    response_url: str = ""


class Commented(Frozen):
    """Something to say of a fiche."""

    fiche: str
    text: str


class Compared(Frozen):
    """A fiche in the making to compare with the catalogue, for one who reviews it."""

    fiche: str
    response_url: str = ""


class Shown(Frozen):
    """Something to show to one person: their Home tab, what they follow, figures."""

    what: Literal["home", "watches", "portfolio", "pairs", "privacy"]
    response_url: str = ""


class Wished(Frozen):
    """Something to follow, as it was said."""

    text: str
    response_url: str = ""


class WatchChanged(Frozen):
    """A watch to stop, or to be told of at other times; `wanted` is empty to stop it."""

    watch: str
    wanted: Literal["", "daily", "weekly", "quiet", "any_hour"] = ""
    response_url: str = ""


class Contact(Frozen):
    """A message to whoever is behind a document."""

    document: str
    words: str


class ContactAnswered(Frozen):
    """The answer to such a message."""

    relay: str
    words: str


class PairDecided(Frozen):
    """How two fiches relate; `replaces` is the decision that its author saw and revises, if there was one."""

    pair: str
    verdict: Verdict
    reason: str
    replaces: int | None = None
