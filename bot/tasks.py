"""What is asked of us, as the queue keeps it."""

from __future__ import annotations

from typing import Literal

from corpus.filters import Filters
from corpus.models import Frozen, Language

Surface = Literal["channel", "direct", "private"]


class Question(Frozen):
    """A question to answer in a thread, or for one person alone (`private`).

    `shared`: the event said that people of other organisations read along. `for_all`: somebody wants everybody in the
    channel to read the answer, though it is one where answers are shown to one person alone. `response_url` is a secret: it is never
    logged, and forgotten with the task.
    """

    text: str
    surface: Surface
    thread: str = ""
    shared: bool = False
    response_url: str = ""
    language: Language | None = None
    filters: Filters = Filters()
    infer: bool = True
    for_all: bool = False
    afresh: bool = False  # it stands on its own, whatever was said before in its thread


class Gesture(Frozen):
    """A button below an answer that was pressed; `number` is that of the chip."""

    answer: str
    action: str
    number: int = 0
    shared: bool = False
    response_url: str = ""


class Lookup(Frozen):
    """Words to search documents by, for one person alone; `alike`: initiatives that are like the text."""

    text: str
    alike: bool = False
    thread: str = ""
    response_url: str = ""


class Referring(Frozen):
    """Who knows a theme, for one person alone; without a theme, which themes there are."""

    theme: str
    response_url: str = ""


class Preview(Frozen):
    """Addresses of documents in a message; `unfurl_id` and `source` are Slack's names for the message, if it has some."""

    addresses: tuple[str, ...]
    unfurl_id: str = ""
    source: str = ""


class Notice(Frozen):
    """One sentence, in a thread or for one person alone."""

    what: str
    thread: str = ""
    private: bool = False
    response_url: str = ""


class Clearing(Frozen):
    """A question was deleted by its author: our messages go too, and what was remembered."""

    replies: tuple[str, ...]
    thread: str


class Answered(Frozen):
    """What a coordinator answers to a question that was handed over."""

    request: str
    text: str


class Opened(Frozen):
    """Somebody opened the direct messages with us."""
