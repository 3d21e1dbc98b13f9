"""The cues of `grammar.yaml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

Patterns = tuple[re.Pattern[str], ...]
Span = tuple[int, int]


@dataclass(frozen=True)
class Grammar:
    """Compiled cues; each is searched for in a folded sentence."""

    intents: Mapping[str, Patterns]
    fields: Mapping[str, Patterns]

    @classmethod
    @cache
    def load(cls) -> Grammar:
        """Read the cues that ship."""
        text = (resources.files("retrieval.query") / "grammar.yaml").read_text("utf-8")
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
        return cls(**{name: _by_name(raw[name]) for name in ("intents", "fields")})


def _by_name(cues: Mapping[str, list[str]]) -> dict[str, Patterns]:
    return {name: _compiled(patterns) for name, patterns in cues.items()}


def _compiled(cues: list[str]) -> Patterns:
    return tuple(re.compile(cue) for cue in cues)


def first_match(cues: Mapping[str, Patterns], folded: str) -> tuple[str, Span] | None:
    """The first name, in the file's order, one of whose cues is in the sentence."""
    for name, patterns in cues.items():
        for pattern in patterns:
            if found := pattern.search(folded):
                return name, found.span()
    return None


def spans_of(patterns: Patterns, folded: str) -> list[Span]:
    """Where any of the cues stands."""
    return [found.span() for pattern in patterns for found in pattern.finditer(folded)]
