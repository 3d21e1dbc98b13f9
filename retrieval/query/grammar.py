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

    operations: Mapping[str, Patterns]
    group_by: Mapping[str, Patterns]
    compare: Patterns
    alternatives: Patterns
    fields: Mapping[str, Patterns]
    missing: Mapping[str, Patterns]
    kinds: Mapping[str, Patterns]
    municipalities: Patterns
    negation: Patterns
    fillers: Patterns

    @classmethod
    @cache
    def load(cls) -> Grammar:
        """Read the cues that ship."""
        text = (resources.files("retrieval.query") / "grammar.yaml").read_text("utf-8")
        raw = yaml.safe_load(text)
        named = {
            name: {key: _compiled(cues) for key, cues in raw[name].items()}
            for name in ("operations", "group_by", "fields", "missing", "kinds")
        }
        lists = {
            name: _compiled(raw[name])
            for name in ("compare", "alternatives", "municipalities", "negation", "fillers")
        }
        return cls(**named, **lists)  # type: ignore[arg-type]


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
