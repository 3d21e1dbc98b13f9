"""What is wrong with a payload, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a JSON pointer into what was checked, a sentence, and the constraint that was not met."""

    pointer: str
    message: str
    constraint: str
    expected: Any = None

    def as_slack_error(self) -> dict[str, Any]:
        """The shape of an item of `errors` in an answer of `blocks.validate`."""
        return {
            "code": "failed_constraint",
            "message": self.message,
            "pointer": self.pointer,
            "constraint": {"type": self.constraint, "expected": self.expected},
        }

    def as_slack_message(self) -> str:
        """The shape of an item of `response_metadata.messages` in an answer `invalid_blocks`."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Problems = list[Problem]


def prefixed(problems: Sequence[Problem], prefix: str) -> Problems:
    """The same problems, seen from one level above."""
    return [Problem(prefix + p.pointer, p.message, p.constraint, p.expected) for p in problems]
