"""What can stand in the way of a decision."""

from __future__ import annotations

from corpus.errors import PasserelleError
from retrieval.likeness.values import Decision


class AlreadyDecided(PasserelleError):
    """Somebody else decided meanwhile; shown, so that it can be revised knowingly."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(
            f"already decided as {decision.verdict.value} by {decision.author}"
            f" on {decision.decided_at.date().isoformat()}"
        )
        self.decision = decision


class NotDecided(PasserelleError):
    """There is no decision to take back."""

    def __init__(self) -> None:
        super().__init__("nobody has decided this pair")


class NotEntitled(PasserelleError):
    """The caller may read the pair but not decide it."""

    def __init__(self) -> None:
        super().__init__("deciding needs a coordinator")
