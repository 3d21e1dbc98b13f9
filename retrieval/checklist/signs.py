"""The signs by which a description shows what it is about, as `signs.yaml` words them in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from corpus.models import LANGUAGES
from retrieval.checklist.expressions import Expression
from retrieval.checklist.patterns import Patterns


@dataclass(frozen=True)
class Lexicon:
    """Signs with words of their own, and signs that put others together, in the order of their making."""

    words: Mapping[str, Patterns]
    compounds: Mapping[str, Expression]

    @classmethod
    @cache
    def load(cls, name: str = "signs.yaml") -> Lexicon:
        """Read a file of signs that ships; once a process."""
        raw = _read(name)
        words = {sign: Patterns.of(_entries(of)) for sign, of in raw.items() if "means" not in of}
        compounds = {sign: Expression.parse(of["means"]) for sign, of in raw.items() if "means" in of}
        return cls(words, compounds)

    @property
    def names(self) -> frozenset[str]:
        """Every sign."""
        return frozenset((*self.words, *self.compounds))


def _read(name: str) -> dict[str, dict[str, Any]]:
    text = (resources.files("retrieval.checklist") / name).read_text("utf-8")
    data: dict[str, dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return data


def _entries(of_language: Mapping[str, str]) -> list[str]:
    entries = (entry.strip() for language in LANGUAGES for entry in of_language.get(language, "").split(","))
    return list(dict.fromkeys(filter(None, entries)))
