"""Organisations to turn to for knowledge: universities, research and technical centres, training bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from corpus.phrases import fold


class ReferentKind(StrEnum):
    """What is to be learnt there."""

    ACADEMIC = "academic"
    TECHNOLOGICAL = "technological"
    TRAINING = "training"


@dataclass(frozen=True)
class Referent:
    """One organisation, as `referents.yaml` names it; `country` is a code of ISO 3166, in small letters."""

    name: str
    kind: ReferentKind
    country: str


def referent(written: str) -> Referent | None:
    """The referent that a fiche names among its leads or partners; None for any other organisation."""
    return _by_spelling().get(fold(written.strip()))


@lru_cache(maxsize=1)
def _by_spelling() -> Mapping[str, Referent]:
    source = resources.files("corpus") / "referents.yaml"
    return dict(_spellings(yaml.safe_load(source.read_text(encoding="utf-8"))))


def _spellings(listed: Mapping[str, list[Mapping[str, Any]]]) -> Iterator[tuple[str, Referent]]:
    for kind, entries in listed.items():
        for entry in entries:
            one = Referent(entry["name"], ReferentKind(kind), entry["country"])
            for spelling in entry.get("written", [one.name]):
                yield fold(spelling), one
