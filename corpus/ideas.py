"""Ideas in free words that initiatives of the corpus meet, as officials, firms and residents would tell them, in four languages.

`ideas.jsonl` has three for each initiative, written for this and from its fiche alone: they say in everyday words what the
fiche says soberly. An initiative that has none is found by its own texts, less surely.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from corpus.project import Project

_FILE = "ideas.jsonl"


@lru_cache(maxsize=1)
def ideas_by_initiative() -> Mapping[str, tuple[Project, ...]]:
    """The ideas that each initiative meets, by its id."""
    found: dict[str, tuple[Project, ...]] = {}
    for line in (resources.files("corpus") / _FILE).read_text("utf-8").splitlines():
        row = json.loads(line)
        for initiative in row["expected"]:
            found[initiative] = (*found.get(initiative, ()), Project.of_text(row["text"], row["language"]))
    return MappingProxyType(found)
