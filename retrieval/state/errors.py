"""What can go wrong while remembering.

PasserelleError
├── StateUnavailable    what is remembered of use cannot be read or written
└── UnknownAnswer       no answer of that id is remembered
"""

from __future__ import annotations

from corpus.errors import PasserelleError


class StateUnavailable(PasserelleError):
    """The database of what is remembered of use cannot be read or written; nothing was changed."""


class UnknownAnswer(PasserelleError):
    """No answer of that id is remembered: it was never given, or its conversation was forgotten since."""

    def __init__(self) -> None:
        super().__init__("no answer of that id is remembered; answers are forgotten with their conversation")
