"""What can go wrong in governance.

PasserelleError
├── NotAllowed         the caller may see the thing, and may not do this with it
├── NoSuch             no such organisation, person, token, fiche or watch for this caller
├── AlreadyThere       an id, address or membership that exists
└── ChangedMeanwhile   somebody else was quicker: the version in hand is not the present one
"""

from __future__ import annotations

from corpus.errors import PasserelleError


class NotAllowed(PasserelleError):
    """The caller's roles, or the scopes of their token, do not reach so far."""


class NoSuch(PasserelleError):
    """Nothing of that id for this caller: absent and invisible look the same on purpose."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(f"no {kind} {identifier[:120]!r}")


class AlreadyThere(PasserelleError):
    """It exists already; nothing was changed."""


class ChangedMeanwhile(PasserelleError):
    """The fiche was changed since the caller read it; nothing was done."""

    def __init__(self, given: int, *, version: int, state: str) -> None:
        self.version = version
        super().__init__(
            f"the fiche was changed meanwhile: you read version {given}, it is version {version} now and"
            f" {state}; read it again"
        )
