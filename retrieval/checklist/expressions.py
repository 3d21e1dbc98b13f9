"""Conditions on signs: `cameras dumping | cameras sanctions !drone`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Alternative:
    """Signs that must all be found, and signs none of which may be."""

    present: tuple[str, ...]
    absent: tuple[str, ...]

    def holds(self, found: Collection[str]) -> bool:
        """Whether the signs found are as it wants."""
        return all(sign in found for sign in self.present) and not any(sign in found for sign in self.absent)


@dataclass(frozen=True)
class Expression:
    """Alternatives, of which one must hold."""

    alternatives: tuple[Alternative, ...]

    @classmethod
    def parse(cls, text: str) -> Expression:
        """Alternatives are parted by `|`; a sign after `!` must be absent."""
        return cls(tuple(_alternative(one.split()) for one in text.split("|")))

    @property
    def signs(self) -> frozenset[str]:
        """Every sign that it names."""
        return frozenset(sign for one in self.alternatives for sign in (*one.present, *one.absent))

    def satisfied_by(self, found: Collection[str]) -> tuple[str, ...] | None:
        """The signs present of the first alternative that holds; None where none does."""
        for one in self.alternatives:
            if one.holds(found):
                return one.present
        return None


def _alternative(words: list[str]) -> Alternative:
    return Alternative(
        tuple(word for word in words if not word.startswith("!")),
        tuple(word[1:] for word in words if word.startswith("!")),
    )
