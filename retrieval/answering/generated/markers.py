"""Words that turn what a sentence says: not, must, may, only, first, planned, if."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from corpus.models import Language
from retrieval.query.folding import fold

_LANGUAGES: tuple[Language, ...] = ("fr", "nl", "de", "en")  # the order of the patterns in the file
_Patterns = Mapping[Language, re.Pattern[str]]


@dataclass(frozen=True)
class Markers:
    """Compiled markers of `markers.yaml`, by the way in which claim and source must agree on them."""

    negation: Mapping[str, _Patterns]
    claim: Mapping[str, _Patterns]
    source: Mapping[str, _Patterns]

    @classmethod
    @cache
    def load(cls) -> Markers:
        """Read the markers that ship."""
        raw = yaml.safe_load((resources.files(__package__) / "markers.yaml").read_text("utf-8"))
        return cls(
            **{
                way: {
                    name: {
                        language: re.compile(pattern)
                        for language, pattern in zip(_LANGUAGES, patterns, strict=True)
                    }
                    for name, patterns in markers.items()
                }
                for way, markers in raw.items()
            }
        )

    def denies(self, text: str, language: Language) -> bool:
        """Whether a text denies what its verb says; two denials are none."""
        folded = _folded(text)
        return sum(bool(patterns[language].search(folded)) for patterns in self.negation.values()) % 2 == 1

    def disagreement(
        self, claim: str, nearest: str, around: str, languages: tuple[Language, Language]
    ) -> str | None:
        """The first marker that turns the claim away from its source; the languages are theirs in this order.

        Limits are those of the nearest sentence; what the claim adds may also stand around it.
        """
        said, meant, nearby = (_folded(text) for text in (claim, nearest, around))
        its, theirs = languages
        for name, patterns in self.claim.items():
            if patterns[its].search(said) and not patterns[theirs].search(nearby):
                return name
        for name, patterns in self.source.items():
            if patterns[theirs].search(meant) and not patterns[its].search(said):
                return name
        return None


def _folded(text: str) -> str:
    return fold(" ".join(text.split()))
