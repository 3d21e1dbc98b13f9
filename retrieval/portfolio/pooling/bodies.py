"""Intermunicipal bodies that the sources of an initiative name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.markdown import load_yaml
from corpus.models import Document


@dataclass(frozen=True)
class Body:
    """A body and the pattern of its names."""

    slug: str
    name: str
    pattern: re.Pattern[str]


@cache
def bodies() -> dict[str, Body]:
    """All bodies by slug; raises InvalidDocument where the file is broken."""
    source = resources.files(__package__) / "bodies.yaml"
    rows = load_yaml(source.read_text(encoding="utf-8"), source="bodies.yaml")
    return {slug: Body(slug, row["name"], _pattern(row["names"])) for slug, row in rows.items()}


def bodies_named_in(document: Document) -> frozenset[str]:
    """The bodies that lead an initiative, take part in it, or are named in its text."""
    fields = document.initiative
    lead = fields.lead if fields else None
    names = [
        *((lead,) if isinstance(lead, str) else lead or ()),
        *((fields.partners or ()) if fields else ()),
    ]
    text = "\n".join([*names, document.body])
    return frozenset(body.slug for body in bodies().values() if body.pattern.search(text))


def _pattern(names: list[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
